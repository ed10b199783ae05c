"""The evidence page: a report's text beside what was read from it, in one file."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from pathlib import Path

from ogi.evidence.coverage import Coverage, coverage, value_cells
from ogi.evidence.layout import Block, CellFacts, lay_out
from ogi.evidence.pane import fact_entries, finding_entries, groups, unread_entries
from ogi.evidence.pictures import pictures_of
from ogi.evidence.printed import Printing
from ogi.evidence.segments import Mark, Marked, Segment
from ogi.evidence.source import read_source
from ogi.evidence.words import say
from ogi.language import Lang
from ogi.pages import fill, whole_page
from ogi.report import Report, Span
from ogi.store.files import sources_of
from ogi.view import ReportView

# What the script says by itself; all other words are in the template.
_SAID = (
    "side_left",
    "side_right",
    "difference",
    "explanation",
    "in_finding",
    "unread",
    "unread_is",
    "picture",
)
_ALSO_SAID = ("no_findings", "nothing", "none_unread", "findings")
_KINDS = ("all", "findings", "other", "unread")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A report read again from its file: `coverage` says which of its numbers facts were made of."""

    view: ReportView
    report: Report
    coverage: Coverage
    path: Path


def find_evidence(view: ReportView) -> Evidence:
    """Return a report's text beside its facts, read again from the published file.

    Raises InputError when that file is not there, or is not the very file that the facts were read from.
    """
    path, report = read_source(view.meta, view.facts, sources_of(view.folder))
    return Evidence(view, report, coverage(report, view.facts), path)


def _by_span(pairs: list[tuple[Span, int]]) -> dict[Span, tuple[int, ...]]:
    found: dict[Span, list[int]] = {}
    for span, number in pairs:
        found.setdefault(span, []).append(number)
    return {span: tuple(numbers) for span, numbers in found.items()}


def _blocks(evidence: Evidence) -> list[Block]:
    """The report's blocks; facts and unread numbers are numbered from 1."""
    report, facts = evidence.report, evidence.view.facts
    cells = value_cells(report, facts)
    marks = [
        Mark(Span(fact.char_start, fact.char_end), "fact", i)
        for i, fact in enumerate(facts, start=1)
        if i - 1 not in cells
    ]
    marks += [Mark(number.span, "read", 0) for number in evidence.coverage.read]
    marks += [Mark(number.span, "unread", i) for i, number in enumerate(evidence.coverage.unread, start=1)]
    values = _by_span([(value.span, i + 1) for i, (value, _) in cells.items()])
    labels = _by_span([(label.span, i + 1) for i, (_, label) in cells.items() if label is not None])
    return lay_out(report, Marked(marks), CellFacts(values, labels))


def _words(segments: Iterable[Segment], text: str, lang: Lang) -> str:
    """Return segments as HTML, escaped, each with what is said of it: facts, an unread number, a read one."""
    unread_title = html.escape(say(lang, "unread"))
    pieces: list[str] = []
    for segment in segments:
        words = html.escape(text[segment.span.start : segment.span.end], quote=False)
        if segment.marks:
            facts = " ".join(map(str, segment.of("fact")))
            unread = segment.of("unread")
            attributes = f' data-f="{facts}"' if facts else ""
            attributes += f' data-u="{unread[0]}" title="{unread_title}"' if unread else ""
            attributes += ' class="r"' if segment.of("read") else ""
            words = f"<span{attributes}>{words}</span>"
        pieces.append(words)
    return "".join(pieces)


def _pages(evidence: Evidence, numbers: set[int]) -> dict[int, dict[str, object]]:
    """The pages to show, by number: the picture, and the width and height that boxes on it are counted in."""
    if not numbers:
        return {}
    sizes = evidence.report.page_sizes
    pictures = pictures_of(evidence.path.read_bytes(), numbers, sizes)
    return {page: {"picture": picture, "size": sizes[page - 1]} for page, picture in pictures.items()}


def _data(evidence: Evidence) -> str:
    """What the script needs, as JSON that cannot end the element it stands in."""
    view, report = evidence.view, evidence.report
    printing = Printing(report)
    cells = value_cells(report, view.facts)
    spans = [
        cells[i][0].span if i in cells else Span(fact.char_start, fact.char_end)
        for i, fact in enumerate(view.facts)
    ]
    of_facts = [printing.boxes(span) for span in spans]
    of_unread = [printing.boxes(number.span) for number in evidence.coverage.unread]
    facts = fact_entries(view, of_facts)
    unread = unread_entries(evidence.coverage.unread, report, of_unread, view.lang)
    data = {
        "pages": _pages(evidence, {box.page for boxes in (*of_facts, *of_unread) for box in boxes}),
        "facts": facts,
        "findings": finding_entries(view),
        "unread": unread,
        "groups": groups(report, facts, unread, view.lang),
        "words": {key: say(view.lang, key) for key in (*_SAID, *_ALSO_SAID)},
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


@cache
def _template(name: str) -> str:
    return files("ogi.evidence").joinpath(f"templates/{name}").read_text(encoding="utf-8")


def _shares(evidence: Evidence) -> list[str]:
    """How many numbers were read, in the running text and in the tables, in words."""
    lang, found = evidence.view.lang, evidence.coverage
    shares = {"coverage_prose": found.of("prose"), "coverage_table": found.of("table")}
    return [say(lang, key, numbers=s.numbers, read=s.read) for key, s in shares.items() if s.numbers]


def evidence_page(evidence: Evidence, links: Sequence[tuple[str, str]] = ()) -> str:
    """Return the page of a report: its text as published beside its findings, facts and unread numbers.

    `links` are addresses with the words that lead there.
    """
    view, lang = evidence.view, evidence.view.lang
    title = say(lang, "title", agency=view.name, year=view.year)
    body = fill(
        "ogi.evidence",
        "evidence.html.j2",
        say=partial(say, lang),
        kinds=_KINDS,
        title=title,
        source=view.source_file,
        shares=_shares(evidence),
        unread=len(evidence.coverage.unread),
        blocks=_blocks(evidence),
        words=partial(_words, text=evidence.report.text, lang=lang),
        links=links,
        data=_data(evidence),
    )
    return whole_page(body, title, lang, style=_template("evidence.css"), script=_template("evidence.js"))


def summary(evidence: Evidence) -> str:
    """Return what the page shows, in one line."""
    view, found = evidence.view, evidence.coverage
    return say(
        view.lang,
        "summary",
        agency=view.name,
        year=view.year,
        facts=len(view.facts),
        findings=len(view.findings),
        numbers=found.all.numbers,
        unread=len(found.unread),
    )
