"""A stranger's first minutes: a fresh clone in an empty folder, and `make report`."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from .conftest import ROOT

pytestmark = pytest.mark.slow


def test_make_report_works_on_a_fresh_clone(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    env = {
        k: v for k, v in os.environ.items() if k not in ("OGI_DATA", "VIRTUAL_ENV", "PYTHONPATH", "MAKEFLAGS")
    }
    done = subprocess.run(["make", "report"], cwd=clone, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Look at reports/index.html" in done.stdout
    assert (clone / "reports" / "index.html").is_file()
    assert (clone / "reports" / "2011" / "xiangshan-aic" / "charts" / "volume-by-channel.png").is_file()
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
    )
    assert status.stdout == "", "what is made is ignored by git"

    with (clone / "data" / "raw" / "sources.csv").open("a", encoding="utf-8") as register:
        register.write(f"missing.txt,missing,某某局,,,,2011,,,,{'0' * 64},\n")
    done = subprocess.run(["make", "report"], cwd=clone, env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "refused: missing.txt" in done.stderr
    assert "Look at reports/index.html" in done.stdout, "the others are rendered all the same"
