"""Which reports a folder's tables hold: read without frames, so that asking for them costs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from ogi.places import is_local
from ogi.store.table import open_table
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


def read_listing(folder: Path) -> Listing:
    """Return which reports a folder's tables hold.

    Raises InputError when the tables are missing or are not tables that this version wrote.
    """
    if is_local(folder) and folder.is_dir():
        finish(folder)
    rows = open_table(folder, "reports").read(columns=[*_COLUMNS, "status", "reason"]).to_pylist()
    refused = tuple(str(row["reason"]) for row in rows if row["status"] == "refused")
    return Listing(folder, tuple(listed(rows)), refused)
