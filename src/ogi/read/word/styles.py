"""What the styles of a Word file say of a paragraph's text: hidden, numbered, part of a table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ogi.read.word.parts import W, children, number, switch, value

_CONTENTS = re.compile(r"toc \d", re.I)


@dataclass(frozen=True, slots=True)
class StyleNumber:
    """The list a style puts its paragraphs in: the list, its level where given, the style that says so."""

    list_id: str
    level: int | None
    style: str


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: str | None
    name: str
    hidden: bool | None
    list_id: str | None
    level: int | None


class Styles:
    """The styles of a file, each asked together with those it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        # A template defines hundreds of styles and a report uses a handful: each is read when asked for.
        self._elements: dict[str, etree._Element] = {}
        self._read: dict[str, _Style] = {}
        self.default: str | None = None
        for element in () if root is None else root.iterchildren(f"{W}style"):
            key = element.get(f"{W}styleId") or ""
            self._elements[key] = element
            if element.get(f"{W}default") in ("1", "true", "on") and element.get(f"{W}type") == "paragraph":
                self.default = key
        self._hidden: dict[str | None, bool] = {}
        self._numbers: dict[str | None, StyleNumber | None] = {}

    def _style(self, key: str) -> _Style:
        if key not in self._read:
            element = self._elements[key]
            about = children(element)
            numbering = children(element.find(f"{W}pPr/{W}numPr"))
            self._read[key] = _Style(
                value(about, "basedOn"),
                value(about, "name") or "",
                switch(children(about.get(f"{W}rPr")), "vanish"),
                value(numbering, "numId"),
                number(value(numbering, "ilvl")),
            )
        return self._read[key]

    def _chain(self, style: str | None) -> Iterator[tuple[str, _Style]]:
        seen: set[str] = set()
        while style is not None and style not in seen and style in self._elements:
            seen.add(style)
            found = self._style(style)
            yield style, found
            style = found.based_on

    def hides(self, style: str | None) -> bool:
        """Return whether text in this style is hidden."""
        if style not in self._hidden:
            said = (one.hidden for _, one in self._chain(style) if one.hidden is not None)
            self._hidden[style] = next(said, False)
        return self._hidden[style]

    def numbers(self, style: str | None) -> StyleNumber | None:
        """Return the list that a style puts its paragraphs in, or None."""
        if style not in self._numbers:
            said = (
                StyleNumber(one.list_id, one.level, key)
                for key, one in self._chain(style)
                if one.list_id is not None
            )
            self._numbers[style] = next(said, None)
        return self._numbers[style]

    def is_contents(self, style: str) -> bool:
        """Return whether a style is one of those that a table of contents is set in."""
        return style in self._elements and _CONTENTS.fullmatch(self._style(style).name) is not None
