"""What the tables say of each report, as digests of its rows: whether anything changed, and how many rows."""

from __future__ import annotations

import hashlib
import struct
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ogi.store.schema import TABLES
from ogi.store.table import open_table

SIZE = 4  # bytes a row
# Characters that no printed text has. pa.scalar would import pandas, which takes longer than all else here.
_BETWEEN = pa.StringArray.from_buffers(1, pa.py_buffer(struct.pack("ii", 0, 1)), pa.py_buffer(b"\x1f"))[0]
_NOTHING = "\0"


class RowDigests:
    """Digests of the rows of a folder's tables, each row's by its report.

    They are made of all columns, so that a correction changes them, too.
    """

    def __init__(self, folder: Path) -> None:
        self._rows = {name: _table(folder, name) for name in TABLES}

    def rows(self, table: str, report_ids: Iterable[str]) -> bytes:
        """Return the digests of some reports' rows, SIZE bytes each, report by report."""
        found = self._rows[table]
        return b"".join(found.get(report_id, b"") for report_id in report_ids)


def _table(folder: Path, name: str) -> Mapping[str, bytes]:
    found: dict[str, bytearray] = {}
    for group in open_table(folder, name).groups():
        rows = group.read()
        texts = [pc.cast(column, pa.string()) for column in rows.columns]
        joined = pc.binary_join_element_wise(
            *texts, _BETWEEN, null_handling="replace", null_replacement=_NOTHING
        ).combine_chunks()
        ids = rows["report_id"].combine_chunks()
        for report_id, row in zip(ids.to_pylist(), _bytes(joined), strict=True):
            if report_id is not None:  # a file that was refused
                known = found.setdefault(report_id, bytearray())
                known += hashlib.blake2b(row, digest_size=SIZE).digest()
    return {report_id: bytes(digests) for report_id, digests in found.items()}


def _bytes(texts: Any) -> Iterable[bytes]:
    """The bytes of each text of an Arrow array."""
    values: list[bytes] = pc.cast(texts, pa.binary()).to_pylist()
    return values


def changed_rows(old: bytes, new: bytes) -> int:
    """Return how many rows changed, were added or taken away between two results of `rows`.

    >>> changed_rows(b"aaaabbbbcccc", b"aaaaXXXXcccc"), changed_rows(b"aaaa", b"aaaabbbb")
    (1, 1)
    """
    before, after = (Counter(rows[i : i + SIZE] for i in range(0, len(rows), SIZE)) for rows in (old, new))
    return max((before - after).total(), (after - before).total())
