"""All facts of one report."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ogi.extract.facts import FactMaker
from ogi.extract.prose import prose_facts
from ogi.extract.tables import other_years, table_facts
from ogi.forms import Form, Recognition, part_years, recognise
from ogi.read.blocks import Block, blocks_of
from ogi.read.continued import whole_tables
from ogi.report import Fact, Report, Table


@dataclass(frozen=True, slots=True)
class Extracted:
    """A report's facts, the form it uses (or None) and why that form.

    `whole` says whether every row of its tables has its place on a form.
    """

    facts: tuple[Fact, ...]
    form: str | None
    form_reason: str
    whole: bool


class TableBlock(NamedTuple):
    """A block of a table with the values of the report's year, and another with those of other years."""

    table: Table
    block: Block
    others: Block | None


def read_tables(report: Report, forms: Mapping[str, Form]) -> tuple[list[TableBlock], Recognition]:
    """Return the blocks of a report's tables, and the form they are of with each block's reading."""
    tables = whole_tables(report.tables, report.text)
    year = report.entry.year
    blocks = [TableBlock(table, *part_years(block, year)) for table in tables for block in blocks_of(table)]
    return blocks, recognise([found.block for found in blocks], forms.values())


def extract(
    report: Report, forms: Mapping[str, Form], before: Mapping[str, Decimal] | None = None
) -> Extracted:
    """Return the facts of a report: those of its running text and those of its tables.

    `before` has the cumulative numbers of the agency's report for the year before, by indicator: they may
    decide how numbers that ran together are parted.
    """
    read, found = read_tables(report, forms)
    reason = found.reason if read else "no table"
    form = found.form.id if found.form else None
    facts = prose_facts(FactMaker(report, form))
    matched = zip(read, found.matches, strict=True)
    for _, group in itertools.groupby(matched, key=lambda pair: id(pair[0].table)):
        own = list(group)
        blocks = [(part.block, match) for part, match in own]
        others = [part.others for part, _ in own if part.others is not None]
        table = own[0][0].table
        facts.extend(table_facts(table, blocks, FactMaker(report, form), before or {}))
        facts.extend(other_years(table, others, FactMaker(report, None)))
    return Extracted(tuple(facts), form, reason, found.whole)
