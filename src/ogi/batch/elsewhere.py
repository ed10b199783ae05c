"""Items rendered by the workers of a Dask cluster."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ogi.batch.due import Due
from ogi.batch.failures import KernelDiedError
from ogi.batch.outcome import Outcome
from ogi.batch.render import render
from ogi.batch.state import CODE
from ogi.cluster import difference, done, signature
from ogi.places import place

if TYPE_CHECKING:
    from distributed import Client

_MOST_TRIES = 2
# Papermill changes the working directory of the whole process: one notebook at a time in each.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Task:
    """An item for a worker elsewhere, with its notebook: its path may not be there.

    `data` and `target` are paths that all machines share, or addresses. `until` is when the run ends.
    """

    due: Due
    notebook: bytes
    data: str
    target: str
    limit: float | None
    until: float | None
    expected: Mapping[str, str]

    @property
    def seconds(self) -> float | None:
        """The most seconds that the item may take when it begins now."""
        left = None if self.until is None else self.until - time.time()
        limits = [limit for limit in (self.limit, left) if limit is not None]
        return min(limits) if limits else None


def _render_here(task: _Task) -> Outcome:
    """Render an item in a worker. A worker that came later than the check may have other versions."""
    if other := difference(task.expected, signature(*CODE)):
        return Outcome(
            task.due.item, f"a worker has other versions: {other}; install the same everywhere", 0.0
        )
    if task.seconds is not None and task.seconds <= 0:
        return Outcome(task.due.item, "not begun: the time for the whole run was over", 0.0)
    with _ONE_AT_A_TIME, tempfile.TemporaryDirectory(prefix="ogi-notebook-") as folder:
        os.environ["OGI_DATA"] = task.data
        notebook = Path(folder) / task.due.item.notebook.name
        notebook.write_bytes(task.notebook)
        own = replace(task.due, item=replace(task.due.item, notebook=notebook))
        outcome = _tried(own, task)
    return replace(outcome, item=task.due.item)


def _tried(due: Due, task: _Task) -> Outcome:
    for left in reversed(range(_MOST_TRIES)):
        try:
            return render(due, place(task.data), place(task.target), task.seconds, last=not left)
        except KernelDiedError:
            continue
        except OSError as error:
            where = error.filename or f"{task.target}/{due.item.folder.as_posix()}"
            why = error.strerror or error
            return Outcome(due.item, f"{where}: found no way to write it ({why})", 0.0)
    raise AssertionError("the last try does not raise KernelDiedError")


class Elsewhere:
    """Renders items on a cluster; those that a lost worker had begun are rendered by another.

    `data` and `target` are paths that all its machines share, or addresses; `limit` is the most seconds for
    an item, `until` when the run ends (`time.time`).
    """

    def __init__(
        self, client: Client, data: Path, target: Path, limit: float | None, until: float | None
    ) -> None:
        self._client = client
        self._data = data
        self._target = target
        self._limit = limit
        self._until = until

    def outcomes(self, todo: Iterable[Due]) -> Iterator[Outcome]:
        """Yield how each item ended, as they do."""
        expected = signature(*CODE)
        tasks = (
            _Task(
                due,
                due.item.notebook.read_bytes(),
                str(self._data),
                str(self._target),
                self._limit,
                self._until,
                expected,
            )
            for due in todo
        )
        for task, result in done(self._client, _render_here, tasks):
            if isinstance(result, Exception):
                result = Outcome(task.due.item, _why(result), 0.0)
            yield result


def _why(error: Exception) -> str:
    if type(error).__name__ == "KilledWorker":
        return "the workers that had it were lost, one after the other (out of memory?)"
    return " ".join(f"{type(error).__name__}: {error}".split())
