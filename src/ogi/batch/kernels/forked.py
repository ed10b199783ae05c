"""A notebook's kernel as a child of the warm process: jupyter_client's extension points."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import time
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client import AsyncKernelClient, AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner

from ogi.batch.kernels.nursery import LONGEST_START, connection_to_parent

PROVISIONER = "ogi-forked"
_LONGEST_END = 5.0  # seconds


class ForkedProcess:
    """A child of the warm process, with what jupyter_client asks of a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, request: dict[str, Any]) -> None:
        """Ask for a child over a connection. Raises RuntimeError when none is forked."""
        self._connection = connection
        self._heard = b""
        self.returncode: int | None = None
        try:
            self._connection.sendall(json.dumps(request).encode() + b"\n")
            self.pid = self._line(LONGEST_START)
        except (OSError, RuntimeError) as error:
            self._connection.close()
            raise RuntimeError("the process that kernels are forked from does not answer") from error

    def _line(self, seconds: float) -> int:
        """The next number that the warm process tells; TimeoutError if late, RuntimeError if it is gone."""
        self._connection.settimeout(seconds)
        while b"\n" not in self._heard:
            data = self._connection.recv(64)
            if not data:
                raise RuntimeError("the process that kernels are forked from has ended")
            self._heard += data
        line, _, self._heard = self._heard.partition(b"\n")
        return int(line)

    def poll(self) -> int | None:
        """Return the exit status, or None while the child runs."""
        return self._ended(0.0)

    def wait(self, timeout: float | None = None) -> int | None:
        """Return the exit status once the child has ended, or None after so many seconds."""
        return self._ended(3600.0 if timeout is None else timeout)

    def _ended(self, seconds: float) -> int | None:
        if self.returncode is None:
            try:
                self.returncode = self._line(seconds)
            except (TimeoutError, BlockingIOError):
                return None
            except (OSError, RuntimeError):
                self.returncode = -signal.SIGKILL  # the warm process took its children along
            self._connection.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the child, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill the child."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the child to end."""
        self.send_signal(signal.SIGTERM)


class ForkedProvisioner(LocalProvisioner):  # type: ignore[misc]
    """Has the warm process fork a kernel where `LocalProvisioner` would start an interpreter."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork a kernel for the connection file that is ready, and return how to connect to it."""
        # The command is INTERPRETER -m ipykernel_launcher -f FILE …: only what follows the module counts.
        arguments = cmd[cmd.index("-m") + 2 :] if "-m" in cmd else cmd[1:]
        request = {
            "argv": arguments,
            "env": dict(kwargs.get("env") or os.environ),
            "cwd": str(kwargs.get("cwd") or Path.cwd()),
        }
        process = ForkedProcess(connection_to_parent(), request)
        self.process: Any = process
        self.pid = self.pgid = process.pid
        self.cwd = request["cwd"]
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and wait until it is gone; else it would be looked for each tenth of a second."""
        await super().kill(restart=restart)
        if self.process is not None:
            self.process.wait(_LONGEST_END)


class ForkedClient(AsyncKernelClient):  # type: ignore[misc]
    """A client that knows a kernel to be ready as soon as both of its channels have answered."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers on its shell channel and its output channel is heard.

        Raises RuntimeError when the kernel dies or does not answer within so many seconds.
        """
        deadline = time.monotonic() + (LONGEST_START if timeout is None else timeout)
        while time.monotonic() < deadline:
            self.kernel_info()
            answered = await self._answered()
            if answered is not None and await self._idle_after(answered):
                with contextlib.suppress(Empty):
                    while True:
                        await self.iopub_channel.get_msg(timeout=0)
                return
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _answered(self) -> str | None:
        """The id of the request that the kernel answers next: of the first it got, were there several."""
        try:
            reply = await self.shell_channel.get_msg(timeout=1)
        except Empty:
            return None
        if reply["msg_type"] != "kernel_info_reply":
            return None
        self._handle_kernel_info_reply(reply)
        return str(reply["parent_header"]["msg_id"])

    async def _idle_after(self, asked: str) -> bool:
        """Whether the output channel tells that a request was dealt with; else it was not yet connected."""
        try:
            while True:
                message = await self.iopub_channel.get_msg(timeout=0.1)
                idle = message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
                if idle and message["parent_header"].get("msg_id") == asked:
                    return True
        except Empty:
            return False


class ForkedKernelManager(AsyncKernelManager):  # type: ignore[misc]
    """A manager whose kernels are forked, whatever their kernel spec says of how to start them."""

    client_class = "ogi.batch.kernels.forked.ForkedClient"
    client_factory = ForkedClient

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """The kernel's spec, with our provisioner."""
        spec = super().kernel_spec
        if spec is not None:
            spec.metadata = {**spec.metadata, "kernel_provisioner": {"provisioner_name": PROVISIONER}}
        return spec
