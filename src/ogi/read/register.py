"""The register of reports: `data/raw/sources.csv`, one row a file."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from ogi.errors import InputError
from ogi.read.decode import decode
from ogi.report import RegisterEntry

COLUMNS = [
    "file",
    "agency_id",
    "agency",
    "agency_en",
    "level",
    "region",
    "year",
    "url",
    "published",
    "retrieved",
    "sha256",
    "note",
]
_REQUIRED = ("file", "agency_id", "agency", "year", "sha256")
_ID = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Registered:
    """A register row that can be read: where the file is, what it is, and the digest it must have."""

    path: Path
    entry: RegisterEntry
    sha256: str


def _entry(row: dict[str, str], register: Path, where: str) -> Registered:
    for column in _REQUIRED:
        if not row[column]:
            raise InputError(register, f"{where}, column {column}", "nothing", "a value", "Fill in the cell.")
    if not _ID.fullmatch(row["agency_id"]):
        raise InputError(
            register,
            f"{where}, column agency_id",
            f"“{row['agency_id']}”",
            "letters, digits, - and _ only (it becomes a folder name)",
            "Shorten it to such an id.",
        )
    if not re.fullmatch(r"(19|20)\d\d", row["year"]):
        raise InputError(
            register, f"{where}, column year", f"“{row['year']}”", "a year such as 2011", "Correct the year."
        )
    if not re.fullmatch(r"[0-9a-fA-F]{64}", row["sha256"]):
        raise InputError(
            register,
            f"{where}, column sha256",
            f"“{row['sha256']}”",
            "64 hexadecimal digits",
            f"Write the digest that `sha256sum {row['file']}` prints.",
        )
    path = register.parent / row["file"]
    if not path.resolve().is_relative_to(register.parent.resolve()):
        raise InputError(
            register,
            f"{where}, column file",
            f"“{row['file']}”",
            f"a file below {register.parent}",
            "Move the file there and name it relative to the register.",
        )
    values = {c: row[c] for c in COLUMNS if c not in ("year", "sha256")}
    return Registered(path, RegisterEntry(year=int(row["year"]), **values), row["sha256"])


def read_register(register: Path) -> tuple[list[Registered], list[InputError]]:
    """Return the rows that can be used and an error for each that cannot.

    Two rows for one agency and year are both refused: nothing tells which one is meant. Raises
    InputError when the register itself is missing or lacks a column.
    """
    if not register.is_file():
        raise InputError(
            register,
            "",
            "no such file",
            f"the register of reports with the columns {', '.join(COLUMNS)}",
            "Create it with one row a report, or name the files to read: ogi ingest PATH --out DIR.",
        )
    text, _ = decode(register.read_bytes(), register)
    reader = csv.DictReader(io.StringIO(text))
    header = list(reader.fieldnames or ())
    if missing := [c for c in COLUMNS if c not in header]:
        raise InputError(
            register, "header", f"no column {', '.join(missing)}", ", ".join(COLUMNS), "Add the column."
        )
    if unknown := [c for c in header if c not in COLUMNS]:
        raise InputError(
            register, "header", f"the column {', '.join(unknown)}", ", ".join(COLUMNS), "Remove or rename it."
        )
    good: dict[tuple[str, int], list[tuple[int, Registered]]] = defaultdict(list)
    errors: list[InputError] = []
    for number, raw in enumerate(reader, start=2):
        row = {c: (raw[c] or "").strip() for c in COLUMNS}
        if not any(row.values()):
            continue
        try:
            registered = _entry(row, register, f"row {number}")
        except InputError as error:
            errors.append(error)
            continue
        good[registered.entry.agency_id, registered.entry.year].append((number, registered))
    usable: list[Registered] = []
    for (agency, year), rows in good.items():
        if len(rows) == 1:
            usable.append(rows[0][1])
            continue
        numbers = " and ".join(str(n) for n, _ in rows)
        files = ", ".join(r.entry.file for _, r in rows)
        errors.append(
            InputError(
                register,
                f"rows {numbers}",
                f"{len(rows)} files for {agency} {year} ({files})",
                "one row for one agency and year",
                "Remove the row that is not the final report.",
            )
        )
    return usable, errors
