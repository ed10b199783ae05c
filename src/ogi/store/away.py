"""Tables at an address, written as if their folder were here."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ogi.places import exists, is_local
from ogi.store.schema import TABLES
from ogi.store.writing import STATE

# What makes the others readable as a set: taken away first, put back last.
_LAST = "reports.parquet"


@contextlib.contextmanager
def folder_for(folder: Path) -> Iterator[Path]:
    """Give a folder to write tables to: the folder itself, or one whose tables are put to its address after.

    What is at the address is there to begin with. While the tables are put, whoever reads finds no reports
    instead of a mixture. Raises InputError when the address cannot be got at.
    """
    if is_local(folder):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="ogi-tables-") as name:
        aside = Path(name)
        before = _fetch(folder, aside)
        yield aside
        if (aside / STATE).is_file() and (aside / STATE).read_bytes() != before:
            _put(aside, folder)


def _fetch(folder: Path, aside: Path) -> bytes:
    """Copy the tables of the last run here, as old as that run knew them."""
    if not exists(folder / STATE) or not exists(folder / _LAST):
        return b""
    state = (folder / STATE).read_bytes()
    marks = json.loads(state.partition(b"\n")[0])
    for name in TABLES:
        path = aside / f"{name}.parquet"
        path.write_bytes((folder / path.name).read_bytes())
        os.utime(path, ns=(marks[name][1], marks[name][1]))
    (aside / STATE).write_bytes(state)
    return state


def _put(aside: Path, folder: Path) -> None:
    (folder / _LAST).unlink(missing_ok=True)
    for path in sorted(aside.iterdir(), key=lambda path: path.name == _LAST):
        (folder / path.name).write_bytes(path.read_bytes())
