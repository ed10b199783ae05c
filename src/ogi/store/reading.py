"""Reading the processed tables back as frames and as facts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ogi.places import is_local
from ogi.report import Fact
from ogi.store.listing import open_table
from ogi.store.schema import DECIMAL, TABLES, TYPES, shortest
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


def _rows(file: pq.ParquetFile, report_ids: Collection[str] | None) -> Any:
    """A table, or its rows of some reports: row groups that cannot hold them are not read."""
    if report_ids is None:
        return file.read()
    wanted = pa.array(sorted(report_ids), pa.string())
    place = file.schema_arrow.names.index("report_id")
    found = [file.schema_arrow.empty_table()]
    for group in range(file.num_row_groups):
        known = file.metadata.row_group(group).column(place).statistics
        if known is None or not known.has_min_max or any(known.min <= i <= known.max for i in report_ids):
            rows = file.read_row_group(group)
            found.append(rows.filter(pc.is_in(rows["report_id"], wanted)))
    return pa.concat_tables(found)


def _sorted(findings: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Findings report by report as the reports stand, the gravest of each first."""
    place = {report_id: i for i, report_id in enumerate(reports["report_id"])}
    order = pd.DataFrame(
        {"report": findings["report_id"].map(place), "grade": findings["severity"].map(_GRADES.get)}
    )
    ranked = order.sort_values(["report", "grade"], kind="stable").index
    return findings.loc[ranked].reset_index(drop=True)


def facts_of(frame: pd.DataFrame) -> tuple[Fact, ...]:
    """Return the rows of a facts frame as facts, in the order of the text."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    facts = [Fact(printed_value=row.pop("value"), **{str(k): v for k, v in row.items()}) for row in rows]
    return tuple(sorted(facts, key=lambda fact: fact.char_start))
