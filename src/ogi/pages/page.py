"""A body made a page: everything inside one file, nothing asked of the network."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, select_autoescape

from ogi.language import Lang
from ogi.pages.font import font_for

_TAGS = re.compile(r"<style.*?</style>|<[^>]+>", re.S)


@cache
def _templates(package: str) -> Environment:
    return Environment(
        loader=PackageLoader(package), autoescape=select_autoescape(["html", "j2"]), trim_blocks=True
    )


def fill(package: str, template: str, **values: object) -> str:
    """Return a template of a package's `templates` folder filled in; values are escaped."""
    return _templates(package).get_template(template).render(**values)


def _style() -> str:
    return files("ogi.pages").joinpath("templates/page.css").read_text(encoding="utf-8")


def whole_page(body: str, title: str, lang: Lang, *, style: str = "", script: str = "") -> str:
    """Return a body as a page that asks the network for nothing, its Chinese font inside.

    `style` follows the style of all pages; `script` runs when the body is there. Both are the project's own
    text and are not escaped.
    """
    # Pictures are data, not text: only what is read needs the font.
    font = font_for(title + _TAGS.sub("", body))
    values = {"body": body, "css": _style() + style, "script": script, "font": font}
    return fill("ogi.pages", "page.html.j2", title=title, lang=lang, **values)
