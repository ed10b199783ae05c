"""The tables of the last run, from which the rows of files that have not changed are taken over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ogi.report import Fact
from ogi.store.schema import TABLES, arrow_schema, shortest
from ogi.store.writing import STATE, finish, marks


class Known(NamedTuple):
    """A file as the last run saw it: size and time of change, digest, register row, its report's id.

    `figures` is a digest of what its tables say.
    """

    size: int
    modified: int
    sha256: str
    registered: str
    report_id: str
    figures: str


class Rows:
    """A Parquet table whose rows stand report by report: the rows of one, by its id."""

    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        self._file = pq.ParquetFile(path)
        self._places: dict[str, list[tuple[int, int, int]]] = {}
        self._group: tuple[int, Any] = (-1, None)
        self.count = self._file.metadata.num_rows
        self._empty = arrow_schema(columns).empty_table()
        for group in range(self._file.num_row_groups):
            ids = self._file.read_row_group(group, columns=["report_id"])["report_id"].combine_chunks()
            runs = pc.run_end_encode(ids)
            start = 0
            for end, report_id in zip(runs.run_ends.to_pylist(), runs.values.to_pylist(), strict=True):
                self._places.setdefault(report_id, []).append((group, start, end - start))
                start = end

    def of(self, report_id: str) -> Any:
        """Return a report's rows as an Arrow table, none if it has none."""
        slices = []
        for group, start, length in self._places.get(report_id, ()):
            if self._group[0] != group:
                self._group = (group, self._file.read_row_group(group))
            slices.append(self._group[1].slice(start, length))
        return pa.concat_tables(slices) if slices else self._empty


def facts_of_rows(rows: Any) -> tuple[Fact, ...]:
    """Return rows of the facts table, an Arrow table, as facts."""
    found = []
    for row in rows.to_pylist():
        for column in ("value", "corrected"):
            row[column] = None if row[column] is None else shortest(row[column])
        found.append(Fact(printed_value=row.pop("value"), **row))
    return tuple(found)


class Kept:
    """What the last run into a folder left: its files with what is known of them, and their rows."""

    def __init__(self, files: Mapping[str, Known], refused: Mapping[str, str], folder: Path) -> None:
        self.files = files
        self.refused = refused  # why, by file
        if files:
            self._facts = Rows(folder / "facts.parquet", TABLES["facts"])
            self._findings = Rows(folder / "findings.parquet", TABLES["findings"])
            rows = pq.read_table(folder / "reports.parquet").to_pylist()
            self._reports = {row["report_id"]: row for row in rows if row["status"] == "read"}

    def rows(self, report_id: str) -> tuple[Any, Any]:
        """Return a report's facts and findings as Arrow tables."""
        return self._facts.of(report_id), self._findings.of(report_id)

    def counts(self) -> dict[str, int]:
        """Return how many facts and findings there are."""
        return {"facts": self._facts.count, "findings": self._findings.count}

    def report(self, report_id: str) -> dict[str, object]:
        """Return a report's own row."""
        row: dict[str, object] = self._reports[report_id]
        return row


def read_kept(folder: Path, version: str) -> Kept:
    """Return what the last run left, or nothing when another version of the code or the forms made it."""
    if folder.is_dir():
        finish(folder)
    try:
        mark, _, text = (folder / STATE).read_text(encoding="utf-8").partition("\n")
        state = json.loads(text)
        if state["version"] != version or json.loads(mark) != marks(folder):
            return Kept({}, {}, folder)
        return Kept({file: Known(*known) for file, known in state["files"].items()}, state["refused"], folder)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowInvalid):
        return Kept({}, {}, folder)  # no run, or one that cannot be made use of: everything is read


def state_of(version: str, files: Mapping[str, Known], refused: Mapping[str, str]) -> bytes:
    """Return what the next run is to know of this one."""
    state = {"version": version, "files": files, "refused": refused}
    return json.dumps(state, ensure_ascii=False).encode()
