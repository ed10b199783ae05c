"""Reports read by the workers of a real Dask cluster, from and to an S3 server."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from benchmarks.made_up import write
from ogi.cluster import connect
from ogi.ingest import ingest_paths
from ogi.many import CODE, with_cluster
from ogi.places import place
from ogi.store.reading import read

from .cluster import cluster

pytestmark = pytest.mark.slow
OGI = str(Path(sys.executable).with_name("ogi"))


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three hundred made-up reports, and one file that is none."""
    folder = tmp_path_factory.mktemp("raw")
    write(folder, 300)
    (folder / "none.txt").write_text("没有报告", encoding="utf-8")
    return folder


def _tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.csv")}


def test_a_cluster_reads_what_this_machine_would_though_a_worker_is_lost(raw: Path, tmp_path: Path) -> None:
    alone = ingest_paths([raw], tmp_path / "here")
    with cluster(tmp_path / "dask", 2) as found:
        client = connect(found.address, *CODE)

        def lose_one() -> None:
            while not any(client.processing().values()):
                time.sleep(0.01)
            time.sleep(0.3)
            found.kill(found.workers[0].pid)

        killer = threading.Thread(target=lose_one)
        killer.start()
        together = ingest_paths([raw], tmp_path / "there", with_cluster(client))
        killer.join()
        assert found.workers[0].wait(10) == -9
        client.close()
    assert _tables(tmp_path / "there") == _tables(tmp_path / "here")
    assert (together.read, together.refused) == (alone.read, alone.refused) == (300, 1)


def test_reports_and_tables_may_be_in_a_store(raw: Path, bucket: str, tmp_path: Path) -> None:
    for path in sorted(raw.glob("*"))[:70]:
        place(f"{bucket}/raw/{path.name}").write_bytes(path.read_bytes())
    with cluster(tmp_path / "dask", 2) as found:
        command = [OGI, "ingest", f"{bucket}/raw", "--out", f"{bucket}/tables", "--scheduler", found.address]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "70 read, 0 refused" in done.stdout
    there = read(place(f"{bucket}/tables"))
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in sorted(raw.glob("*"))[:70]:
        (copy / path.name).write_bytes(path.read_bytes())
    ingest_paths([copy], tmp_path / "here")
    here = read(tmp_path / "here")
    assert there.facts.equals(here.facts)
    assert there.findings.equals(here.findings)
    again = subprocess.run(
        command[:5], capture_output=True, text=True, check=False, env=os.environ, cwd=tmp_path
    )
    assert "(70 unchanged)" in again.stdout, again.stdout + again.stderr
