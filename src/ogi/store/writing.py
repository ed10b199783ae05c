"""Writing the processed tables report by report: Parquet and CSV, all of them or none."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from ogi.errors import InputError
from ogi.report import FINDING_COLUMNS, Fact, Finding
from ogi.store.schema import DECIMAL, TABLES, arrow_schema
from ogi.store.table import Table

READY = ".ready"
STATE = ".ingest.json"
# A row group is written when so many rows have come together: memory does not grow with the reports.
_ROWS = 20_000
_FINDING = attrgetter(*FINDING_COLUMNS)


def finish(folder: Path) -> None:
    """Put a complete set of new tables in place; done again after an interruption, it goes on."""
    ready = folder / READY
    if ready.is_dir():
        for file in sorted(ready.iterdir()):
            if file.is_dir():  # a table of a dataset: a folder does not replace one that holds something
                shutil.rmtree(folder / file.name, ignore_errors=True)
            os.replace(file, folder / file.name)
        ready.rmdir()


def arrow_of(name: str, values: Iterable[Sequence[object]]) -> Any:
    """Return rows, each as the values of its columns in order, as an Arrow table of a processed table."""
    schema = arrow_schema(TABLES[name])
    rows = list(values)
    if not rows:
        return schema.empty_table()
    arrays = [pa.array(c, f.type) for c, f in zip(zip(*rows, strict=True), schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


class _Table:
    """One table on its way into a Parquet file: rows are gathered and written by the row group."""

    def __init__(self, name: str, folder: Path) -> None:
        self.rows = 0
        self._name = name
        self._writer = pq.ParquetWriter(folder / f"{name}.parquet", arrow_schema(TABLES[name]))
        self._values: list[Sequence[object]] = []
        self._slices: list[Any] = []
        self._waiting = 0

    def add(self, values: Iterable[Sequence[object]]) -> None:
        """Add rows, each as the values of its columns in order."""
        before = len(self._values)
        self._values.extend(values)
        self._count(len(self._values) - before)

    def add_arrow(self, table: Any) -> None:
        """Add rows that already are an Arrow table."""
        self._gather()
        self._slices.append(table)
        self._count(table.num_rows)

    def _count(self, rows: int) -> None:
        self.rows += rows
        self._waiting += rows
        if self._waiting >= _ROWS:
            self._flush()

    def _gather(self) -> None:
        if self._values:
            self._slices.append(arrow_of(self._name, self._values))
            self._values = []

    def _flush(self) -> None:
        self._gather()
        if self._slices:
            self._writer.write_table(pa.concat_tables(self._slices).combine_chunks())
        self._slices, self._waiting = [], 0

    def close(self) -> None:
        """Write what is left; a table without rows keeps its columns. Done again, it does nothing."""
        if self._writer.is_open:
            self._flush()
            self._writer.close()


def _plain(column: Any) -> Any:
    """A column as a spreadsheet should show it: counts without decimals, nothing where nothing is."""
    text = pc.cast(column, pa.string())
    if column.type == DECIMAL:
        text = pc.utf8_rtrim(pc.utf8_rtrim(text, "0"), ".")
    return pc.fill_null(text, "")


def _write_csv(parquet: Path, target: Path) -> None:
    """Write a Parquet file as CSV, one row group at a time."""
    source = pq.ParquetFile(parquet)
    names = source.schema_arrow.names
    schema = pa.schema([(name, pa.string()) for name in names])
    with target.open("wb") as file:
        file.write(b"\xef\xbb\xbf")  # the mark by which spreadsheets know UTF-8
        options = pacsv.WriteOptions(quoting_style="needed")
        with pacsv.CSVWriter(file, schema, write_options=options) as writer:
            for group in range(source.num_row_groups):
                rows = source.read_row_group(group)
                writer.write_table(pa.table([_plain(rows[name]) for name in names], schema=schema))


def _drop(parquet: Path, report_ids: set[str]) -> int:
    """Rewrite a Parquet file without the rows of some reports; return how many rows are left."""
    source = pq.ParquetFile(parquet)
    target = parquet.with_suffix(".kept")
    unwanted = pa.array(sorted(report_ids))
    left = 0
    with pq.ParquetWriter(target, source.schema_arrow) as writer:
        for group in range(source.num_row_groups):
            rows = source.read_row_group(group)
            rows = rows.filter(pc.invert(pc.is_in(rows["report_id"], unwanted)))
            writer.write_table(rows)
            left += rows.num_rows
    os.replace(target, parquet)
    return left


def marks(folder: Path) -> dict[str, list[int]]:
    """Return size and time of change of each table of a folder, by which it is known again."""
    stats = {name: (folder / f"{name}.parquet").stat() for name in TABLES}
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in stats.items()}


class Writer:
    """Writes the three tables of a folder, report by report; what was there stays until all is complete.

    The tables are written aside; only a complete set is named ready, and whoever next reads or writes
    finishes putting a ready set in place. A process killed at any moment leaves the old or the new.
    """

    def __init__(self, folder: Path) -> None:
        """Begin. Raises InputError for a folder with a dataset: its years would stay beside the tables."""
        folder.mkdir(parents=True, exist_ok=True)
        finish(folder)
        for name in TABLES:
            if Table(name, folder / name, by_year=True).files:
                raise InputError(
                    folder,
                    "",
                    f"a dataset of {name} by year",
                    "a new folder, or one with tables",
                    "Name another folder, and make the dataset from that with ogi dataset.",
                )
        for left_over in folder.glob(".new-*"):
            shutil.rmtree(left_over)
        self._folder = folder
        self._aside = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
        self._facts = _Table("facts", self._aside)
        self._findings = _Table("findings", self._aside)
        self._reports: list[dict[str, object]] = []
        self._own: dict[str, dict[str, object]] = {}
        self.counts: dict[str, int] = {}  # rows by table, once the set is complete

    def add(self, facts: Iterable[Fact], findings: Iterable[Finding]) -> None:
        """Add what one report gave."""
        self._facts.add(facts)  # a fact is the tuple of its columns
        self._findings.add(map(_FINDING, findings))

    def add_kept(self, facts: Any, findings: Any) -> None:
        """Add rows of the tables as they were, as Arrow tables."""
        self._facts.add_arrow(facts)
        self._findings.add_arrow(findings)

    def add_report(self, row: Mapping[str, object]) -> None:
        """Add a report's own row."""
        self._reports.append(dict(row))
        if row["status"] == "read":
            self._own[str(row["report_id"])] = self._reports[-1]

    def add_findings(self, report_id: str, findings: Iterable[Finding]) -> None:
        """Add findings on a report that was added before, and count them in its own row."""
        found = list(findings)
        self._findings.add(map(_FINDING, found))
        self.count(report_id, [finding.severity for finding in found])

    def add_kept_findings(self, report_id: str, findings: Any) -> None:
        """Add findings on a report as they were, an Arrow table, and count them in its own row."""
        self._findings.add_arrow(findings)
        self.count(report_id, findings["severity"].to_pylist())

    def count(self, report_id: str, severities: Iterable[str], sign: int = 1) -> None:
        """Count so many findings more (or, with -1, fewer) in a report's own row."""
        row = self._own[report_id]
        for severity in severities:
            row[f"{severity}s"] = int(str(row[f"{severity}s"])) + sign

    def close_facts(self) -> Path:
        """Complete the facts, and return their file: findings may still be added."""
        self._facts.close()
        return self._aside / "facts.parquet"

    def drop_reports(self, report_ids: Iterable[str]) -> None:
        """Take the own rows of some reports back."""
        unwanted = set(report_ids)
        self._reports = [row for row in self._reports if row["report_id"] not in unwanted]

    def finish(self, dropped: Iterable[str] = (), state: bytes | None = None) -> None:
        """Complete the set, without the rows of some report ids after all, and put it in place.

        `state` is what the next run is to know of this one: it is kept beside the tables, with the marks by
        which that run will see that they are still those.
        """
        reports = _Table("reports", self._aside)
        columns = TABLES["reports"]
        reports.add([row[column] for column in columns] for row in self._reports)
        for table in (self._facts, self._findings, reports):
            table.close()
        self.counts = {"facts": self._facts.rows, "findings": self._findings.rows}
        if unwanted := set(dropped):
            for name in ("facts", "findings"):
                self.counts[name] = _drop(self._aside / f"{name}.parquet", unwanted)
        for name in TABLES:
            _write_csv(self._aside / f"{name}.parquet", self._aside / f"{name}.csv")
        if state is not None:
            (self._aside / STATE).write_bytes(json.dumps(marks(self._aside)).encode() + b"\n" + state)
        os.replace(self._aside, self._folder / READY)
        finish(self._folder)

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._aside, ignore_errors=True)


def write(
    folder: Path, facts: Iterable[Fact], findings: Iterable[Finding], reports: Iterable[Mapping[str, object]]
) -> None:
    """Write the three tables to a folder, all or none of them."""
    with Writer(folder) as writer:
        writer.add(facts, findings)
        for report in reports:
            writer.add_report(report)
        writer.finish()
