"""All facts of one report."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ogi.extract.facts import FactMaker
from ogi.extract.prose import prose_facts
from ogi.extract.tables import table_facts
from ogi.forms import Form, Recognition, recognise
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


def read_tables(report: Report, forms: Mapping[str, Form]) -> tuple[list[tuple[Table, Block]], Recognition]:
    """Return the blocks of a report's tables, and the form they are of with each block's reading."""
    tables = whole_tables(report.tables, report.text)
    pairs = [(table, block) for table in tables for block in blocks_of(table)]
    return pairs, recognise([block for _, block in pairs], forms.values())


def extract(
    report: Report, forms: Mapping[str, Form], before: Mapping[str, Decimal] | None = None
) -> Extracted:
    """Return the facts of a report: those of its running text and those of its tables.

    `before` has the cumulative numbers of the agency's report for the year before, by indicator: they may
    decide how numbers that ran together are parted.
    """
    pairs, found = read_tables(report, forms)
    reason = found.reason if pairs else "no table"
    form = found.form.id if found.form else None
    facts = prose_facts(FactMaker(report, form))
    matched = [(table, block, match) for (table, block), match in zip(pairs, found.matches, strict=True)]
    for _, group in itertools.groupby(matched, key=lambda item: id(item[0])):
        read = list(group)
        blocks = [(block, match) for _, block, match in read]
        facts.extend(table_facts(read[0][0], blocks, FactMaker(report, form), before or {}))
    return Extracted(tuple(facts), form, reason, found.whole)
