"""Headings divide a report's text into sections, and mark its annexes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ogi.numerals import flatten
from ogi.report import Section, Span, Table

_TOP = re.compile(r"[ \t]*(?:第[一二三四五六七八九十]+(?:部分|章)|[一二三四五六七八九十]{1,3}[、.])[ \t]*\S")
_SUB = re.compile(r"[ \t]*\([一二三四五六七八九十]{1,3}\)[ \t]*\S")
_ANNEX = re.compile(
    r"[ \t]*(?:[一二三四五六七八九十]{1,3}[、.])?[ \t]*"
    r"(?:附[ \t]*(?:表|件|录)|附[一二三四五六七八九十\d]|附[:、])"
)
_ANNEX_ALONE = re.compile(r"[ \t]*附[ \t]*[一二三四五六七八九十\d]?[ \t]*")
_LONGEST_HEADING = 60
_MAY_HEAD = re.compile(r"\s*[第附(一二三四五六七八九十]")


def _heading(line: str) -> str:
    """The heading in a line: up to its first full stop (a heading may run on into its paragraph)."""
    return re.split(r"[。！？]", line.strip(), maxsplit=1)[0].strip()


def find_sections(text: str, tables: Iterable[Table] = ()) -> tuple[Section, ...]:
    """Return the sections of a text in order, an enclosing one before those inside it.

    Top-level headings are 一、 二、 …; sub-headings are （一） （二） …. An annex starts at a line that
    begins with 附表, 附件, 附一, 附二 … (with or without 五、 before it) and ends at the next such line
    or with the text: annexes close a report. Labels inside tables (一、本年新收…) are no headings.
    """
    inside = sorted((table.span for table in tables), key=lambda span: span.start)
    starts: list[tuple[int, int, str, bool]] = []  # offset, level, title, annex
    offset = 0
    in_annex = False
    flats = flatten(text).splitlines(keepends=True)
    for line, flat in zip(text.splitlines(keepends=True), flats, strict=True):
        while inside and inside[0].end <= offset:
            inside.pop(0)
        if inside and inside[0].start <= offset:
            offset += len(line)
            continue
        flat = flat.rstrip("\n")
        if _MAY_HEAD.match(flat) and len(title := _heading(line)) <= _LONGEST_HEADING:
            if _ANNEX.match(flat) or (_ANNEX_ALONE.fullmatch(flat)):
                in_annex = True
                starts.append((offset, 1, title, True))
            elif not in_annex and _TOP.match(flat):
                starts.append((offset, 1, title, False))
            elif not in_annex and _SUB.match(flat):
                starts.append((offset, 2, title, False))
        offset += len(line)
    sections: list[Section] = []
    parent = ""
    for i, (start, level, title, annex) in enumerate(starts):
        end = next((s for s, other, _, _ in starts[i + 1 :] if other <= level), len(text))
        if level == 1:
            parent = title
        full = title if level == 1 or not parent else f"{parent} / {title}"
        sections.append(Section(full, Span(start, end), annex))
    return tuple(sections)
