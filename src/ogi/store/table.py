"""A processed table on disk, whichever its layout: one Parquet file, or a folder of them by year.

    facts.parquet                          what `ogi ingest` writes, in the order of the register
    facts/year=2011/part-00000.parquet         what `ogi dataset` writes, sorted by report within a year

All that differs between the two is here; whoever reads asks for row groups. Both are read from here
or from an address.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ogi.errors import InputError
from ogi.places import exists, is_local
from ogi.store.schema import TABLES, arrow_schema

# Rows without a year (refused files) stand where every reader of such folders expects a missing value.
_REPORT_ID = 0  # its column is the first of every table
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"


def partition(year: int | None) -> str:
    """Return the name of the folder that holds a year's rows.

    >>> partition(2011), partition(None)
    ('year=2011', 'year=__HIVE_DEFAULT_PARTITION__')
    """
    return f"year={_NO_YEAR if year is None else year}"


@dataclass(frozen=True, slots=True)
class Group:
    """A row group: so many rows of a table that are read at once."""

    file: pq.ParquetFile
    number: int

    def read(self, columns: Sequence[str] | None = None) -> Any:
        """Return its rows as an Arrow table, all columns or some."""
        return self.file.read_row_group(self.number, columns=columns)

    def _known(self) -> Any:
        """What its statistics say of its report ids; None when they say nothing."""
        known = self.file.metadata.row_group(self.number).column(_REPORT_ID).statistics
        return known if known is not None and known.has_min_max else None

    @property
    def first(self) -> str | None:
        """Its least report id, where its statistics say so."""
        known = self._known()
        return None if known is None else str(known.min)

    def may_hold(self, report_ids: Sequence[str]) -> bool:
        """Return whether rows of some report ids, given sorted, can be among its own."""
        known = self._known()
        if known is None:
            return True
        first = bisect_left(report_ids, known.min)
        return first < len(report_ids) and report_ids[first] <= known.max


class Table:
    """One of the processed tables, read by row groups."""

    def __init__(self, name: str, place: Path, *, by_year: bool) -> None:
        self.name = name
        self.by_year = by_year
        self._place = place

    @property
    def files(self) -> Sequence[Path]:
        """Its files: by year, and within a year by report."""
        return sorted(self._place.glob("year=*/*.parquet")) if self.by_year else [self._place]

    def groups(self, report_ids: Collection[str] | None = None) -> Iterator[Group]:
        """Yield the row groups in their order, all or those that can hold rows of some reports.

        Raises InputError for a file that is no table that this version wrote.
        """
        if report_ids is None:
            yield from self._groups(self.files)
            return
        wanted = sorted(report_ids)
        if not self.by_year:
            yield from (group for group in self._groups(self.files) if group.may_hold(wanted))
            return
        by_year: dict[str, list[str]] = {}
        for report_id in wanted:  # a report id ends in its year
            by_year.setdefault(report_id.rpartition("-")[2], []).append(report_id)
        for year in sorted(by_year):
            for file in _holding(self._of({year}), self.name, by_year[year]):
                yield from (group for group in _groups_of(file) if group.may_hold(by_year[year]))

    def groups_of_year(self, year: int) -> Iterator[Group]:
        """Yield the row groups that can hold rows of a year. Raises InputError as `groups` does."""
        yield from self._groups(self._of({str(year)}))

    def _groups(self, files: Iterable[Path]) -> Iterator[Group]:
        for path in files:
            yield from _groups_of(_open(path, self.name))

    def _of(self, years: Collection[str]) -> Sequence[Path]:
        """The files that can hold rows of some years."""
        if not self.by_year:
            return self.files
        folders = [self._place / f"year={year}" for year in sorted(years)]
        return [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.parquet"))]

    def read(self, columns: Sequence[str] | None = None) -> Any:
        """Return all rows as an Arrow table, all columns or some. Raises InputError as `groups` does."""
        parts = [_open(path, self.name).read(columns=columns) for path in self.files]
        return pa.concat_tables(parts) if parts else self.empty(columns)

    def empty(self, columns: Sequence[str] | None = None) -> Any:
        """Return an Arrow table with its columns, or some of them, and no rows."""
        return arrow_schema(columns or TABLES[self.name]).empty_table()


def _groups_of(file: pq.ParquetFile) -> Iterator[Group]:
    return (Group(file, number) for number in range(file.num_row_groups))


def _holding(paths: Sequence[Path], name: str, report_ids: Sequence[str]) -> Iterator[pq.ParquetFile]:
    """The files of a year that can hold some reports, given sorted.

    They are in the order of report ids, so each is searched for by halves: opening all of them would take
    longer than reading the rows.
    """
    opened: dict[int, pq.ParquetFile] = {}

    def first(number: int) -> str:
        if number not in opened:
            opened[number] = _open(paths[number], name)
        return next(_groups_of(opened[number])).first or ""

    found: set[int] = set()
    for report_id in report_ids:
        begun_before = bisect_left(range(len(paths)), report_id, key=first) - 1
        found.update(range(max(begun_before, 0), bisect_right(range(len(paths)), report_id, key=first)))
    for number in sorted(found):
        yield opened[number] if number in opened else _open(paths[number], name)


def _open(path: Path, name: str) -> pq.ParquetFile:
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


def open_table(folder: Path, name: str) -> Table:
    """Return a processed table of a folder, here or at an address, in whichever layout it is.

    Raises InputError when it is in neither. Neither is written beside the other now; where both are, from
    before, the one file is the newer.
    """
    path = folder / f"{name}.parquet"
    if exists(path):
        return Table(name, path, by_year=False)
    if (folder / name).is_dir():
        return Table(name, folder / name, by_year=True)
    raise InputError(
        path, "", "no such file", "the processed tables", "Run `ogi ingest` (or `make report`) first."
    )
