"""All facts of one report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ogi.extract.facts import FactMaker
from ogi.extract.prose import prose_facts
from ogi.extract.tables import table_facts
from ogi.forms import Form, recognise
from ogi.report import Fact, Report


@dataclass(frozen=True, slots=True)
class Extracted:
    """A report's facts in the order of its text, the form it uses (or None) and why that form."""

    facts: tuple[Fact, ...]
    form: str | None
    form_reason: str


def extract(report: Report, forms: Mapping[str, Form]) -> Extracted:
    """Return the facts of a report: those of its running text and those of its tables."""
    recognised = [(table, recognise(table, forms.values())) for table in report.tables]
    named = [found for _, found in recognised if found.form is not None]
    form = named[0].form if named else None
    if named:
        reason = named[0].reason
    elif recognised:
        reason = recognised[0][1].reason
    else:
        reason = "no table"
    facts = prose_facts(FactMaker(report, form.id if form else None))
    for table, of in recognised:
        make = FactMaker(report, of.form.id if of.form else None)
        facts.extend(table_facts(table, of.form, make))
    return Extracted(tuple(facts), form.id if form else None, reason)
