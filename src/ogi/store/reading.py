"""Reading the processed tables back as frames and as facts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ogi.errors import InputError
from ogi.report import Fact
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


def read(folder: Path) -> Processed:
    """Return the three tables of a folder.

    Raises InputError when they are missing or are not tables that this version wrote.
    """
    if folder.is_dir():
        finish(folder)
    frames: dict[str, pd.DataFrame] = {}
    for name, columns in TABLES.items():
        path = folder / f"{name}.parquet"
        if not path.is_file():
            raise InputError(
                path, "", "no such file", "the processed tables", "Run `ogi ingest` (or `make report`) first."
            )
        try:
            table = pq.read_table(path)
        except pa.ArrowInvalid as error:
            raise InputError(
                path, "", "a file that is not Parquet", "a processed table", "Run `ogi ingest` again."
            ) from error
        if tuple(table.column_names) != columns:
            raise InputError(
                path, "columns", ", ".join(table.column_names), ", ".join(columns), "Run `ogi ingest` again."
            )
        integers = {pa.int32(): pd.Int32Dtype()}
        frame = table.to_pandas(types_mapper=integers.get)
        for column in columns:
            if TYPES.get(column) is DECIMAL:
                frame[column] = frame[column].map(shortest, na_action="ignore").astype(object)
        frames[name] = frame
    frames["findings"] = _sorted(frames["findings"], frames["reports"])
    return Processed(**frames, folder=folder)


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
