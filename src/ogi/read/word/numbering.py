"""The numbers that Word prints before paragraphs and does not write into their text: 一、 （一） 1."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from lxml import etree

from ogi.read.bounds import parse_xml
from ogi.read.word.number_formats import format_number
from ogi.read.word.parts import Properties, W, children, number, switch, value
from ogi.read.word.styles import Styles

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
# After these a tab or a blank is mere distance; after a full stop it keeps "1." and "2011" apart.
_CLOSES = frozenset("、）)〕】》」。:：，")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restarts_after: int | None = None  # the level, counted from 1, after which it starts anew; 0: never
    plain: bool = False  # all numbers in its text are set in digits
    linked: str | None = None  # the paragraph style that stands for this level


@dataclass(frozen=True, slots=True)
class _List:
    counts: str  # lists of one definition count together
    levels: tuple[_Level, ...]
    fresh_starts: dict[int, int]  # level -> the number it starts from when this list first uses it


def _read_level(element: etree._Element) -> _Level:
    # A custom format stands beside a plain one for programs that do not know it.
    style = element.find(f".//{W}numFmt")
    about = children(element)
    start = number(value(about, "start"))
    return _Level(
        start=1 if start is None else start,
        style="decimal" if style is None else (style.get(f"{W}val") or "decimal"),
        text=value(about, "lvlText") or "",
        suffix=value(about, "suff") or "tab",
        restarts_after=number(value(about, "lvlRestart")),
        plain=switch(about, "isLgl") or False,
        linked=value(about, "pStyle"),
    )


def _read_levels(element: etree._Element) -> tuple[_Level, ...]:
    levels = [_Level()] * _LEVELS
    for child in element.iterchildren(f"{W}lvl"):
        index = number(child.get(f"{W}ilvl"))
        if index is not None and index < _LEVELS:
            levels[index] = _read_level(child)
    return tuple(levels)


def _read_lists(root: etree._Element, styles: Styles) -> dict[str, _List]:
    """The lists of a file by their ids."""
    definitions = {e.get(f"{W}abstractNumId") or "": e for e in root.iterchildren(f"{W}abstractNum")}
    elements = {e.get(f"{W}numId") or "": e for e in root.iterchildren(f"{W}num")}
    lists: dict[str, _List] = {}
    for key, element in elements.items():
        name = value(children(element), "abstractNumId") or ""
        definition = definitions.get(name)
        # A definition may stand for that of a list style, which is a list of its own.
        link = styles.numbers(value(children(definition), "numStyleLink"))
        if link is not None and link.list_id in elements:
            name = value(children(elements[link.list_id]), "abstractNumId") or ""
            definition = definitions.get(name)
        if definition is None:
            continue
        levels = list(_read_levels(definition))
        starts: dict[int, int] = {}
        for override in element.iterchildren(f"{W}lvlOverride"):
            index = number(override.get(f"{W}ilvl"))
            if index is None or index >= _LEVELS:
                continue
            about = children(override)
            if (own := about.get(f"{W}lvl")) is not None:
                levels[index] = _read_level(own)
            if (start := number(value(about, "startOverride"))) is not None:
                levels[index] = replace(levels[index], start=start)
                starts[index] = start
        lists[key] = _List(name, tuple(levels), starts)
    return lists


class Numbering:
    """Counts the numbered paragraphs of a file in their order and says what is printed before each."""

    def __init__(self, data: bytes | None, styles: Styles, file: str) -> None:
        self._data = data
        self._styles = styles
        self._file = file
        self._counts: dict[str, list[int | None]] = {}
        self._used: set[tuple[str, int]] = set()

    @cached_property
    def _lists(self) -> dict[str, _List]:
        if self._data is None:
            return {}
        return _read_lists(parse_xml(self._data, "numbering", self._file), self._styles)

    def label(self, properties: Properties, style: str | None) -> str:
        """Return what is printed before the next paragraph, with a blank where one keeps it apart.

        Nothing for a paragraph that is not numbered or has a bullet. Raises InputError when the part of the
        file that defines its lists is broken.
        """
        own = children(properties.get(f"{W}numPr"))
        list_id, level = value(own, "numId"), number(value(own, "ilvl"))
        if list_id is None:
            through = self._styles.numbers(style)
            if through is None:
                return ""
            list_id = through.list_id
            level = self._linked_level(list_id, through.style, through.level) if level is None else level
        found = self._lists.get(list_id)
        if found is None:  # 0 takes a paragraph out of its style's list
            return ""
        return self._next(list_id, found, min(level or 0, _LEVELS - 1))

    def _linked_level(self, list_id: str, style: str, level: int | None) -> int | None:
        """The level that a list ties to a style; what the style itself says of it does not count."""
        found = self._lists.get(list_id)
        linked = [i for i, one in enumerate(found.levels) if one.linked == style] if found else []
        return linked[0] if linked else level

    def _next(self, list_id: str, found: _List, index: int) -> str:
        counts = self._counts.setdefault(found.counts, [None] * _LEVELS)
        level = found.levels[index]
        before = counts[index]
        if index in found.fresh_starts and (list_id, index) not in self._used:
            before = None
        self._used.add((list_id, index))
        counts[index] = level.start if before is None else before + 1
        for deeper in range(index + 1, _LEVELS):
            after = found.levels[deeper].restarts_after
            if after is None or index < after:
                counts[deeper] = None
        return _printed(found.levels, counts, index)


def _printed(levels: tuple[_Level, ...], counts: list[int | None], index: int) -> str:
    level = levels[index]
    if level.style == "bullet":
        return ""

    def count(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        current = counts[at]
        style = "decimal" if level.plain else levels[at].style
        return format_number(levels[at].start if current is None else current, style)

    label = _PLACE.sub(count, level.text)
    if not label or level.suffix == "nothing" or label[-1] in _CLOSES or label[-1].isspace():
        return label
    return label + " "
