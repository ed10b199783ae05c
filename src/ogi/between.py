"""Findings between reports: of one agency from year to year, and of agencies that publish the same table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ogi.check import finding_of
from ogi.check.duplicates import CODE as SAME_FIGURES
from ogi.check.duplicates import duplicate_check
from ogi.check.years import CODES as OVER_YEARS
from ogi.check.years import needed_indicators, year_checks
from ogi.forms import Form
from ogi.report import Check, Fact, Finding, RegisterEntry
from ogi.store.kept import Rows, facts_of_rows
from ogi.store.schema import TABLES

CODES = OVER_YEARS | {SAME_FIGURES}


@dataclass(frozen=True, slots=True)
class Member:
    """A report among the others: who, when, a digest of what its tables say, and whether it is as it was."""

    entry: RegisterEntry
    figures: str
    unchanged: bool


class _Index:
    """Which reports are neighbours of which."""

    def __init__(self, members: Mapping[str, Member]) -> None:
        self._members = members
        self._by_year = {(m.entry.agency_id, m.entry.year): report_id for report_id, m in members.items()}
        self._same: dict[tuple[int, str], list[str]] = {}
        for report_id, member in members.items():
            if member.figures:
                self._same.setdefault((member.entry.year, member.figures), []).append(report_id)

    def neighbours(self, report_id: str) -> tuple[str | None, tuple[str, ...]]:
        """The agency's report of the year before, and the reports of others that say the same."""
        member = self._members.get(report_id)
        if member is None:
            return None, ()
        before = self._by_year.get((member.entry.agency_id, member.entry.year - 1))
        same = self._same.get((member.entry.year, member.figures), ())
        return before, tuple(other for other in same if other != report_id)


class Between:
    """Goes through all reports once more, after each was read; those without a neighbour are passed over.

    `facts` is the Parquet file of all facts, `last` the reports of the run before; memory does not grow
    with the facts.
    """

    def __init__(
        self,
        members: Mapping[str, Member],
        last: Mapping[str, Member],
        facts: Path,
        forms: Mapping[str, Form],
    ) -> None:
        self._members = members
        self._now, self._last = _Index(members), _Index(last)
        self._forms = forms
        self._rows = Rows(facts, TABLES["facts"])
        self._needed = pa.array(sorted(needed_indicators(forms)))
        self._ties = lru_cache(maxsize=8)(self._read_ties)

    def _table(self, report_id: str) -> Any:
        rows = self._rows.of(report_id)
        return rows.filter(pc.equal(rows["rule"], "table.cell"))

    def _read_ties(self, report_id: str) -> tuple[Fact, ...]:
        """The cells of a report that may tie it to another year, and the totals of its text."""
        rows = self._rows.of(report_id)
        cells = pc.and_(pc.equal(rows["rule"], "table.cell"), pc.is_in(rows["indicator"], self._needed))
        of_text = pc.is_in(rows["rule"], pa.array(["prose.total", "prose.last_year"]))
        wanted = pc.and_(pc.or_(cells, of_text), pc.is_null(rows["dimension"]))
        return facts_of_rows(rows.filter(wanted))

    def _is_as_it_was(self, report_id: str) -> bool:
        before, others = self._now.neighbours(report_id)
        touched = [report_id, *others, *([before] if before else [])]
        same = self._last.neighbours(report_id) == (before, others)
        return same and all(self._members[touched_id].unchanged for touched_id in touched)

    def of(self, report_id: str) -> list[Finding] | None:
        """Return what is found between a report and others, or None where it is what the last run found."""
        if self._is_as_it_was(report_id):
            return None
        before, others = self._now.neighbours(report_id)
        checks: list[Check] = []
        if before is not None:
            checks += year_checks(self._ties(before), self._ties(report_id), self._forms)
        if others:
            own = facts_of_rows(self._table(report_id))
            checks.append(duplicate_check(own, facts_of_rows(self._table(others[0]))))
        entry = self._members[report_id].entry
        return [finding_of(check, entry) for check in checks if not check.holds]


def without(findings: Any) -> tuple[Any, Any]:
    """Return a report's rows of the findings table without those between reports, and those."""
    of_others = pc.is_in(findings["code"], pa.array(sorted(CODES)))
    return findings.filter(pc.invert(of_others)), findings.filter(of_others)
