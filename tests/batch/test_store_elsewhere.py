"""Tables read from, and pages put to, an S3 server; here and by a cluster's workers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ogi.errors import InputError
from ogi.places import here, is_address, place
from ogi.store.listing import Listing, read_listing
from ogi.store.reading import read

from ..cluster import cluster
from ..conftest import ROOT
from ..s3 import store

pytestmark = pytest.mark.slow
BIN = Path(sys.executable).parent


def _names(address: str) -> set[str]:
    base = address.removeprefix("s3://")
    return {name[len(base) + 1 :] for name in store().find(base)}


def _put(folder: Path, address: str) -> None:
    for path in folder.iterdir():
        if path.is_file():
            place(f"{address}/{path.name}").write_bytes(path.read_bytes())


def _render(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(BIN / "ogi"), "render", *options]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path, notebooks: Path) -> Path:
    """A project folder with the small notebook."""
    folder = tmp_path / "project"
    (folder / "data" / "raw").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "raw" / "sources.csv", folder / "data" / "raw")
    shutil.copytree(notebooks, folder / "notebooks")
    with (folder / "notebooks" / "01-small.ipynb").open() as file:
        assert "print(agency, year)" in file.read()
    return folder


def test_tables_are_read_from_an_address(small: Listing, bucket: str) -> None:
    _put(small.folder, f"{bucket}/tables")
    there = place(f"{bucket}/tables")
    assert read_listing(there).reports == small.reports
    one = read(there, [small.reports[0].report_id])
    assert list(one.reports["report_id"]) == [small.reports[0].report_id]
    assert len(one.facts) == len(read(small.folder, [small.reports[0].report_id]).facts) > 0
    with here(there / "facts.csv") as file:
        assert file.read_bytes() == (small.folder / "facts.csv").read_bytes()
    with pytest.raises(
        InputError, match=r"facts.parquet: found no such file|reports.parquet: found no such file"
    ):
        read_listing(place(f"{bucket}/nowhere"))


def test_pages_are_put_to_an_address_and_not_made_twice(
    small: Listing, project: Path, bucket: str, tmp_path: Path
) -> None:
    _put(small.folder, f"{bucket}/tables")
    options = ["--data", f"{bucket}/tables", "--out", f"{bucket}/reports"]
    done = _render(project, *options)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 rendered, 0 unchanged, 0 failed" in done.stdout
    local = _render(project, "--data", str(small.folder), "--out", str(tmp_path / "here"))
    assert local.returncode == 0
    expected = {
        p.relative_to(tmp_path / "here").as_posix() for p in (tmp_path / "here").rglob("*") if p.is_file()
    }
    assert _names(f"{bucket}/reports") == expected - {".run.lock"}
    page = place(f"{bucket}/reports/2011/甲县教育局/evidence.html").read_bytes()
    assert page == (tmp_path / "here" / "2011" / "甲县教育局" / "evidence.html").read_bytes()
    index = place(f"{bucket}/reports/index.html").read_text(encoding="utf-8")
    assert index.count(">已生成<") >= 3
    again = _render(project, *options)
    assert "0 rendered, 3 unchanged, 0 failed" in again.stdout
    place(f"{bucket}/reports/2011/甲县教育局/01-small.html").unlink()
    again = _render(project, *options, "--explain")
    assert "to render: 2011 甲县教育局 01-small (an output is missing)" in again.stdout
    assert "1 rendered, 2 unchanged, 0 failed" in again.stdout


def test_an_item_that_fails_has_no_old_page_at_an_address(small: Listing, project: Path, bucket: str) -> None:
    options = ["--data", str(small.folder), "--out", f"{bucket}/reports"]
    assert _render(project, *options).returncode == 0
    failed = _render(project, *options, "-p", "break_at=乙县民政局")
    assert failed.returncode == 1
    names = _names(f"{bucket}/reports")
    assert "2012/乙县民政局/01-small.ipynb" in names
    assert "2012/乙县民政局/01-small.html" not in names
    assert "生成失败" in place(f"{bucket}/reports/index.html").read_text(encoding="utf-8")


def test_a_cluster_reads_and_writes_addresses_only(
    small: Listing, project: Path, bucket: str, tmp_path: Path
) -> None:
    _put(small.folder, f"{bucket}/tables")
    with cluster(tmp_path / "dask", 2) as found:
        done = _render(
            project,
            *("--scheduler", found.address, "--data", f"{bucket}/tables", "--out", f"{bucket}/reports"),
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 rendered, 0 unchanged, 0 failed" in done.stdout
    assert {"index.html", "run.json", "2011/甲县教育局/01-small.html"} <= _names(f"{bucket}/reports")


def test_a_store_that_cannot_be_got_at_is_said(
    project: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = _render(project, "--data", f"{bucket}-not-there/tables")
    assert done.returncode == 2
    assert "no such file" in done.stderr
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    done = _render(project, "--data", f"{bucket}/tables")
    assert done.returncode == 2
    assert "a store that does not answer as it should" in done.stderr
    assert "Traceback" not in done.stderr
    done = _render(project, "--data", "nothing://bucket/tables")
    assert done.returncode == 2
    assert "an address that nothing installed reads" in done.stderr


def test_an_address_is_not_a_path() -> None:
    assert is_address("s3://bucket/x")
    assert not is_address("C:/data")
    assert isinstance(place("data"), Path)
    assert os.fspath(place("data")) == "data"
