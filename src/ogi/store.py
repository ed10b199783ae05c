"""The processed tables: facts, findings and reports as Parquet for programs and CSV for people."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from ogi.errors import InputError
from ogi.report import FACT_COLUMNS, FINDING_COLUMNS, Fact, Finding

# Exact decimals: 18 digits before the point, 6 behind it (万元 is printed with up to six).
DECIMAL = pa.decimal128(24, 6)
_INTEGER = pa.int32()
_TYPES: dict[str, Any] = {
    "year": _INTEGER,
    "value": DECIMAL,
    "left_value": DECIMAL,
    "right_value": DECIMAL,
    "difference": DECIMAL,
    "as_of": pa.date32(),
    "page": _INTEGER,
    "char_start": _INTEGER,
    "char_end": _INTEGER,
    "characters": _INTEGER,
    "facts": _INTEGER,
    "errors": _INTEGER,
    "warnings": _INTEGER,
    "notes": _INTEGER,
}
REPORT_COLUMNS = [
    "report_id",
    "agency_id",
    "agency",
    "agency_en",
    "level",
    "region",
    "year",
    "status",
    "reason",
    "title",
    "form",
    "form_reason",
    "identity",
    "facts",
    "errors",
    "warnings",
    "notes",
    "url",
    "published",
    "retrieved",
    "source_file",
    "source_sha256",
    "format",
    "encoding",
    "characters",
    "note",
]
TABLES: dict[str, tuple[str, ...]] = {
    "facts": FACT_COLUMNS,
    "findings": FINDING_COLUMNS,
    "reports": tuple(REPORT_COLUMNS),
}
_READY = ".ready"


@dataclass(frozen=True, slots=True)
class Processed:
    """The three tables as frames; decimals are exact, missing integers are <NA>."""

    facts: pd.DataFrame
    findings: pd.DataFrame
    reports: pd.DataFrame


def _schema(columns: Iterable[str]) -> Any:
    return pa.schema([(column, _TYPES.get(column, pa.string())) for column in columns])


def _plain(value: object) -> str:
    """A value as a spreadsheet should show it: counts without decimals, nothing where nothing is."""
    if isinstance(value, Decimal):
        return format(_shortest(value), "f")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _shortest(value: Decimal) -> Decimal:
    """A stored decimal without the zeros its column pads it with: a count is an integer again."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _write(name: str, rows: list[dict[str, object]], folder: Path) -> None:
    columns = TABLES[name]
    table = pa.Table.from_pylist([{c: row[c] for c in columns} for row in rows], schema=_schema(columns))
    pq.write_table(table, folder / f"{name}.parquet")
    text = pa.table({c: pa.array([_plain(row[c]) for row in rows], pa.string()) for c in columns})
    with (folder / f"{name}.csv").open("wb") as file:
        file.write(b"\xef\xbb\xbf")  # the mark by which spreadsheets know UTF-8
        pacsv.write_csv(text, file, pacsv.WriteOptions(quoting_style="needed"))


def _finish(folder: Path) -> None:
    """Put a complete set of new tables in place; done again after an interruption, it goes on."""
    ready = folder / _READY
    if ready.is_dir():
        for file in sorted(ready.iterdir()):
            os.replace(file, folder / file.name)
        ready.rmdir()


def write(
    folder: Path, facts: Iterable[Fact], findings: Iterable[Finding], reports: Iterable[Mapping[str, object]]
) -> None:
    """Write the three tables to a folder, all or none of them.

    They are written aside first; only a complete set is named ready, and whoever next reads or writes
    finishes putting a ready set in place. A process killed at any moment leaves the old or the new.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _finish(folder)
    for left_over in folder.glob(".new-*"):
        shutil.rmtree(left_over)
    aside = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
    try:
        _write("facts", [asdict(fact) for fact in facts], aside)
        _write("findings", [asdict(finding) for finding in findings], aside)
        _write("reports", [dict(report) for report in reports], aside)
        os.replace(aside, folder / _READY)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    _finish(folder)


def read(folder: Path) -> Processed:
    """Return the three tables of a folder.

    Raises InputError when they are missing or are not tables that this version wrote.
    """
    if folder.is_dir():
        _finish(folder)
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
            if _TYPES.get(column) is DECIMAL:
                frame[column] = frame[column].map(_shortest, na_action="ignore").astype(object)
        frames[name] = frame
    return Processed(**frames)


def facts_of(frame: pd.DataFrame) -> tuple[Fact, ...]:
    """Return the rows of a facts frame as facts, in the order of the text."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    facts = [Fact(**{str(k): v for k, v in row.items()}) for row in rows]
    return tuple(sorted(facts, key=lambda fact: fact.char_start))
