"""The warm process as others see it: started, waited for, connected to, ended."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ADDRESS = "OGI_KERNELS"  # the environment variable with the warm process's socket
LONGEST_START = 120.0  # seconds
# Of the warm process alone.
OWN = {
    # The debugger, which each kernel imports, would warn of what only who debugs needs to know.
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    # glibc's: pictures' memory is used again for the next, not given back and asked for each time.
    "MALLOC_MMAP_THRESHOLD_": "268435456",
    "MALLOC_TRIM_THRESHOLD_": "268435456",
}
# No library may have a thread of its own in the process that forks: it would not be in the child.
SINGLE_THREADED = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MPLBACKEND": "agg",
}


def can_fork() -> bool:
    """Whether kernels are forked here: on Linux. macOS's libraries start threads, and Windows has no fork."""
    return sys.platform == "linux"


class Nursery:
    """The warm process that kernels are forked from; it ends with this object, and with this process."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="ogi-kernels-")
        self.address = str(Path(self._folder) / "socket")
        command = [sys.executable, "-m", "ogi.batch.kernels.parent", self.address]
        self._process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env=os.environ | SINGLE_THREADED | OWN,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def connect(self) -> socket.socket:
        """Return a connection, waiting until the process is warm.

        Raises RuntimeError when it has ended, or does not listen in time.
        """
        return connect(self.address, lambda: self.is_alive)

    def close(self) -> None:
        """End the process and its children."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


_own: list[Nursery] = []


def nursery() -> Nursery:
    """Return this process's own warm process: started when first asked for, and anew when it has ended."""
    if _own and not _own[0].is_alive:
        _own.pop().close()
    if not _own:
        _own.append(Nursery())
        atexit.register(_own[0].close)
    return _own[0]


def connection_to_parent() -> socket.socket:
    """Return a connection to the warm process: that of the batch at hand, or one of this process's own."""
    address = os.environ.get(ADDRESS)
    return connect(address) if address else nursery().connect()


def connect(address: str, alive: Callable[[], bool] = lambda: True) -> socket.socket:
    """Return a connection to the warm process that listens, or will listen, at an address.

    Raises RuntimeError when it does not in time.
    """
    deadline = time.monotonic() + LONGEST_START
    while True:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(address)
        except OSError as error:
            connection.close()
            # Refused: it did listen, and has ended. Not found: it is still getting warm.
            if isinstance(error, ConnectionRefusedError) or not alive() or time.monotonic() > deadline:
                raise RuntimeError("the process that kernels are forked from does not answer") from None
            time.sleep(0.05)
        else:
            return connection
