"""What may go wrong in a batch costs that item, never the others, and leaves nothing half made."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from ogi.batch import pool
from ogi.batch.alone import alone_in
from ogi.batch.kernels.nursery import can_fork
from ogi.batch.plan import plan
from ogi.batch.run import Summary, run
from ogi.batch.watch import Lines
from ogi.errors import InputError
from ogi.store.listing import Listing

from .conftest import notebook_file


def _run(small: Listing, folder: Path, target: Path, **options: object) -> tuple[Summary, list[str]]:
    said: list[str] = []
    return run(plan(small, folder), small, target, watch=Lines(said.append), **options), said  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "books").mkdir()
    return tmp_path / "books"


def test_a_second_run_on_a_folder_says_so(small: Listing, notebooks: Path, tmp_path: Path) -> None:
    with alone_in(tmp_path / "reports"), pytest.raises(InputError, match="another run at work on it"):
        _run(small, notebooks, tmp_path / "reports")
    assert list((tmp_path / "reports").iterdir()) == [tmp_path / "reports" / ".run.lock"]


def test_what_a_killed_run_had_begun_is_taken_away(tmp_path: Path) -> None:
    begun = tmp_path / "2011" / "a" / ".new-x"
    begun.mkdir(parents=True)
    (begun / "half.html").write_text("half")
    with alone_in(tmp_path):
        assert not begun.exists()


@pytest.mark.skipif(not can_fork(), reason="a kernel that dies is told apart where kernels are forked")
def test_a_kernel_that_dies_once_is_tried_again_and_an_error_is_not(
    small: Listing,
    folder: Path,
    tmp_path: Path,
) -> None:
    mark = tmp_path / "died"
    die = f"""
import os, signal
from pathlib import Path
with Path({str(mark)!r}).open("a") as log: log.write(f"{{agency}}\\n")
times = Path({str(mark)!r}).read_text().split().count(agency)
if agency == "乙县民政局": 1 / 0
if year == 2011 or times == 1: os.kill(os.getpid(), signal.SIGKILL)
"""
    notebook_file(folder / "01-die.ipynb", die)
    summary, said = _run(small, folder, tmp_path / "reports", jobs=1)
    assert summary.rendered == 1
    assert len(summary.failures) == 2
    assert any("2011 甲县教育局 01-die: FAILED, its kernel died" in line for line in said), said
    assert any("乙县民政局 01-die: FAILED, cell" in line and "ZeroDivisionError" in line for line in said)
    assert mark.read_text().split().count("乙县民政局") == 1, "an error in a cell is never tried again"


def test_workers_that_die_idle_are_replaced(
    small: Listing, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook_file(folder / "01-a.ipynb", "1 + 1")
    real = pool._workers
    killed: list[int] = []

    @contextmanager
    def broken_at_first(jobs: int, environment: Mapping[str, str]) -> Iterator[ProcessPoolExecutor]:
        with real(jobs, environment) as workers:
            if not killed:
                pid = workers.submit(os.getpid).result()
                killed.append(pid)
                os.kill(pid, signal.SIGKILL)
                while not workers._broken:
                    time.sleep(0.05)
            yield workers

    monkeypatch.setattr(pool, "_workers", broken_at_first)
    summary, _ = _run(small, folder, tmp_path / "reports", jobs=1)
    assert (summary.rendered, summary.failed, len(killed)) == (3, 0, 1)


def test_time_limits_end_an_item_and_a_run(small: Listing, folder: Path, tmp_path: Path) -> None:
    notebook_file(folder / "01-slow.ipynb", "import time", "time.sleep(300 if year == 2011 else 0)")
    summary, said = _run(small, folder, tmp_path / "reports", jobs=1, limit=4)
    assert (summary.rendered, summary.failed) == (2, 1)
    assert any("2011 甲县教育局 01-slow: FAILED, it took more than 4 seconds" in line for line in said)
    kept = tmp_path / "reports" / "2011" / "甲县教育局" / "01-slow.ipynb"
    assert kept.is_file(), "the notebook that was stopped is kept"
    summary, said = _run(small, folder, tmp_path / "reports", jobs=1, run_limit=0.001, force=True)
    assert summary.failed == 3
    assert all("not begun: the time for the whole run was over" in line for line in said if "FAILED" in line)


@pytest.mark.skipif(not can_fork(), reason="POSIX")
def test_a_folder_that_cannot_be_written_costs_its_item(small: Listing, folder: Path, tmp_path: Path) -> None:
    notebook_file(folder / "01-a.ipynb", "1 + 1")
    (tmp_path / "reports" / "2011").mkdir(parents=True)
    (tmp_path / "reports" / "2011" / "甲县教育局").write_text("a file where the folder should be")
    summary, said = _run(small, folder, tmp_path / "reports")
    assert (summary.rendered, summary.failed) == (2, 1)
    (failed,) = [line for line in said if "FAILED" in line]
    assert "found no way to write it" in failed


@pytest.mark.slow
@pytest.mark.skipif(not can_fork(), reason="POSIX")
def test_a_run_killed_at_any_moment_ends_as_if_undisturbed(
    small: Listing,
    folder: Path,
    tmp_path: Path,
) -> None:
    notebook_file(folder / "01-a.ipynb", "import time; time.sleep(0.3)", "print(agency, year)")
    target = tmp_path / "reports"
    code = f"""
from pathlib import Path
from ogi.batch.plan import plan
from ogi.batch.run import run
from ogi.store.listing import read_listing
listing = read_listing(Path({str(small.folder)!r}))
run(plan(listing, Path({str(folder)!r})), listing, Path({str(target)!r}), jobs=1)
"""
    for seconds in (4.0, 9.0, 11.0, 12.0, 13.0):
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        time.sleep(0.5)
    assert subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL).returncode == 0
    undisturbed = tmp_path / "undisturbed"
    _run(small, folder, undisturbed, jobs=1)
    found, expected = (
        {path.relative_to(base): path.suffix for path in base.rglob("*") if path.is_file()}
        for base in (target, undisturbed)
    )
    assert found == expected
    for path in expected:
        if path.suffix == ".html" and path.name != "index.html":  # that says how long each item took
            assert (target / path).read_bytes() == (undisturbed / path).read_bytes()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs the right to mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_costs_the_item_that_finds_it_full(
    small: Listing, folder: Path, small_disk: Path
) -> None:
    fill = """
import os
if year == 2011:
    left = os.statvfs(".").f_bavail * os.statvfs(".").f_frsize
    with open("filler", "wb") as file: file.write(b"0" * (left - 4096))
"""
    notebook_file(folder / "01-fill.ipynb", fill, "print(agency, year, 'x' * 9000)")
    target = small_disk / "reports"
    summary, said = _run(small, folder, target, jobs=1)
    assert (summary.rendered, summary.failed) == (2, 1), said
    (failed,) = [line for line in said if "FAILED" in line]
    assert "2011 甲县教育局 01-fill: FAILED" in failed
    assert "No space left on device" in failed
    assert not list((target / "2011" / "甲县教育局").iterdir()), "nothing half written"
    assert (target / "index.html").is_file()
    again, _ = _run(small, folder, target, jobs=1)
    assert (again.rendered, again.unchanged, again.failed) == (0, 2, 1), "it is tried again"
