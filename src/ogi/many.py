"""Many files read at once, by processes of this machine or the workers of a cluster, their order kept."""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ogi.cluster import difference, done, signature
from ogi.corrections import Corrections
from ogi.errors import InputError
from ogi.forms import load_forms
from ogi.one import Read, Source, read_one
from ogi.report import FINDING_COLUMNS
from ogi.store.writing import arrow_of

if TYPE_CHECKING:
    from distributed import Client

CODE = ("ogi.many",)  # what has to be the same on every machine
_CHUNK = 20  # files a task: some tenths of a second
_FINDING = attrgetter(*FINDING_COLUMNS)


@dataclass(frozen=True, slots=True)
class Given:
    """What a file gave: its reading, with the facts and findings as Arrow tables, or why it is refused.

    With neither, it has to be read where the other files are known: what the year before says may decide
    how its numbers are parted.
    """

    read: Read | None = None
    facts: Any = None
    findings: Any = None
    refused: InputError | None = None


class _Unknown(dict[str, Decimal]):
    """The numbers of the year before, where they are not known: notes whether they were asked for."""

    asked = False

    def get(self, key: str, default: Any = None) -> Any:
        """Return nothing, and note it."""
        self.asked = True
        return super().get(key, default)

    def __bool__(self) -> bool:
        return True


def _one(source: Source) -> Given:
    before = _Unknown()
    try:
        read = read_one(source, load_forms(), Corrections(Path(), ()), lambda *_: before)
    except InputError as error:
        return Given(refused=error)
    if before.asked:
        return Given()
    facts, findings = arrow_of("facts", read.facts), arrow_of("findings", map(_FINDING, read.findings))
    return Given(replace(read, facts=(), findings=()), facts, findings)


def _some(sources: Sequence[Source]) -> list[Given]:
    return [_one(source) for source in sources]


@dataclass(frozen=True, slots=True)
class _Task:
    """Some files for a worker elsewhere, and the versions that it must have."""

    number: int
    sources: tuple[Source, ...]
    expected: dict[str, str]


def _some_elsewhere(task: _Task) -> list[Given]:
    if other := difference(task.expected, signature(*CODE)):
        raise InputError(
            "worker", "", f"other versions: {other}", "the same everywhere", "Install the same there."
        )
    return _some(task.sources)


def _chunks(sources: Iterable[Source]) -> Iterator[tuple[Source, ...]]:
    waiting = iter(sources)
    while chunk := tuple(islice(waiting, _CHUNK)):
        yield chunk


Many = Callable[[Iterable[Source]], Generator[Given]]


def with_processes(jobs: int) -> Many:
    """Return what reads files with so many processes of this machine."""

    def read(sources: Iterable[Source]) -> Generator[Given]:
        # Forking would carry over whatever threads the caller has: each process is a new one.
        context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
        if sys.platform == "linux":
            context.set_forkserver_preload(["ogi.many"])
        with ProcessPoolExecutor(jobs, mp_context=context) as pool:
            running: deque[Future[list[Given]]] = deque()
            chunks = _chunks(sources)
            for chunk in chunks:
                running.append(pool.submit(_some, chunk))
                if len(running) >= 3 * jobs:  # no more than can be under way soon: memory stays flat
                    yield from running.popleft().result()
            while running:
                yield from running.popleft().result()

    return read


def with_cluster(client: Client) -> Many:
    """Return what reads files with the workers of a cluster; what a lost worker had is read by another.

    Raises InputError when a worker that came later has other versions, or workers are lost again and again.
    """

    def read(sources: Iterable[Source]) -> Generator[Given]:
        expected = signature(*CODE)
        tasks = (_Task(i, chunk, expected) for i, chunk in enumerate(_chunks(sources)))
        early: dict[int, list[Given]] = {}
        turn = 0
        with contextlib.closing(done(client, _some_elsewhere, tasks)) as results:
            for task, result in results:
                if isinstance(result, Exception):
                    raise _lost(task, result) from result
                early[task.number] = result
                while turn in early:
                    yield from early.pop(turn)
                    turn += 1

    return read


def _lost(task: _Task, error: Exception) -> InputError:
    if isinstance(error, InputError):
        return error
    return InputError(
        f"{task.sources[0].name} to {task.sources[-1].name}",
        "",
        f"no worker that could read them ({type(error).__name__}: {error})",
        "workers that stay and can get at the files",
        "See the workers' logs; read the files without --scheduler to find the one.",
    )
