"""The forms, and how a report's tables are read by them, as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rich.table import Table

from ogi.extract.report import read_tables
from ogi.forms import Form, Match
from ogi.language import Lang
from ogi.read.blocks import Block
from ogi.report import Report
from ogi.tables.words import say

_MOST_STRANGE = 6


def forms_table(forms: Iterable[Form], lang: Lang) -> Table:
    """Return the forms, one a row: id, name, years of use, size, evidence, source."""
    table = Table(show_lines=False, expand=True)
    for column, ratio in (("id", 3), ("name", 4), ("years", 2), ("size", 3), ("evidence", 2), ("source", 7)):
        table.add_column(say(lang, f"forms_{column}"), overflow="fold", ratio=ratio)
    for form in forms:
        first, last = form.years
        years = f"{first or ''}–{last or ''}"
        sizes = ", ".join(
            f"{sum(row.relation != 'header' for row in t.rows)} × {len(t.columns)}"
            for t in form.tables
            if not t.instead_of
        )
        evidence = say(lang, "forms_" + form.evidence.replace(" ", "_"))
        table.add_row(form.id, form.of(lang), years, sizes, evidence, form.source)
    return table


def _block_row(block: Block, match: Match | None, lang: Lang) -> Iterator[str]:
    yield block.caption or "—"
    yield f"{match.form.id} / {match.table.id}" if match else say(lang, "forms_as_none")
    lines = len(block.lines)
    yield f"{match.matched}/{lines}" if match else f"0/{lines}"
    columns = [c.label for found in match.columns for c in found if c] if match else []
    yield "、".join(dict.fromkeys(label.replace("{year}", "年") for label in columns))
    strange = [
        line.labels[-1].text
        for line, row in zip(block.lines, match.rows if match else (None,) * lines, strict=True)
        if row is None and line.labels
    ]
    more = f" … (+{len(strange) - _MOST_STRANGE})" if len(strange) > _MOST_STRANGE else ""
    yield "；".join(strange[:_MOST_STRANGE]) + more


def form_of(report: Report, forms: Mapping[str, Form], lang: Lang) -> tuple[str, Table | None]:
    """Return which form a report has and why, in a sentence, and how each of its tables is read."""
    read, found = read_tables(report, forms)
    file = report.entry.file
    if not read:
        return say(lang, "forms_no_table", file=file), None
    if found.form is None:
        sentence = say(lang, "forms_unknown", file=file, reason=found.reason)
    else:
        name = found.form.of(lang)
        sentence = say(lang, "forms_is", file=file, name=name, id=found.form.id, reason=found.reason)
    table = Table(show_lines=True, expand=True)
    for column, ratio in (("block", 4), ("read_as", 4), ("rows", 2), ("columns", 6), ("strange", 4)):
        table.add_column(say(lang, f"forms_{column}"), overflow="fold", ratio=ratio)
    for part, match in zip(read, found.matches, strict=True):
        table.add_row(*_block_row(part.block, match, lang))
    return sentence, table
