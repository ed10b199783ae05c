"""Choosing agencies and years among the processed tables; what is not there is refused by name."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from ogi.errors import InputError
from ogi.store.reading import Processed

_SHOWN = 20
_YEARS = re.compile(r"(?P<first>\d{4})(?:\s*[-–]\s*(?P<last>\d{4}))?")


def _list(values: Iterable[object]) -> str:
    names = [str(v) for v in values]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def readable(reports: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of reports that were read, not refused."""
    return reports[reports["status"] == "read"]


def years_named(texts: Iterable[str], reports: pd.DataFrame) -> list[int]:
    """Return the years that texts such as 2011 and 2011-2018 name; of a range those with a report.

    Raises InputError for a text that is neither, and for a range without a report.
    """
    there = sorted({int(year) for year in readable(reports)["year"]})
    found: list[int] = []
    for text in texts:
        match = _YEARS.fullmatch(text.strip())
        if match is None:
            raise InputError("year", "", f"“{text}”", "a year such as 2011, or 2011-2018", "Correct it.")
        first, last = int(match["first"]), int(match["last"] or match["first"])
        inside = [year for year in there if first <= year <= last] if match["last"] else [first]
        if not inside:
            raise InputError("year", "", text, f"years that are there: {_list(there)}", "Correct the range.")
        found.extend(inside)
    return list(dict.fromkeys(found))


def select(tables: Processed, agencies: Iterable[str] = (), years: Iterable[int] = ()) -> Processed:
    """Return the tables of the given agencies (ids or names) and years; with none given, of all.

    Raises InputError for an agency, a year, or a combination of them that is not there, naming what is.
    """
    reports = readable(tables.reports)
    agencies, years = list(agencies), list(years)
    for agency in agencies:
        if not ((reports["agency_id"] == agency) | (reports["agency"] == agency)).any():
            known = sorted(
                f"{i} ({n})" if i != n else n
                for i, n in set(zip(reports["agency_id"], reports["agency"], strict=True))
            )
            raise InputError(
                "agency",
                "",
                f"“{agency}”",
                f"one of: {_list(known)}",
                "Correct the id, or ingest its report.",
            )
    if agencies:
        reports = reports[reports["agency_id"].isin(agencies) | reports["agency"].isin(agencies)]
    for year in years:
        if not (reports["year"] == year).any():
            known = sorted({int(y) for y in reports["year"]})
            whose = f" of {_list(agencies)}" if agencies else ""
            raise InputError(
                "year",
                "",
                f"{year}",
                f"a year{whose} that is there: {_list(known)}",
                "Correct the year, or ingest its report.",
            )
    if years:
        reports = reports[reports["year"].isin(years)]
    ids = set(reports["report_id"])
    return Processed(
        facts=tables.facts[tables.facts["report_id"].isin(ids)],
        findings=tables.findings[tables.findings["report_id"].isin(ids)],
        reports=reports,
        folder=tables.folder,
    )
