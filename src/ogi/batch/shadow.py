"""What is at an address, as a folder here: enough to see what is up to date, and to make the index of it."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ogi.batch.record import INDEX, RECORD
from ogi.places import exists, filesystem, is_local


@contextlib.contextmanager
def standing_for(target: Path) -> Iterator[Path]:
    """Give a folder to plan with: the target itself, or one that stands for it when it is at an address.

    In that one the records of runs are whole and all other files empty; the index and the record of this run
    are put to the address in the end. Raises InputError when the address cannot be got at.
    """
    if is_local(target):
        yield target
        return
    exists(target / RECORD)  # says what is wrong with the address, if anything is
    with tempfile.TemporaryDirectory(prefix="ogi-target-") as folder:
        shadow = Path(folder)
        refresh(target, shadow)
        try:
            yield shadow
        finally:
            for name in (INDEX, RECORD):
                if (shadow / name).is_file() and (shadow / name).stat().st_size:
                    (target / name).write_bytes((shadow / name).read_bytes())


def refresh(target: Path, shadow: Path) -> None:
    """Bring a folder that stands for an address up to date; the target itself is."""
    if shadow == target:
        return
    files = filesystem(target)
    base = files._strip_protocol(str(target)).rstrip("/")
    names = {name: name[len(base) + 1 :] for name in files.find(base)}
    whole = [name for name, own in names.items() if own.endswith(".state.json") or own == RECORD]
    contents = files.cat(whole) if whole else {}
    for name, own in names.items():
        path = shadow / own
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents.get(name, b""))
