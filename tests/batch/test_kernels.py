"""Forked kernels: each fresh, none knowing of another, nothing left of any."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from ogi.batch.engine import execute
from ogi.batch.failures import KernelDiedError, NotebookError
from ogi.batch.kernels import nursery as kernels
from ogi.batch.kernels.nursery import can_fork, nursery

from .conftest import notebook_file

pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only")


@pytest.fixture(autouse=True)
def own_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(kernels.ADDRESS, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path


def _run(folder: Path, *cells: str, limit: float | None = None) -> list[str]:
    """Run cells in a kernel of their own and return what each printed."""
    notebook_file(folder / "cells.ipynb", *cells, parameters="")
    done = execute(folder / "cells.ipynb", folder / "out" / "cells.ipynb", {}, limit)
    return ["".join(o.get("text", "") for o in c.outputs) for c in done.cells if c.cell_type == "code"]


LOOK = """
import builtins, json, os, random, sys, tempfile
import matplotlib as mpl, numpy as np, pandas as pd
import helpers
print(json.dumps({
    "globals": "left" in globals(), "builtins": hasattr(builtins, "left"), "module": "wave" in sys.modules,
    "attribute": hasattr(helpers, "left"), "rc": mpl.rcParams["lines.linewidth"], "option": pd.get_option("display.max_rows"),
    "environ": os.environ.get("LEFT"), "cwd": os.getcwd(), "path": "/left" in sys.path,
    "random": [random.random(), float(np.random.random())], "tmp": tempfile.gettempdir(),
    "files": sorted(os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{n}")),
    "pid": os.getpid(), "session": os.getsid(0), "argv": sys.argv[0].rpartition("/")[2],
}))
"""
MESS = """
import builtins, wave, os, random, sys, tempfile
import matplotlib as mpl, numpy as np, pandas as pd
import helpers
left = builtins.left = helpers.left = 1
mpl.rcParams["lines.linewidth"] = 99
pd.set_option("display.max_rows", 1)
os.environ["LEFT"] = "yes"
sys.path.append("/left")
random.seed(1); np.random.seed(1)
kept = open(os.path.join(tempfile.gettempdir(), "left.txt"), "w")
os.chdir("/")
"""


def test_nothing_of_one_run_reaches_another(folder: Path) -> None:
    before = json.loads(_run(folder, LOOK)[0])
    assert _run(folder, MESS) == [""]
    after = json.loads(_run(folder, LOOK)[0])
    for seen in (before, after):
        assert not (any(seen[name] for name in ("globals", "builtins", "module", "attribute", "path")))
        assert (seen["rc"], seen["option"], seen["environ"]) == (1.5, 60, None)
        assert Path(seen["cwd"]) == folder / "out"
        assert seen["session"] == seen["pid"] != os.getpid()
        assert not Path(seen["tmp"]).exists(), "its folder for temporary files is gone with it"
        assert not [name for name in seen["files"] if "left.txt" in name or "ogi-kernels" in name]
        assert seen["argv"] == "ipykernel_launcher"
    assert before["tmp"] != after["tmp"]
    assert before["random"] != after["random"], "each kernel has a random state of its own"


def test_a_kernel_imports_and_reads_next_to_nothing(folder: Path, processed: Path) -> None:
    """What each would import, and the texts each would parse, the warm process has done already."""
    names = "import sys, json; print(json.dumps(list(sys.modules)))"
    program = f"from ogi.batch.kernels.warm import warm; warm(); {names}"
    environment = os.environ | kernels.SINGLE_THREADED | kernels.OWN
    warm = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, check=True, text=True
    )
    assert warm.stderr == ""
    report = f"import helpers as h; report = h.load('xiangshan-aic', 2011, 'en', {str(processed)!r})"
    shown = "[h.chart(report, name) and h.follows(report, name) for name in h.CHARTS]; h.headline(report)"
    tables = "h.show(h.findings(report)); h.show(h.facts(report))"
    first, *_, last = _run(
        folder, names, "import yaml; yaml.load = None", report, f"{shown}\n{tables}", names
    )
    known = set(json.loads(warm.stdout))
    assert len(set(json.loads(first)) - known) < 5
    assert len(set(json.loads(last)) - known) < 10


def test_figures_are_shown_inline(folder: Path) -> None:
    notebook_file(folder / "cells.ipynb", "import matplotlib.pyplot as plt\nplt.plot([1, 2]);", parameters="")
    done = execute(folder / "cells.ipynb", folder / "out" / "cells.ipynb", {})
    kinds = [kind for output in done.cells[0].outputs for kind in output.get("data", {})]
    assert "image/png" in kinds


def test_a_kernel_that_dies_and_a_cell_that_fails_are_told_apart(folder: Path) -> None:
    with pytest.raises(KernelDiedError, match="its kernel died"):
        _run(folder, "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(NotebookError, match="ZeroDivisionError") as failed:
        _run(folder, "1 / 0")
    assert not isinstance(failed.value, KernelDiedError)
    assert _run(folder, "print('well')") == ["well\n"]


def test_a_cell_that_hangs_is_stopped(folder: Path) -> None:
    start = time.monotonic()
    with pytest.raises(NotebookError, match="it took more than 2 seconds and was stopped"):
        _run(folder, "import time", "time.sleep(300)", limit=2)
    assert time.monotonic() - start < 60


def _children() -> set[int]:
    """The processes below this one, at any depth."""
    lines = subprocess.run(
        ["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True
    ).stdout.splitlines()[1:]
    parents = {int(pid): int(parent) for pid, parent in map(str.split, lines)}
    found: set[int] = set()
    while more := {pid for pid, parent in parents.items() if parent in found | {os.getpid()}} - found:
        found |= more
    return found


def _left(pattern: str) -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob(pattern))


@pytest.mark.slow
def test_runs_leave_no_process_socket_or_file_behind(folder: Path) -> None:
    _run(folder, "pass")
    time.sleep(0.5)
    processes, handles = len(_children()), len(os.listdir("/proc/self/fd"))
    folders = _left("ogi-kernel-*")
    for _ in range(8):
        _run(folder, "import tempfile; open(tempfile.mktemp(), 'w').write('x')")
    time.sleep(0.5)
    assert len(_children()) <= processes
    assert len(os.listdir("/proc/self/fd")) <= handles + 2
    assert _left("ogi-kernel-*") <= folders


def test_a_warm_process_that_was_killed_is_replaced(folder: Path) -> None:
    _run(folder, "pass")
    first = nursery()
    os.kill(first._process.pid, signal.SIGKILL)
    first._process.wait()
    assert _run(folder, "print(1 + 1)") == ["2\n"]
    assert nursery() is not first


def test_a_kernel_that_never_started_died_and_may_be_tried_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = kernels.Nursery()
    other.connect().close()
    os.kill(other.pid, signal.SIGKILL)
    other._process.wait()
    monkeypatch.setenv(kernels.ADDRESS, other.address)
    with pytest.raises(KernelDiedError, match=r"its kernel did not start: the process .* does not answer"):
        _run(folder, "pass")
    other.close()


def test_a_kernel_was_not_started_where_the_warm_process_hangs_up(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = str(tmp_path / "socket")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(address)
        listener.listen()

        def hang_up() -> None:
            connection, _ = listener.accept()
            connection.recv(1)  # the rest of the request is never read: the connection is reset
            connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        monkeypatch.setenv(kernels.ADDRESS, address)
        with pytest.raises(KernelDiedError, match="its kernel did not start: the process that kernels"):
            _run(folder, "pass")
        thread.join()


@pytest.fixture
def owner(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has a kernel running, and has printed the ids of both its descendants."""
    notebook_file(
        folder / "long.ipynb",
        "import os, time\nprint(os.getppid(), os.getpid(), file=open('ids', 'w'), flush=True)\ntime.sleep(300)",
        parameters="",
    )
    code = f"from pathlib import Path\nfrom ogi.batch.engine import execute\nexecute(Path({str(folder / 'long.ipynb')!r}), Path({str(folder / 'out' / 'x.ipynb')!r}), {{}})"
    process = subprocess.Popen([sys.executable, "-c", code], text=True)
    yield process
    process.kill()
    process.wait()


@pytest.mark.slow
def test_kernels_end_with_whoever_had_them_started(owner: subprocess.Popen[str], folder: Path) -> None:
    ids = folder / "out" / "ids"
    deadline = time.monotonic() + 120
    while not (ids.is_file() and ids.read_text().split()):
        assert time.monotonic() < deadline
        assert owner.poll() is None
        time.sleep(0.2)
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    running = {int(pid) for pid in ids.read_text().split()}
    while running and time.monotonic() < deadline:
        running = {pid for pid in running if _is_running(pid)}
        time.sleep(0.1)
    assert not running


def _is_running(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@pytest.mark.slow
def test_papermill_knows_the_engine(folder: Path) -> None:
    notebook_file(folder / "a.ipynb", "print(agency)")
    command = [
        sys.executable,
        "-m",
        "papermill",
        "--engine",
        "ogi",
        "-p",
        "agency",
        "y",
        "--no-progress-bar",
        "a.ipynb",
        "b.ipynb",
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    outputs = [
        cell.outputs for cell in nbformat.read(folder / "b.ipynb", 4).cells if cell.cell_type == "code"
    ]
    assert outputs[-1][0]["text"] == "y\n"
