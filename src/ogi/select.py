"""Choosing among reports by agency, year, level, region and form; what is not there is refused by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ogi.errors import InputError
from ogi.store.listing import Listed, listed

if TYPE_CHECKING:  # a choice is made without frames: importing pandas takes longer than planning a batch
    import pandas as pd

    from ogi.store.reading import Processed

_SHOWN = 20
_YEARS = re.compile(r"(?P<first>\d{4})(?:\s*[-–]\s*(?P<last>\d{4}))?")


def _list(values: Iterable[object]) -> str:
    names = [str(v) for v in values]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


@dataclass(frozen=True, slots=True)
class Choice:
    """Which reports are wanted; what is left open means all.

    Agencies are ids or names. `years` are texts such as 2011 and 2011-2018. A region holds those below it:
    浙江省 holds 浙江省宁波市.
    """

    agencies: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


def choose(reports: Iterable[Listed], choice: Choice) -> list[Listed]:
    """Return the reports that a choice holds, in their order.

    Raises InputError for an agency, year, level, region or form that is not there, or not among what is
    chosen otherwise, naming what is.
    """
    left = list(reports)
    for agency in choice.agencies:
        if not any(agency in (r.agency_id, r.agency) for r in left):
            known = {f"{r.agency_id} ({r.agency})" if r.agency_id != r.agency else r.agency for r in left}
            raise InputError(
                "agency",
                "",
                f"“{agency}”",
                f"one of: {_list(sorted(known))}",
                "Correct the id, or ingest its report.",
            )
    if choice.agencies:
        left = [r for r in left if r.agency_id in choice.agencies or r.agency in choice.agencies]
    whose = f" of {_list(choice.agencies)}" if choice.agencies else ""
    for what, wanted in (("level", choice.levels), ("form", choice.forms)):
        left = _with(left, what, wanted)
    left = _within(left, choice.regions)
    if not choice.years:
        return left
    years = set(_years(choice.years, {r.year for r in left}, whose))
    return [r for r in left if r.year in years]


def _with(reports: list[Listed], what: str, wanted: tuple[str, ...]) -> list[Listed]:
    """The reports whose level or form is one of those wanted."""
    there = {getattr(r, what) for r in reports} - {""}
    for value in wanted:
        if value not in there:
            raise InputError(
                what,
                "",
                f"“{value}”",
                f"one of: {_list(sorted(there)) or f'no report has a {what}'}",
                "Correct it, or choose in another way.",
            )
    return [r for r in reports if getattr(r, what) in wanted] if wanted else reports


def _within(reports: list[Listed], regions: tuple[str, ...]) -> list[Listed]:
    """The reports of agencies in a region or below it."""
    for region in regions:
        if not any(region in r.region for r in reports):
            there = _list(sorted({r.region for r in reports} - {""}))
            raise InputError(
                "region",
                "",
                f"“{region}”",
                f"a part of one of: {there or 'no report has a region'}",
                "Correct it, or add regions to the register.",
            )
    return [r for r in reports if any(region in r.region for region in regions)] if regions else reports


def _years(texts: Iterable[str], there: set[int], whose: str = "") -> list[int]:
    """The years that texts such as 2011 and 2011-2018 name; of a range those with a report."""
    found: list[int] = []
    for text in texts:
        match = _YEARS.fullmatch(text.strip())
        if match is None:
            raise InputError("year", "", f"“{text}”", "a year such as 2011, or 2011-2018", "Correct it.")
        first, last = int(match["first"]), int(match["last"] or match["first"])
        inside = [year for year in sorted(there) if first <= year <= last]
        if not inside:
            raise InputError(
                "year",
                "",
                text.strip(),
                f"a year{whose} that is there: {_list(sorted(there))}",
                "Correct the year, or ingest its report.",
            )
        found.extend(inside)
    return list(dict.fromkeys(found))


def readable(reports: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of reports that were read, not refused."""
    return reports[reports["status"] == "read"]


def select(tables: Processed, choice: Choice) -> Processed:
    """Return the tables of the chosen reports. Raises InputError as `choose` does."""
    rows = tables.reports.to_dict("records")
    ids = {r.report_id for r in choose(listed({str(k): v for k, v in row.items()} for row in rows), choice)}
    return replace(
        tables,
        facts=tables.facts[tables.facts["report_id"].isin(ids)],
        findings=tables.findings[tables.findings["report_id"].isin(ids)],
        reports=tables.reports[tables.reports["report_id"].isin(ids)],
    )
