"""One run at a time in a folder, and nothing half made of the runs before it."""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from ogi.errors import InputError

_LOCK = ".run.lock"


@contextlib.contextmanager
def alone_in(target: Path) -> Iterator[None]:
    """Hold a folder for one run; what runs that were killed had begun in it is taken away.

    The operating system lets go of the lock when the process ends, however it does. Raises InputError when
    another run holds it.
    """
    target.mkdir(parents=True, exist_ok=True)
    with (target / _LOCK).open("a") as lock:
        if not _taken(lock.fileno()):
            raise InputError(
                target,
                "",
                "another run at work on it",
                "a folder that no run holds",
                "Wait for it, or use --out.",
            )
        _take_away_begun(target)
        try:
            yield
        finally:
            _take_away_begun(target)  # a worker elsewhere may have been lost


def _take_away_begun(target: Path) -> None:
    for begun in target.glob("*/*/.new-*"):
        shutil.rmtree(begun, ignore_errors=True)


def _taken(number: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
