"""Executed notebooks as pages: code hidden, one language, everything inside the file."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import nbformat
from jinja2 import Environment, PackageLoader, select_autoescape
from nbconvert import HTMLExporter
from traitlets.config import Config

from ogi.batch.font import font_for
from ogi.batch.words import say
from ogi.language import LANGS, Lang

_TAGS = re.compile(r"<style.*?</style>|<[^>]+>", re.S)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("ogi.batch"), autoescape=select_autoescape(["html", "j2"]), trim_blocks=True
    )


def fill(template: str, **values: object) -> str:
    """Return a template of this package filled in; values are escaped."""
    return _templates().get_template(template).render(**values)


def whole_page(body: str, title: str, lang: Lang) -> str:
    """Return a body as a page that asks the network for nothing, its Chinese font inside."""
    css = files("ogi.batch").joinpath("templates/report.css").read_text(encoding="utf-8")
    # Pictures are data, not text: only what is read needs the font.
    font = font_for(title + _TAGS.sub("", body))
    return fill("page.html.j2", body=body, css=css, font=font, title=title, lang=lang)


@cache
def _exporter(lang: Lang) -> HTMLExporter:
    others = [f"lang-{other}" for other in LANGS if other != lang]
    config = Config()
    config.TagRemovePreprocessor.enabled = True
    config.TagRemovePreprocessor.remove_cell_tags = [*others, "notebook-only"]
    config.HTMLExporter.exclude_input = True
    config.HTMLExporter.exclude_input_prompt = True
    config.HTMLExporter.exclude_output_prompt = True
    config.HTMLExporter.exclude_anchor_links = True
    return HTMLExporter(template_name="basic", config=config)


def report_page(notebook: nbformat.NotebookNode, title: str, lang: Lang, name: str) -> str:
    """Return an executed notebook as a page, with links to the index and to the notebook itself."""
    body, _ = _exporter(lang).from_notebook_node(notebook)
    links = fill("links.html.j2", back=say(lang, "back"), notebook=say(lang, "notebook_of"), name=name)
    return whole_page(links + body, title, lang)
