"""Worker processes for a batch, and the warm process that their kernels are forked from."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path

from ogi.batch.due import Due
from ogi.batch.failures import KernelDiedError
from ogi.batch.kernels.nursery import ADDRESS, SINGLE_THREADED, can_fork, nursery
from ogi.batch.outcome import Outcome
from ogi.batch.plan import Item

_MOST_TRIES = 2


def _take_environment(environment: Mapping[str, str]) -> None:
    """Start a worker in the environment of the batch, whenever the process it was forked from started."""
    os.environ.clear()
    os.environ.update(environment)


@dataclass(frozen=True, slots=True)
class _Task:
    """An item for a worker, with the warm process that its kernel is forked from, if there is one."""

    due: Due
    data: Path
    target: Path
    limit: float | None
    last: bool
    address: str


def _render(task: _Task) -> Outcome:
    """Render an item in a worker, which has the imports already."""
    from ogi.batch.render import render

    if task.address:
        os.environ[ADDRESS] = task.address
    return render(task.due, task.data, task.target, task.limit, last=task.last)


@contextlib.contextmanager
def _workers(jobs: int, environment: Mapping[str, str]) -> Iterator[ProcessPoolExecutor]:
    """A pool whose workers are forked from a process with all imports done, where that can be."""
    context = multiprocessing.get_context("forkserver" if can_fork() else "spawn")
    if can_fork():
        context.set_forkserver_preload(["ogi.batch.ready"])
        with _set(SINGLE_THREADED):
            forkserver.ensure_running()
    with ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_take_environment, initargs=(dict(environment),)
    ) as pool:
        yield pool


@contextlib.contextmanager
def _set(variables: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


class Pool:
    """Renders items, so many at a time; a worker that dies takes no other item along.

    `data` is the folder of the tables, `limit` the most seconds that one item may take, `until` when the run
    ends (`time.time`).
    """

    def __init__(
        self,
        data: Path,
        target: Path,
        jobs: int,
        limit: float | None = None,
        until: float | None = None,
    ) -> None:
        self._data = data
        self._target = target
        self._jobs = jobs
        self._limit = limit
        self._until = until
        self._tries: Counter[Item] = Counter()

    def outcomes(self, todo: Iterable[Due]) -> Iterator[Outcome]:
        """Yield how each item ended, as they do."""
        waiting = deque(todo)
        while waiting:
            with _workers(min(self._jobs, len(waiting)), os.environ) as pool:
                yield from self._some(pool, waiting)

    def _some(self, pool: ProcessPoolExecutor, waiting: deque[Due]) -> Iterator[Outcome]:
        """Render until none is waiting or the pool is broken; what was under way then waits again."""
        running: dict[Future[Outcome], Due] = {}
        broken = False
        while running or (waiting and not broken):
            while waiting and len(running) < self._jobs and not broken:
                due = waiting.popleft()
                if self._until is not None and time.time() >= self._until:
                    yield Outcome(due.item, "not begun: the time for the whole run was over", 0.0)
                    continue
                try:
                    running[pool.submit(_render, self._task(due))] = due
                except BrokenProcessPool:  # a worker died that had nothing to do
                    broken = True
                    yield from self._again(due, waiting)
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                due = running.pop(future)
                try:
                    yield future.result()
                except OSError as error:
                    place = error.filename or self._target / due.item.folder
                    yield Outcome(
                        due.item, f"{place}: found no way to write it ({error.strerror or error})", 0.0
                    )
                except (BrokenProcessPool, KernelDiedError) as died:
                    broken |= isinstance(died, BrokenProcessPool)
                    yield from self._again(due, waiting)

    def _again(self, due: Due, waiting: deque[Due]) -> Iterator[Outcome]:
        """Have an item wait for another try, or say that there were enough."""
        self._tries[due.item] += 1
        if self._tries[due.item] < _MOST_TRIES:
            waiting.appendleft(due)
        else:
            why = f"its worker process died {_MOST_TRIES} times (out of memory?)"
            yield Outcome(due.item, f"{why}; render it alone, with --jobs 1", 0.0)

    def _task(self, due: Due) -> _Task:
        return _Task(
            due,
            self._data,
            self._target,
            self._left(),
            last=self._tries[due.item] + 1 >= _MOST_TRIES,
            address=nursery().address if can_fork() else "",
        )

    def _left(self) -> float | None:
        """The most seconds that an item begun now may take."""
        left = None if self._until is None else self._until - time.time()
        limits = [seconds for seconds in (self._limit, left) if seconds is not None]
        return min(limits) if limits else None
