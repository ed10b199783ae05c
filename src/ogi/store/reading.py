"""Reading the processed tables back as frames and as facts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ogi.places import is_local
from ogi.report import FACT_COLUMNS, Fact
from ogi.store.schema import DECIMAL, TABLES, TYPES, shortest
from ogi.store.table import Table, open_table
from ogi.store.writing import finish

_GRADES = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Processed:
    """The three tables as frames; decimals are exact, missing integers are <NA>. `folder` is theirs."""

    facts: pd.DataFrame
    findings: pd.DataFrame
    reports: pd.DataFrame
    folder: Path | None = None


def read(folder: Path, report_ids: Collection[str] | None = None) -> Processed:
    """Return the three tables of a folder, or their rows of some reports.

    Raises InputError when they are missing or are not tables that this version wrote.
    """
    if is_local(folder) and folder.is_dir():
        finish(folder)
    frames: dict[str, pd.DataFrame] = {}
    for name, columns in TABLES.items():
        table = _rows(open_table(folder, name), report_ids)
        integers = {pa.int32(): pd.Int32Dtype()}
        frame = table.to_pandas(types_mapper=integers.get)
        for column in columns:
            if TYPES.get(column) is DECIMAL:
                frame[column] = frame[column].map(shortest, na_action="ignore").astype(object)
        frames[name] = frame
    frames["findings"] = _sorted(frames["findings"], frames["reports"])
    return Processed(**frames, folder=folder)


def find_reports(folder: Path, agency: str, year: int | None = None) -> set[str]:
    """Return the ids of the reports of an agency, given by its id or its Chinese name, for a year or all.

    Of a million reports no list is made, and of a dataset only the year's are looked at. Raises InputError as
    `read` does.
    """
    if is_local(folder) and folder.is_dir():
        finish(folder)
    table = open_table(folder, "reports")
    found: set[str] = set()
    for group in table.groups() if year is None else table.groups_of_year(year):
        rows = group.read(["report_id", "agency_id", "agency", "year", "status"])
        own = pc.or_(pc.equal(rows["agency_id"], agency), pc.equal(rows["agency"], agency))
        wanted = pc.and_(own, pc.equal(rows["status"], "read"))
        if year is not None:
            wanted = pc.and_(wanted, pc.equal(rows["year"], year))
        found.update(rows["report_id"].filter(wanted).to_pylist())
    return found


def _rows(table: Table, report_ids: Collection[str] | None) -> Any:
    """A table, or its rows of some reports: row groups that cannot hold them are not read."""
    if report_ids is None:
        return table.read()
    wanted = pa.array(sorted(report_ids), pa.string())
    found = []
    for group in table.groups(report_ids):
        rows = group.read()
        found.append(rows.filter(pc.is_in(rows["report_id"], wanted)))
    return pa.concat_tables(found) if found else table.empty()


def _sorted(findings: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Findings report by report as the reports stand, the gravest of each first."""
    place = {report_id: i for i, report_id in enumerate(reports["report_id"])}
    order = pd.DataFrame(
        {"report": findings["report_id"].map(place), "grade": findings["severity"].map(_GRADES.get)}
    )
    ranked = order.sort_values(["report", "grade"], kind="stable").index
    return findings.loc[ranked].reset_index(drop=True)


def _plain(column: pd.Series[Any]) -> list[object]:
    """A column's values, None where there is none."""
    missing = column.isna().tolist()
    return [None if gone else value for value, gone in zip(column.tolist(), missing, strict=True)]


def facts_of(frame: pd.DataFrame) -> tuple[Fact, ...]:
    """Return the rows of a facts frame as facts, in the order of the text."""
    columns = (_plain(frame[column]) for column in FACT_COLUMNS)
    facts = map(Fact._make, zip(*columns, strict=True))
    return tuple(sorted(facts, key=lambda fact: fact.char_start))
