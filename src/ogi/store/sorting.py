"""A table's rows by year and report id, when the table is larger than memory.

Rows are dealt out to files, each for a stretch of the order that fits in memory; then each stretch is sorted
by itself. Rows of one report keep their order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ogi.store.table import Table

_KEY = ["year", "report_id"]
_STRETCH_ROWS = 200_000  # of the rows that are in memory at once
_MOST_FILES = 400  # open at once; beyond 80 million rows the stretches become longer instead
_CHUNK_ROWS = 200_000

# A row's place in the order; what has no year or no report id comes last, as Arrow sorts it.
Place = tuple[bool, int, bool, str]


def _place(year: int | None, report_id: str | None) -> Place:
    return (year is None, year or 0, report_id is None, report_id or "")


def in_order(table: Table, spill: Path) -> Iterator[tuple[int | None, Any]]:
    """Yield a year and rows of it, as Arrow tables, in the order of year and report id.

    `spill` is a folder to make for rows that wait; it holds the table once, compressed lightly.
    """
    starts = _starts(table)
    spill.mkdir()
    files = _deal(table, starts, spill)
    for file in files:
        if file.is_file():
            with pa.memory_map(str(file)) as source:
                rows = pa.ipc.open_stream(source).read_all()
            file.unlink()
            yield from _years(rows)


def _years(rows: Any) -> Iterator[tuple[int | None, Any]]:
    """The rows of a stretch, sorted, year by year."""
    order = pc.sort_indices(rows.select(_KEY), sort_keys=[(column, "ascending") for column in _KEY])
    rows = rows.take(order).combine_chunks()
    runs = pc.run_end_encode(rows["year"].combine_chunks())
    start = 0
    for end, year in zip(runs.run_ends.to_pylist(), runs.values.to_pylist(), strict=True):
        yield year, rows.slice(start, end - start)
        start = end


def _starts(table: Table) -> list[Place]:
    """Where the stretches begin: whenever enough rows have come together, and always at a report's first."""
    counts: dict[Place, int] = {}
    for group in table.groups():
        for place, rows in _runs(group.read(_KEY)):
            counts[place] = counts.get(place, 0) + rows
    most = max(_STRETCH_ROWS, sum(counts.values()) // _MOST_FILES)
    starts: list[Place] = []
    held = 0
    for place in sorted(counts):
        if not starts or held + counts[place] > most:
            starts.append(place)
            held = 0
        held += counts[place]
    return starts


def _runs(rows: Any) -> Iterable[tuple[Place, int]]:
    """Each run of rows of one report: its place in the order and how many rows it has."""
    years = rows["year"].to_numpy(zero_copy_only=False)
    ids = rows["report_id"].combine_chunks()
    if not len(ids):
        return
    known = ids.dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False)
    changes = np.flatnonzero((known[1:] != known[:-1]) | (years[1:] != years[:-1])) + 1
    ends = [*changes.tolist(), len(ids)]
    begins = [0, *ends[:-1]]
    firsts = pa.array(begins, pa.int64())
    found = zip(rows["year"].take(firsts).to_pylist(), ids.take(firsts).to_pylist(), strict=True)
    for (year, report_id), begin, end in zip(found, begins, ends, strict=True):
        yield _place(year, report_id), end - begin


def _deal(table: Table, starts: list[Place], spill: Path) -> list[Path]:
    """Write each stretch's rows, not yet sorted, to a file of its own."""
    files = [spill / f"{number}.arrow" for number in range(len(starts))]
    writers: dict[int, Any] = {}
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    try:
        for rows in _chunks(table):
            lengths = list(_runs(rows))
            own = np.repeat(
                [bisect_right(starts, place) - 1 for place, _ in lengths], [length for _, length in lengths]
            )
            order = np.argsort(own, kind="stable")
            dealt, numbers = rows.take(pa.array(order)), own[order]
            ends = [*(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(numbers)]
            begin = 0
            for end in ends:
                number = int(numbers[begin])
                if number not in writers:
                    writers[number] = pa.ipc.new_stream(files[number], rows.schema, options=options)
                writers[number].write_table(dealt.slice(begin, end - begin).combine_chunks())
                begin = end
    finally:
        for writer in writers.values():
            writer.close()
    return files


def _chunks(table: Table) -> Iterator[Any]:
    """The table's rows, so many row groups at once that dealing them out is worth it."""
    waiting: list[Any] = []
    for group in table.groups():
        waiting.append(group.read())
        if sum(map(len, waiting)) >= _CHUNK_ROWS:
            yield pa.concat_tables(waiting)
            waiting = []
    rows = pa.concat_tables(waiting) if waiting else table.empty()
    if len(rows):
        yield rows
