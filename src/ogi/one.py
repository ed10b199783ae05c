"""One file read, extracted and checked: all of an ingest that needs nothing of the other files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ogi.check import check, findings_of
from ogi.check.duplicates import figures_of
from ogi.corrections import Correction, Corrections, accept, apply_to_facts
from ogi.errors import InputError
from ogi.extract import extract
from ogi.forms import Forms
from ogi.places import here
from ogi.read import read_report
from ogi.report import Fact, Finding, RegisterEntry
from ogi.store.reports import report_row


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: where it is, its name in messages, and its register row if it has one.

    `decided` is a digest of what people decided on its report, if anything.
    """

    path: Path
    name: str
    entry: RegisterEntry | None = None
    sha256: str | None = None
    decided: str = ""

    @property
    def registered(self) -> str:
        """A digest of its register row and of what was decided on it: others make other tables."""
        row = f"{self.name}\0{self.entry}\0{self.sha256}\0{self.decided}"
        return hashlib.sha256(row.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Read:
    """What a file gave.

    `undecided` are decisions to accept findings that are not among its own, `misfits` decisions that do not
    fit it; `figures` is a digest of what its tables say, `cumulative` their cumulative numbers by indicator;
    `size` and `modified` are the file's as it was read.
    """

    entry: RegisterEntry
    row: Mapping[str, object]
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    undecided: tuple[Correction, ...]
    misfits: tuple[InputError, ...]
    figures: str
    cumulative: Mapping[str, Decimal]
    sha256: str
    size: int
    modified: int


def stamp(path: Path) -> tuple[int, int]:
    """Return a file's size and time of change in nanoseconds, by which it is known again."""
    stat = path.stat()
    return stat.st_size, getattr(stat, "st_mtime_ns", 0) or int(stat.st_mtime * 1e9)


def read_one(
    source: Source,
    forms: Forms,
    corrections: Corrections,
    before: Callable[[str, int], Mapping[str, Decimal] | None],
) -> Read:
    """Return what a file gives.

    `before` tells the cumulative numbers of an agency's report for the year before a given one, by indicator:
    they may decide how numbers are parted that ran together. Raises InputError for a file that is refused.
    """
    with here(source.path) as file:
        report = read_report(file, source.entry, sha256=source.sha256)
    extracted = extract(report, forms.by_id, before(report.entry.agency_id, report.entry.year))
    if forms.errors and not extracted.whole:
        # Its form may be the one that cannot be used: facts without indicators would pass for the whole.
        raise InputError(
            report.entry.file,
            "table",
            f"rows of no usable form ({extracted.form_reason}), while a form spec cannot be used",
            "a table of a usable form",
            f"Mend the spec first: {forms.errors[0].file}.",
        )
    decisions = corrections.of(report.entry.agency_id, report.entry.year)
    facts, misfits = apply_to_facts(extracted.facts, corrections, decisions)
    found = findings_of(check(facts, forms.by_id), report.entry)
    findings, undecided = accept(found, decisions)
    size, modified = stamp(source.path)
    return Read(
        entry=report.entry,
        row=report_row(report, extracted.form, extracted.form_reason, len(facts), findings),
        facts=tuple(facts),
        findings=tuple(findings),
        undecided=tuple(undecided),
        misfits=tuple(misfits),
        figures=figures_of(extracted.facts),
        cumulative=cumulative_of(extracted.facts),
        sha256=report.sha256,
        size=size,
        modified=modified,
    )


def cumulative_of(facts: Iterable[Fact]) -> dict[str, Decimal]:
    """Return the cumulative numbers that a report's table prints, by indicator."""
    return {
        fact.indicator: fact.printed_value
        for fact in facts
        if fact.rule == "table.cell"
        and fact.period == "cumulative"
        and fact.indicator
        and fact.printed_value is not None
    }
