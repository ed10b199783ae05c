"""The documents are true: every command in them runs, every option is named, every file they name is there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from ogi.charts import CHARTS
from ogi.cli import app

from .conftest import ROOT

DOCUMENTS = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "data").rglob("README.md")),
]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _commands(text: str) -> list[tuple[str, str]]:
    """Each documented command with the output printed below it."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", text, re.S):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output.strip()))
    return found


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project's data and notebooks, for commands to work in."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(
        ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("*.parquet", "processed/*.csv")
    )
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    return folder


def _run(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(shlex.split(command), cwd=cwd, env=env, capture_output=True, text=True, check=False)


def test_there_are_commands() -> None:
    assert [command for command, _ in _commands(README)][:2] == ["make report", "make test"]


@pytest.mark.slow
def test_every_documented_command_runs_and_prints_what_it_says(copy: Path) -> None:
    for document in DOCUMENTS:
        for command, output in _commands(document.read_text(encoding="utf-8")):
            if command.startswith("make "):
                continue  # tests/test_clone.py
            done = _run(command, copy)
            assert done.returncode == 0, f"{command}: {done.stderr}"
            assert output in done.stdout, command


@pytest.mark.slow
def test_the_python_of_the_readme_runs(copy: Path) -> None:
    assert _run("ogi ingest", copy).returncode == 0
    for block in re.findall(r"```python\n(.*?)```", README, re.S):
        done = subprocess.run(
            [sys.executable, "-c", block], cwd=copy, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert (copy / "out" / "charts" / "volume-by-channel.svg").is_file()


def test_every_command_and_option_is_documented() -> None:
    group = get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        rows = "\n".join(line for line in README.splitlines() if line.startswith(f"| `ogi {name}"))
        assert rows, name
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--") and option != "--help":
                    assert f"`{option}`" in rows, f"ogi {name} {option}"


def test_every_chart_is_named() -> None:
    for name in CHARTS:
        assert f"`{name}`" in README


@pytest.mark.parametrize("document", DOCUMENTS, ids=[d.relative_to(ROOT).as_posix() for d in DOCUMENTS])
def test_every_link_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_the_readme_shows_what_the_data_gives(processed: Path) -> None:
    from ogi.store.reading import read

    tables = read(processed)
    read_reports = (tables.reports["status"] == "read").sum()
    line = f"{read_reports} read, 0 refused: {len(tables.facts)} facts and {len(tables.findings)} findings in data/processed"
    assert line in README


def test_the_picture_of_the_readme_is_the_chart_of_the_sample(processed: Path) -> None:
    from ogi.charts import chart_spec, draw, encode
    from ogi.store.reading import read
    from ogi.view import view_report

    spec = chart_spec(view_report(read(processed), "xiangshan-aic", 2011, "en"), "volume-by-channel")
    drawn = encode(draw(spec), spec, ("png",))["png"]
    assert (ROOT / "docs" / "volume-by-channel.png").read_bytes() == drawn, "draw it again: make pictures"
