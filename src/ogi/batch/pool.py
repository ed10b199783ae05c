"""Worker processes for a batch, and the warm process that their kernels are forked from."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path

from ogi.batch.failures import KernelDiedError
from ogi.batch.kernels.nursery import ADDRESS, SINGLE_THREADED, can_fork, nursery
from ogi.batch.outcome import Outcome
from ogi.batch.plan import Item
from ogi.batch.state import Key
from ogi.select import select
from ogi.store.reading import Processed

_MOST_TRIES = 2


def cores() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # no Linux
        return os.cpu_count() or 1


def _take_environment(environment: Mapping[str, str]) -> None:
    """Start a worker in the environment of the batch, whenever the process it was forked from started."""
    os.environ.clear()
    os.environ.update(environment)


@dataclass(frozen=True, slots=True)
class _Task:
    """An item for a worker, with the warm process that its kernel is forked from, if there is one."""

    item: Item
    own: Processed
    target: Path
    key: Key
    limit: float | None
    last: bool
    address: str


def _render(task: _Task) -> Outcome:
    """Render an item in a worker, which has the imports already."""
    from ogi.batch.render import render

    if task.address:
        os.environ[ADDRESS] = task.address
    return render(task.item, task.own, task.target, task.key, task.limit, last=task.last)


@contextlib.contextmanager
def _workers(jobs: int, environment: Mapping[str, str]) -> Iterator[ProcessPoolExecutor]:
    """A pool whose workers are forked from a process with all imports done, where that can be."""
    context = multiprocessing.get_context("forkserver" if can_fork() else "spawn")
    if can_fork():
        context.set_forkserver_preload(["ogi.batch.render"])
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

    `limit` is the most seconds that one item may take, `until` when the run ends (`time.time`).
    """

    def __init__(
        self,
        tables: Processed,
        target: Path,
        jobs: int,
        limit: float | None = None,
        until: float | None = None,
    ) -> None:
        self._tables = tables
        self._target = target
        self._jobs = jobs
        self._limit = limit
        self._until = until
        self._tries: Counter[Item] = Counter()

    def outcomes(self, todo: Mapping[Item, Key]) -> Iterator[Outcome]:
        """Yield how each item ended, as they do."""
        waiting = deque(todo)
        while waiting:
            with _workers(min(self._jobs, len(waiting)), os.environ) as pool:
                yield from self._some(pool, waiting, todo)

    def _some(
        self, pool: ProcessPoolExecutor, waiting: deque[Item], todo: Mapping[Item, Key]
    ) -> Iterator[Outcome]:
        """Render until none is waiting or the pool is broken; what was under way then waits again."""
        running: dict[Future[Outcome], Item] = {}
        broken = False
        while running or (waiting and not broken):
            while waiting and len(running) < self._jobs and not broken:
                item = waiting.popleft()
                if self._until is not None and time.time() >= self._until:
                    yield Outcome(item, "not begun: the time for the whole run was over", 0.0)
                    continue
                try:
                    running[pool.submit(_render, self._task(item, todo[item]))] = item
                except BrokenProcessPool:  # a worker died that had nothing to do
                    broken = True
                    yield from self._again(item, waiting)
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                item = running.pop(future)
                try:
                    yield future.result()
                except OSError as error:
                    place = error.filename or self._target / item.folder
                    yield Outcome(item, f"{place}: found no way to write it ({error.strerror or error})", 0.0)
                except (BrokenProcessPool, KernelDiedError) as died:
                    broken |= isinstance(died, BrokenProcessPool)
                    yield from self._again(item, waiting)

    def _again(self, item: Item, waiting: deque[Item]) -> Iterator[Outcome]:
        """Have an item wait for another try, or say that there were enough."""
        self._tries[item] += 1
        if self._tries[item] < _MOST_TRIES:
            waiting.appendleft(item)
        else:
            why = f"its worker process died {_MOST_TRIES} times (out of memory?)"
            yield Outcome(item, f"{why}; render it alone, with --jobs 1", 0.0)

    def _task(self, item: Item, key: Key) -> _Task:
        return _Task(
            item,
            select(self._tables, [item.agency_id], [item.year]),
            self._target,
            key,
            self._left(),
            last=self._tries[item] + 1 >= _MOST_TRIES,
            address=nursery().address if can_fork() else "",
        )

    def _left(self) -> float | None:
        """The most seconds that an item begun now may take."""
        left = None if self._until is None else self._until - time.time()
        limits = [seconds for seconds in (self._limit, left) if seconds is not None]
        return min(limits) if limits else None
