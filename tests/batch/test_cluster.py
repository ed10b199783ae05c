"""The same plan on a real Dask cluster: scheduler and workers are processes of their own on this machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ogi.batch.outcome import Outcome
from ogi.batch.plan import plan
from ogi.batch.run import Summary, run
from ogi.batch.state import CODE
from ogi.batch.watch import Lines
from ogi.cluster import connect
from ogi.errors import InputError
from ogi.store.listing import Listing

from ..cluster import Cluster, cluster
from ..conftest import ROOT
from .conftest import notebook_file

pytestmark = pytest.mark.slow
OGI = str(Path(sys.executable).with_name("ogi"))


def _files(folder: Path) -> dict[str, bytes]:
    """All that a run left, the pages with what is in them."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in (".run.lock", "run.json"):
            # A notebook holds times, and an index how long each item took.
            whole = path.suffix == ".html" and path.name != "index.html"
            found[path.relative_to(folder).as_posix()] = path.read_bytes() if whole else b""
    return found


def _run_on(
    found: Cluster, small: Listing, notebooks: Path, target: Path, watch: Lines | None = None
) -> Summary:
    client = connect(found.address, *CODE)
    try:
        return run(plan(small, notebooks), small, target, client=client, watch=watch or Lines(print))
    finally:
        client.close()


def test_a_cluster_renders_what_this_machine_would(small: Listing, notebooks: Path, tmp_path: Path) -> None:
    with cluster(tmp_path / "dask", 2) as found:
        summary = _run_on(found, small, notebooks, tmp_path / "there")
        assert (summary.rendered, summary.failed) == (3, 0)
        assert run(plan(small, notebooks), small, tmp_path / "here").rendered == 3
        assert _files(tmp_path / "there") == _files(tmp_path / "here")
        again = _run_on(found, small, notebooks, tmp_path / "there")
        assert (again.rendered, again.unchanged) == (0, 3), "the same cache, wherever it was rendered"
        assert run(plan(small, notebooks), small, tmp_path / "there").unchanged == 3


def test_what_a_lost_worker_had_is_rendered_by_another(small: Listing, tmp_path: Path) -> None:
    notebooks = tmp_path / "books"
    notebooks.mkdir()
    for name in ("01-a", "02-b"):
        notebook_file(notebooks / f"{name}.ipynb", "import time; time.sleep(2)", "print(agency, year)")
    with cluster(tmp_path / "dask", 2) as found:

        class Killer(Lines):
            def ended(self, outcome: Outcome) -> None:
                super().ended(outcome)
                if self._done == 1:  # the other worker is in the middle of an item
                    found.kill(found.workers[0].pid)

        summary = _run_on(found, small, notebooks, tmp_path / "there", Killer(print))
        assert found.workers[0].wait(10) == -9
    assert (summary.rendered, summary.failed) == (6, 0)
    run(plan(small, notebooks), small, tmp_path / "here")
    assert _files(tmp_path / "there") == _files(tmp_path / "here")


def test_errors_in_cells_and_time_limits_are_those_of_any_run(
    small: Listing, notebooks: Path, tmp_path: Path
) -> None:
    notebook_file(notebooks / "02-slow.ipynb", "import time", "time.sleep(60 if year == 2011 else 0)")
    items = plan(small, notebooks, parameters=[])
    with cluster(tmp_path / "dask", 2) as found:
        client = connect(found.address, *CODE)
        said: list[str] = []
        target = tmp_path / "there"
        summary = run(items, small, target, client=client, limit=4, watch=Lines(said.append))
        client.close()
    assert (summary.rendered, summary.failed) == (5, 1)
    assert any("2011 甲县教育局 02-slow: FAILED, it took more than 4 seconds" in line for line in said), said


def test_other_versions_are_refused(small: Listing, notebooks: Path, tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "src", tmp_path / "other", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__")
    )
    with (tmp_path / "other" / "ogi" / "charts" / "draw.py").open("a") as code:
        code.write("# Another version.\n")
    with cluster(tmp_path / "dask", 1) as found:
        found.add_worker(PYTHONPATH=str(tmp_path / "other"))
        found.wait(2)
        with pytest.raises(
            InputError, match=r"worker tcp://.*: found ogi \w+ instead of \w+; expected the same"
        ):
            connect(found.address, *CODE)


def test_a_worker_that_comes_later_with_other_versions_renders_nothing(
    small: Listing, notebooks: Path, tmp_path: Path
) -> None:
    shutil.copytree(
        ROOT / "src", tmp_path / "other", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__")
    )
    with (tmp_path / "other" / "ogi" / "charts" / "draw.py").open("a") as code:
        code.write("# Another version.\n")
    with cluster(tmp_path / "dask", 1) as found:
        client = connect(found.address, *CODE)
        found.add_worker(PYTHONPATH=str(tmp_path / "other"))
        found.wait(2)
        found.kill(found.workers[0].pid)
        found.workers[0].wait(10)
        summary = run(plan(small, notebooks), small, tmp_path / "there", client=client)
        client.close()
    assert summary.rendered == 0
    assert all("a worker has other versions: ogi" in why for why in summary.failures.values())


def test_no_scheduler_and_no_worker_are_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no Dask scheduler that answers"):
        connect("tcp://127.0.0.1:1", *CODE)
    with (
        cluster(tmp_path / "dask", 0) as found,
        pytest.raises(InputError, match="a scheduler without workers"),
    ):
        connect(found.address, *CODE)


def test_the_command_renders_on_a_cluster(small: Listing, notebooks: Path, tmp_path: Path) -> None:
    """`ogi render --scheduler` from a project's folder, and its exit status."""
    project = tmp_path / "project"
    (project / "data" / "raw").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "raw" / "sources.csv", project / "data" / "raw")
    shutil.copytree(notebooks, project / "notebooks")
    with cluster(tmp_path / "dask", 1) as found:
        command = [OGI, "render", "--scheduler", found.address, "--data", str(small.folder)]
        command += ["--out", str(tmp_path / "out"), "-p", "break_at=乙县民政局"]
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "2 rendered, 0 unchanged, 1 failed" in done.stdout
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["counts"] == {"failed": 1, "rendered": 2}


def test_workers_leave_no_process_behind(small: Listing, notebooks: Path, tmp_path: Path) -> None:
    with cluster(tmp_path / "dask", 2) as found:
        _run_on(found, small, notebooks, tmp_path / "there")
        started = [int(pid) for worker in found.workers for pid in _children(worker.pid)]
        assert started, "each worker forks its kernels from a warm process of its own"
    end = time.monotonic() + 15
    while any(map(_lives, started)) and time.monotonic() < end:
        time.sleep(0.2)
    assert not any(map(_lives, started))


def _children(pid: int) -> list[str]:
    return [child for task in Path(f"/proc/{pid}/task").iterdir() for child in _of(task)]


def _of(task: Path) -> list[str]:
    return (task / "children").read_text().split()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
