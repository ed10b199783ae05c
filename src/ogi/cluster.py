"""Work on a Dask cluster that is there already: connected to, and only when every worker is the same."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from ogi.errors import InputError
from ogi.version import libraries, version_behind

if TYPE_CHECKING:
    from distributed import Client

T = TypeVar("T")
R = TypeVar("R")
_LONGEST_WAIT = "20s"


def signature(*modules: str) -> dict[str, str]:
    """Return what has to be the same on every machine: our code behind some modules, Python, libraries."""
    return {"ogi": version_behind(*modules), **libraries()}


def difference(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """Return in which versions a machine differs from this one, or nothing.

    >>> difference({"python": "3.11.7", "pandas": "3.0.1"}, {"python": "3.11.7", "pandas": "3.0.0"})
    'pandas 3.0.0 instead of 3.0.1'
    """
    found = [f"{k} {there.get(k, 'missing')} instead of {v}" for k, v in here.items() if there.get(k) != v]
    return ", ".join(found)


def connect(address: str, *modules: str) -> Client:
    """Return a client of the scheduler at an address.

    Raises InputError when Dask is not installed, no scheduler answers, it has no worker, or one of its
    workers has other versions of the code behind `modules` or of the libraries.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise InputError(
            "--scheduler",
            "",
            "no package “distributed”",
            "Dask, which runs the work elsewhere",
            "Install it: pip install 'ogi-reports[cluster]'.",
        ) from error
    try:
        client = Client(address, timeout=_LONGEST_WAIT)
    except (OSError, ValueError) as error:
        raise InputError(
            address,
            "",
            f"no Dask scheduler that answers ({error})",
            "an address such as tcp://host:8786",
            "Start one with `dask scheduler`, or correct the address.",
        ) from error
    try:
        _require_same(client, address, signature(*modules), modules)
    except InputError:
        client.close()
        raise
    return client


def _require_same(client: Client, address: str, own: Mapping[str, str], modules: tuple[str, ...]) -> None:
    def theirs() -> dict[str, str]:  # sent as it is: a worker without ogi could not look it up by name
        try:
            from ogi.cluster import signature as of_worker
        except ImportError:
            return {}
        return of_worker(*modules)

    answers = client.run(theirs)
    if not answers:
        raise InputError(
            address, "", "a scheduler without workers", "at least one", "Start one with `dask worker`."
        )
    for worker, answer in sorted(answers.items()):
        if not answer:
            raise InputError(
                address, f"worker {worker}", "no package ogi", "ogi-reports", "Install it there, too."
            )
        if other := difference(own, answer):
            raise InputError(
                address,
                f"worker {worker}",
                other,
                "the same versions everywhere",
                "Install the same there (uv.lock has them), and start its workers again.",
            )


def threads(client: Client) -> int:
    """Return how many tasks the cluster works on at once."""
    return sum(client.nthreads().values())


def done(client: Client, work: Callable[[T], R], tasks: Iterable[T]) -> Generator[tuple[T, R | Exception]]:
    """Yield each task with its result, or the exception that ended it, as they end.

    So many are under way as the cluster has threads, and some more, that none waits for the next. What a lost
    worker had under way is done by another; a task that has taken several workers along ends with Dask's
    KilledWorker. What is under way when the caller stops is cancelled.
    """
    from distributed import as_completed

    waiting = iter(tasks)
    running: dict[Any, T] = {}
    ended = as_completed([])

    def fill() -> None:
        while len(running) < 2 * max(threads(client), 1):
            task = next(waiting, None)
            if task is None:
                return
            future = client.submit(work, task, pure=False)
            running[future] = task
            ended.add(future)

    try:
        fill()
        for future in ended:
            task = running.pop(future)
            error = future.exception()
            yield task, (future.result() if error is None else error)
            future.release()
            fill()
    finally:
        client.cancel(list(running))
