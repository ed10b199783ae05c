"""Which reports a folder's tables hold: read without frames, so that asking for them costs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ogi.errors import InputError
from ogi.places import exists, is_local
from ogi.store.schema import TABLES
from ogi.store.writing import finish


@dataclass(frozen=True, slots=True)
class Listed:
    """What the reports table says of a report that was read, as far as choosing among reports needs it."""

    report_id: str
    agency_id: str
    agency: str
    agency_en: str
    level: str
    region: str
    year: int
    form: str
    source_file: str
    errors: int
    warnings: int
    notes: int


_COLUMNS = tuple(field.name for field in fields(Listed))
_NUMBERS = frozenset({"year", "errors", "warnings", "notes"})


def listed(rows: Iterable[Mapping[str, object]]) -> list[Listed]:
    """Return rows of the reports table as values, without those that were refused."""
    return [
        Listed(**{c: int(str(row[c])) if c in _NUMBERS else _text(row[c]) for c in _COLUMNS})  # type: ignore[arg-type]
        for row in rows
        if row["status"] == "read"
    ]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""  # nothing is None in Arrow and NaN in a frame


@dataclass(frozen=True, slots=True)
class Listing:
    """The reports of a folder: those read, and why each of the others was refused."""

    folder: Path
    reports: tuple[Listed, ...]
    refused: tuple[str, ...]


def open_table(folder: Path, name: str) -> pq.ParquetFile:
    """Return a processed table's file, from a folder here or at an address.

    Raises InputError when it is missing, is no table that this version wrote, or cannot be got at.
    """
    path = folder / f"{name}.parquet"
    if not exists(path):
        raise InputError(
            path, "", "no such file", "the processed tables", "Run `ogi ingest` (or `make report`) first."
        )
    try:
        file = pq.ParquetFile(path if is_local(path) else path.open("rb"))
    except pa.ArrowInvalid as error:
        raise InputError(
            path, "", "a file that is not Parquet", "a processed table", "Run `ogi ingest` again."
        ) from error
    if tuple(file.schema_arrow.names) != TABLES[name]:
        found, expected = ", ".join(file.schema_arrow.names), ", ".join(TABLES[name])
        raise InputError(path, "columns", found, expected, "Run `ogi ingest` again.")
    return file


def read_listing(folder: Path) -> Listing:
    """Return which reports a folder's tables hold.

    Raises InputError when the tables are missing or are not tables that this version wrote.
    """
    if is_local(folder) and folder.is_dir():
        finish(folder)
    rows = open_table(folder, "reports").read(columns=[*_COLUMNS, "status", "reason"]).to_pylist()
    refused = tuple(str(row["reason"]) for row in rows if row["status"] == "refused")
    return Listing(folder, tuple(listed(rows)), refused)
