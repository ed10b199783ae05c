"""A web page becomes text and tables: what the report says, without the site around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from ogi.errors import InputError
from ogi.read.document import Composer, Document
from ogi.read.html.furniture import Line, report_lines
from ogi.read.html.seen import says_nothing
from ogi.read.html.table import data_rows

# What a page shows nothing of, and what frames its content. SVG and MathML hold no sentences.
_UNSEEN = frozenset(
    re.findall(
        r"\w+",
        "head script style noscript template iframe object svg math select option button input textarea nav "
        "header footer aside audio video canvas",
    )
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article blockquote body center dd details div dl dt fieldset figcaption figure form h1 h2 "
        "h3 h4 h5 h6 hr li main ol p pre section summary table tbody td tfoot th thead tr ul caption html",
    )
)
_CHARSET = re.compile(r"^\s*<\?xml[^>]*\?>")
_TITLE_TAIL = re.compile(r"\s*(?:[_|｜]|\s[-–—]+\s|--+).*$")
_BREAK = re.compile(r"[ \t]*\n[ \t\n]*")
_DEEPEST = 200


def _parse(text: str, file: str) -> etree._Element:
    """Return the tree of a page. Nothing outside of it is ever fetched: HTML has no entities to expand."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    # A declared encoding would be believed; the text is already decoded. Lone surrogates are no text.
    body = _CHARSET.sub("", text).encode("utf-8", "replace")
    root = etree.fromstring(body, parser)
    deep = any("depth" in entry.message.lower() for entry in parser.error_log)
    if root is None or deep:
        raise InputError(
            file,
            "",
            f"a page nested more than {_DEEPEST} elements deep" if deep else "a page without content",
            "a web page with a report in it",
            "Open it in a browser, save the report's text as .txt, and read that.",
        )
    return root


class _Walker:
    """Goes through a page once, collecting lines with the share of them that is links, and tables."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: list[Line] = []
        self._pieces: list[str] = []
        self._linked = 0

    def _add(self, text: str | None, linked: bool) -> None:
        if text:
            self._pieces.append(text)
            if linked:
                self._linked += len(text.strip())

    def _end_line(self) -> None:
        text = "".join(self._pieces)
        if text and not text.isspace():
            text = _BREAK.sub(_joint, text.replace("\r", "")).strip(" \t\n")
            if shown := text.strip():
                self.lines.append(Line(text, linked=self._linked / len(shown)))
        self._pieces, self._linked = [], 0

    def walk(self, element: etree._Element, linked: bool = False) -> None:
        """Add an element's content; the depth of a page is bounded by its parser."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN or says_nothing(element, tag):
            return
        if tag == "br":
            self._end_line()
            return
        if tag == "table" and (rows := data_rows(element, self.file)) is not None:
            self._end_line()
            self.lines.append(Line("", table=rows))
            return
        block = tag in _BLOCKS
        linked = linked or tag == "a"
        if block:
            self._end_line()
        self._add(element.text, linked)
        for child in element:
            self.walk(child, linked)
            self._add(child.tail, linked)
        if block:
            self._end_line()


def _joint(match: re.Match[str]) -> str:
    """What a line break of the source stands for: nothing between two Chinese characters."""
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    return " " if before.isascii() and after.isascii() else ""


def _titles(root: etree._Element) -> Iterator[str]:
    """What the page's head calls it: the article's title of its system, then the title of the window."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == "articletitle" and meta.get("content"):
            yield (meta.get("content") or "").strip()
    for title in root.iter("title"):
        if title.text and title.text.strip():
            yield _TITLE_TAIL.sub("", " ".join(title.text.split()))
        break


def read_html(text: str, encoding: str, file: str) -> Document:
    """Return the report on a decoded web page: its text line by line and its tables.

    Navigation, footers, lists of links and the lines around the title that a site adds are left out. Raises
    InputError for a page without content, nested beyond bounds, or with a table beyond bounds.
    """
    root = _parse(text, file)
    walker = _Walker(file)
    body = root.find("body")
    walker.walk(root if body is None else body)
    composer = Composer()
    for line in report_lines(walker.lines, list(_titles(root))):
        if line.table is not None:
            composer.table(line.table)
        else:
            composer.paragraph(line.text)
    return composer.document("html", encoding)
