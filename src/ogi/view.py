"""One report as a reader sees it: who and when, its facts, its checks, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import pandas as pd

from ogi.check import check
from ogi.check.words import slot_of
from ogi.forms import Form, load_forms
from ogi.language import Lang
from ogi.report import Check, Fact
from ogi.select import Choice, select
from ogi.store.reading import Processed, facts_of


@dataclass(frozen=True, repr=False)
class ReportView:
    """Facts and checks of one agency and year; everything shown about it is computed from these.

    `meta` is its row of the reports table, `folder` where its tables were read from.
    """

    agency_id: str
    agency: str
    agency_en: str
    year: int
    title: str
    source_file: str
    form: Form | None
    facts: tuple[Fact, ...]
    findings: pd.DataFrame
    meta: dict[str, object]
    lang: Lang
    folder: Path | None = None

    @cached_property
    def used(self) -> tuple[Fact, ...]:
        """The facts without those that a person decided to leave out."""
        return tuple(fact for fact in self.facts if not fact.is_ignored)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """Every comparison among the facts, held or not."""
        return check(self.facts, {self.form.id: self.form} if self.form else {})

    @property
    def name(self) -> str:
        """The agency's name in the view's language; the Chinese one where no English one is registered."""
        return self.agency if self.lang == "zh" else self.agency_en or self.agency

    def __repr__(self) -> str:
        facts, found = len(self.facts), len(self.findings)
        if self.lang == "zh":
            return f"{self.agency} {self.year}年：读出 {facts} 个数字，{found} 项核对发现"
        return f"{self.name}, {self.year}: numbers read: {facts}, findings: {found}"

    def contradictions(self, fact: Fact) -> Iterator[Check]:
        """Yield the checks that do not hold and that a fact is a side of."""
        for found in self.checks:
            if found.holds or found.severity == "note" or found.right is None:
                continue
            # A wrong share says nothing against the total that it is a share of.
            sides = found.left.facts if found.code == "share" else (*found.left.facts, *found.right.facts)
            if fact in sides:
                yield found

    def statements(self, indicator: str) -> list[Fact]:
        """Return the report's statements of a total, those of the running text before those of tables."""
        found = [
            fact
            for fact in self.used
            if fact.value is not None
            and fact.rule in ("prose.total", "prose.none", "table.cell")
            and (slot := slot_of(fact)) is not None
            and slot.indicator == indicator
            and slot.dimension is None
            and fact.period != "cumulative"
        ]
        return sorted(found, key=lambda fact: fact.place)

    def values(self, indicator: str) -> set[Decimal]:
        """Return the different values that the report states for a total."""
        return {fact.value for fact in self.statements(indicator) if fact.value is not None}

    def reading(self, indicator: str) -> Fact | None:
        """Return the statement of a total that is drawn, or None where places differ and nothing explains it.

        The form's table comes before the text, a later date before an earlier one; nothing is averaged. None
        as well where the report does not state it.
        """
        stated = self.statements(indicator)
        if any(check.code == "places_differ" for fact in stated for check in self.contradictions(fact)):
            return None
        return min(
            stated, key=lambda f: (f.place != "table", -(f.as_of or date.max).toordinal()), default=None
        )


@dataclass(frozen=True, repr=False)
class AgencyView:
    """One agency's reports, by year."""

    reports: tuple[ReportView, ...]
    lang: Lang

    @property
    def name(self) -> str:
        """The agency's name in the view's language, as its last report has it."""
        return self.reports[-1].name

    @property
    def span(self) -> str:
        """Its first and last year, or the only one."""
        first, last = self.reports[0].year, self.reports[-1].year
        return str(first) if first == last else f"{first}–{last}"

    def __repr__(self) -> str:
        years, separator = [str(report.year) for report in self.reports], "、" if self.lang == "zh" else ", "
        return f"{self.name}{'：' if self.lang == 'zh' else ': '}{separator.join(years)}"


def view_agency(tables: Processed, agency: str, lang: Lang) -> AgencyView:
    """Return an agency's reports; agency is its id or its Chinese name.

    Raises InputError when there is none, naming the agencies that are there.
    """
    reports = select(tables, Choice(agencies=(agency,))).reports
    known = zip(reports["agency_id"], reports["year"], strict=True)
    years = sorted({(int(year), str(agency_id)) for agency_id, year in known})
    return AgencyView(tuple(view_report(tables, agency_id, year, lang) for year, agency_id in years), lang)


def view_report(tables: Processed, agency: str, year: int, lang: Lang) -> ReportView:
    """Return one report; agency is its id or its Chinese name.

    Raises InputError when there is none, naming the agencies and years that are there.
    """
    one = select(tables, Choice(agencies=(agency,), years=(str(year),)))
    row = one.reports.iloc[0].to_dict()
    meta = {str(key): (None if pd.isna(value) else value) for key, value in row.items()}
    form = load_forms().by_id.get(str(meta["form"])) if meta["form"] else None
    return ReportView(
        agency_id=str(meta["agency_id"]),
        agency=str(meta["agency"]),
        agency_en=str(meta["agency_en"] or ""),
        year=int(str(meta["year"])),
        title=str(meta["title"]),
        source_file=str(meta["source_file"]),
        form=form,
        facts=facts_of(one.facts),
        findings=one.findings,
        meta=meta,
        lang=lang,
        folder=tables.folder,
    )
