"""A real Dask cluster on this machine: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

DASK = Path(sys.executable).with_name("dask")
_LONGEST = 60.0


class Cluster:
    """A scheduler with its address, and workers that can be started and killed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self.workers: list[subprocess.Popen[bytes]] = []
        command = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
        self._scheduler = self._start(*command)
        self.address = self._address()

    def _start(self, *command: str, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        with (self._folder / "log.txt").open("ab") as log:
            return subprocess.Popen(
                [str(DASK), command[0], "--scheduler-file", str(self._file), *command[1:]],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                env=os.environ | (env or {}),
            )

    def _address(self) -> str:
        import json

        end = time.monotonic() + _LONGEST
        while time.monotonic() < end:
            with contextlib.suppress(OSError, ValueError):
                return str(json.loads(self._file.read_text())["address"])
            time.sleep(0.1)
        raise TimeoutError((self._folder / "log.txt").read_text())

    def add_worker(self, **env: str) -> int:
        """Start a worker with one thread and return its process id."""
        command = ("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        self.workers.append(self._start(*command, env=env))
        return self.workers[-1].pid

    def wait(self, workers: int) -> None:
        """Wait until so many workers are there."""
        from distributed import Client

        with Client(self.address) as client:
            client.wait_for_workers(workers, timeout=_LONGEST)

    def kill(self, pid: int) -> None:
        """Kill a worker at once."""
        os.kill(pid, signal.SIGKILL)

    def close(self) -> None:
        """End all processes."""
        for process in (*self.workers, self._scheduler):
            process.kill()
            process.wait()


@contextlib.contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """Have a cluster with so many workers."""
    folder.mkdir(parents=True, exist_ok=True)
    found = Cluster(folder)
    try:
        for _ in range(workers):
            found.add_worker()
        if workers:
            found.wait(workers)
        yield found
    finally:
        found.close()
