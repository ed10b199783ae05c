"""Writing the processed tables as a dataset: folders by year, sorted by report, for very many reports.

    facts/year=2011/part-00000.parquet …, findings/year=…, reports/year=…

Each file holds all columns of its table, `year` too. Report ids begin with the agency's and within a year
an agency has one report, so rows sorted by report id are sorted by agency. Row groups are small and have the
range of their report ids: one agency-year is in one group, or in two.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ogi.errors import InputError
from ogi.store.schema import TABLES, arrow_schema
from ogi.store.sorting import in_order
from ogi.store.table import open_table, partition
from ogi.store.writing import READY, STATE, finish

# All rows of a group are decoded for one report, so a group is small; but each has its entry in the file's
# footer, which is read first, so a file is not long. At 100 facts a report a group holds 40 reports and a
# file 2,600.
GROUP_ROWS = 4_096
FILE_ROWS = 64 * GROUP_ROWS
# Columns by which rows are looked for. Ranges of the others would only make the footers longer.
_RANGES = ["report_id", "year", "indicator", "dimension", "code", "agency_id"]

_LAST = "\U0010ffff"  # where a missing report id is sorted


class _Partition:
    """One table's rows of one year on their way into a file."""

    def __init__(self, name: str, year: int | None, folder: Path) -> None:
        self.key = (year is None, year or 0)
        self.rows = 0
        self._name, self._year = name, year
        self._place = folder / name / partition(year)
        self._place.mkdir()
        self._files = 0
        self._in_file = 0
        self._writer = self._new_file()
        self._waiting: list[Any] = []
        self._last = ""

    def _new_file(self) -> pq.ParquetWriter:
        schema = arrow_schema(TABLES[self._name])
        path = self._place / f"part-{self._files:05d}.parquet"
        self._files += 1
        self._in_file = 0
        ranges = [column for column in _RANGES if column in schema.names]
        return pq.ParquetWriter(path, schema, compression="zstd", write_statistics=ranges)

    def add(self, rows: Any) -> None:
        """Add rows. Raises ValueError when they are of another year or do not stand by report id."""
        ids = pc.fill_null(rows["report_id"].combine_chunks(), _LAST)
        ordered = pc.less_equal(ids.slice(0, len(ids) - 1), ids.slice(1)) if len(ids) > 1 else None
        if (ordered is not None and not pc.all(ordered).as_py()) or ids[0].as_py() < self._last:
            raise ValueError(f"rows of {self._name}, {self._year} that do not stand by report id")
        if pc.unique(rows["year"]).to_pylist() != [self._year]:
            raise ValueError(f"rows of {self._name} that are not all of {self._year}")
        self._last = ids[-1].as_py()
        self._waiting.append(rows)
        self.rows += len(rows)
        if sum(map(len, self._waiting)) >= GROUP_ROWS:
            self._flush(whole=False)

    def _flush(self, *, whole: bool) -> None:
        """Write what waits, without the rest that fills no group unless the whole is asked for."""
        rows = pa.concat_tables(self._waiting)
        end = len(rows) if whole else len(rows) - len(rows) % GROUP_ROWS
        for start in range(0, end, GROUP_ROWS):
            if self._in_file >= FILE_ROWS:
                self._writer.close()
                self._writer = self._new_file()
            group = rows.slice(start, min(GROUP_ROWS, end - start)).combine_chunks()
            self._writer.write_table(group)
            self._in_file += len(group)
        self._waiting = [rows.slice(end)] if end < len(rows) else []

    def close(self) -> None:
        """Write what is left. Done again, it does nothing."""
        if self._writer.is_open:
            if self._waiting:
                self._flush(whole=True)
            self._writer.close()


class DatasetWriter:
    """Writes a dataset's tables from rows that come by year and report id; all of them appear, or none.

    They are written aside and named ready by one renaming, after which whoever next reads or writes finishes
    putting them in place, as with the tables of `ogi ingest`. What was there stays until then.
    """

    def __init__(self, folder: Path) -> None:
        """Begin. Raises InputError for a folder that holds tables in the other layout."""
        folder.mkdir(parents=True, exist_ok=True)
        finish(folder)
        for name in TABLES:
            if (folder / f"{name}.parquet").exists():
                raise InputError(
                    folder,
                    "",
                    f"{name}.parquet",
                    "a new folder, or one with a dataset",
                    "Name another folder.",
                )
        for left_over in folder.glob(".new-*"):
            shutil.rmtree(left_over)
        self._folder = folder
        self.aside = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
        self.aside.chmod(0o755)
        for name in TABLES:
            (self.aside / name).mkdir()
        self._open: dict[str, _Partition] = {}
        self.counts = dict.fromkeys(TABLES, 0)

    def add(self, name: str, year: int | None, rows: Any) -> None:
        """Add rows of one table and one year, an Arrow table in the order of report ids.

        Years come in order, those without one last. Raises ValueError for rows that come out of turn.
        """
        if not len(rows):
            return
        there = self._open.get(name)
        key = (year is None, year or 0)
        if there is None or there.key != key:
            if there is not None:
                if key < there.key:
                    raise ValueError(f"rows of {name}, {year} after those of a later year")
                there.close()
            there = self._open[name] = _Partition(name, year, self.aside)
        there.add(rows)
        self.counts[name] += len(rows)

    def finish(self) -> None:
        """Complete the dataset and put it in place."""
        for there in self._open.values():
            there.close()
        os.replace(self.aside, self._folder / READY)
        finish(self._folder)

    def __enter__(self) -> DatasetWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for there in self._open.values():
            there.close()
        shutil.rmtree(self.aside, ignore_errors=True)


def write_dataset(source: Path, target: Path) -> dict[str, int]:
    """Write the tables of a folder as a dataset into another, and return the number of rows by table.

    Facts are sorted on disk, a stretch at a time; memory still grows with the number of reports. Raises
    InputError when the source holds no tables or the target holds tables in the other layout.
    """
    if source.is_dir():
        finish(source)
    tables = [open_table(source, name) for name in TABLES]
    if source.resolve() == target.resolve():
        raise InputError(target, "", "the folder that is read", "another folder", "Name another folder.")
    with DatasetWriter(target) as writer:
        for table in tables:
            spill = writer.aside / ".spill"
            for year, rows in in_order(table, spill):
                writer.add(table.name, year, rows)
            shutil.rmtree(spill, ignore_errors=True)
        state = source / STATE
        if state.is_file():  # where the published files were read, for the evidence pages
            shutil.copyfile(state, writer.aside / STATE)
        writer.finish()
    return writer.counts
