"""The warm process that kernels are forked from: `python -m ogi.batch.kernels.parent SOCKET`.

It imports everything once, then waits on a Unix socket. Whoever wants a kernel connects and sends one line of
JSON: the kernel's arguments, environment and folder. The answer is the child's process id; when the child
has ended, its exit status follows. A connection that is closed takes its child with it, and so does the end
of the process that started this one (its end of our standard input closes).

Only this process's single thread ever forks. Every child has a session, a temporary folder and a random
state of its own, and no open file of ours or of another child's.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import random
import selectors
import shutil
import signal
import socket
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from ogi.batch.kernels.warm import warm

_PR_SET_PDEATHSIG = 1
_LONGEST_REQUEST = 1 << 20


@dataclass(slots=True)
class _Child:
    connection: socket.socket
    folder: Path


def _end_with_parent() -> None:
    """Have the kernel (Linux) kill this process when the one that forked it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _kill(pid: int) -> None:
    """Kill a child and what it started; one that has no session of its own yet has started nothing."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):
            kill(pid, signal.SIGKILL)
            return


def _backend() -> list[str]:
    """The argument that has figures shown inline.

    An ordinary kernel sees to it when matplotlib is imported, unless MPLBACKEND names another backend; here
    it was imported long ago.
    """
    named = os.environ.get("MPLBACKEND")
    if not named or "inline" in named:
        return ["--matplotlib=inline"]
    import matplotlib as mpl

    mpl.use(named)
    return []


def _become_kernel(request: dict[str, Any], folder: Path) -> NoReturn:
    """Run an ordinary ipykernel in this child, and never return."""
    status = 1
    try:
        os.environ.clear()
        os.environ.update(request["env"])
        os.environ["TMPDIR"] = str(folder)
        os.environ["JPY_PARENT_PID"] = str(os.getppid())
        tempfile.tempdir = None
        os.chdir(request["cwd"])
        random.seed()
        import numpy as np

        np.random.seed()
        from ipykernel.kernelapp import IPKernelApp

        sys.argv = ["ipykernel_launcher", *request["argv"]]
        IPKernelApp.launch_instance(argv=[*request["argv"], *_backend()])
        status = 0
    except SystemExit as done:
        status = done.code if isinstance(done.code, int) else int(done.code is not None)
    except BaseException:  # noqa: BLE001  (the child of a server: it says why, and ends)
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status & 0xFF)


class _Parent:
    """Forks children on demand, tells how each ended, and takes them along when it ends."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._children: dict[int, _Child] = {}
        self._selector = selectors.DefaultSelector()
        self._woken, self._wake = socket.socketpair()
        for end in (self._woken, self._wake):
            end.setblocking(False)
        self._requests: dict[socket.socket, bytes] = {}

    def serve(self) -> None:
        """Answer requests until standard input closes."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the starter's to handle
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._selector.register(sys.stdin.fileno(), selectors.EVENT_READ)
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj is self._woken:
                    with contextlib.suppress(BlockingIOError):
                        self._woken.recv(4096)
                elif key.fileobj == sys.stdin.fileno():
                    if not os.read(sys.stdin.fileno(), 4096):
                        return
                elif isinstance(key.fileobj, socket.socket):
                    self._hear(key.fileobj)
            self._reap()

    def end(self) -> None:
        """Kill and reap every child."""
        for pid in self._children:
            _kill(pid)
        while self._children:
            self._reap(os.WUNTRACED)

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        self._selector.register(connection, selectors.EVENT_READ)
        self._requests[connection] = b""

    def _hear(self, connection: socket.socket) -> None:
        """Read what a client sends: its request, or the end that takes its child along."""
        try:
            data = connection.recv(65536)
        except ConnectionError:
            data = b""
        if not data or len(self._requests.get(connection, b"")) > _LONGEST_REQUEST:
            self._leave(connection)
            return
        if connection in self._requests:
            self._requests[connection] += data
            if self._requests[connection].endswith(b"\n"):
                self._fork(connection, json.loads(self._requests.pop(connection)))

    def _leave(self, connection: socket.socket) -> None:
        self._selector.unregister(connection)
        self._requests.pop(connection, None)
        connection.close()
        for pid, child in self._children.items():
            if child.connection is connection:
                _kill(pid)

    def _fork(self, connection: socket.socket, request: dict[str, Any]) -> None:
        folder = Path(tempfile.mkdtemp(prefix="ogi-kernel-"))
        pid = os.fork()
        if pid == 0:
            os.setsid()
            _end_with_parent()
            self._forget_all()
            _become_kernel(request, folder)
        self._children[pid] = _Child(connection, folder)
        self._tell(connection, pid)

    def _forget_all(self) -> None:
        """Let go, in a child, of everything that is the parent's."""
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._selector.close()
        for connection in {*self._requests, *(child.connection for child in self._children.values())}:
            connection.close()
        for mine in (self._listener, self._woken, self._wake):
            mine.close()
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)

    def _reap(self, options: int = os.WNOHANG) -> None:
        while self._children:
            pid, status = os.waitpid(-1, options)
            if pid == 0:
                return
            child = self._children.pop(pid, None)
            if child is None:
                continue
            shutil.rmtree(child.folder, ignore_errors=True)
            self._tell(child.connection, os.waitstatus_to_exitcode(status))

    @staticmethod
    def _tell(connection: socket.socket, number: int) -> None:
        with contextlib.suppress(OSError):  # who asked may be gone
            connection.sendall(f"{number}\n".encode())


def main(address: str) -> None:
    """Warm up, listen on a Unix socket at `address`, and serve until standard input closes."""
    warm()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(address)
        listener.listen(64)
        parent = _Parent(listener)
        try:
            parent.serve()
        finally:
            parent.end()


if __name__ == "__main__":
    main(sys.argv[1])
