"""The notebooks: calls and narrative only, and each runs top to bottom, from wherever it is called."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill as pm
import pytest

from ogi.charts import CHARTS, TRENDS

from ..conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PAPERMILL = Path(sys.executable).with_name("papermill")


def _cells(path: Path, kind: str = "code") -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == kind]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_a_notebook_is_calls_and_narrative(path: Path) -> None:
    for cell in _cells(path):
        assert not cell.outputs, "notebooks are committed without outputs"
        assert cell.execution_count is None
        body = ast.parse(cell.source).body
        for node in body:
            assert isinstance(node, (ast.Expr, ast.Assign, ast.Import)), ast.unparse(node)
        if "parameters" not in cell.metadata.get("tags", []):
            calls = [n for n in ast.walk(ast.parse(cell.source)) if isinstance(n, ast.Call)]
            assert len(calls) <= 2, cell.source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_every_text_is_there_in_both_languages(path: Path) -> None:
    tags = [
        next(t for t in cell.metadata["tags"] if t.startswith("lang-")) for cell in _cells(path, "markdown")
    ]
    assert tags == ["lang-zh", "lang-en"] * (len(tags) // 2)


def test_the_parameters_render_the_sample() -> None:
    parameters = pm.inspect_notebook(str(ROOT / "notebooks" / "01-report.ipynb"))
    assert set(parameters) == {"agency", "year", "lang", "output_dir"}
    assert parameters["agency"]["default"].strip('"') == "xiangshan-aic"
    assert parameters["year"]["default"] == "2011"


def test_findings_come_before_charts_and_facts_last() -> None:
    sources = [cell.source for cell in _cells(ROOT / "notebooks" / "01-report.ipynb")]
    findings = next(i for i, s in enumerate(sources) if "h.findings" in s)
    charts = [i for i, s in enumerate(sources) if "h.chart" in s]
    assert findings < min(charts)
    assert "h.facts" in sources[-1]
    drawn = {name for name in CHARTS if any(f'"{name}"' in s and "h.chart" in s for s in sources)}
    assert drawn == set(CHARTS)
    for i in charts:
        assert "h.follows" in sources[i + 1], "below each chart stands what follows from it"


@pytest.fixture(scope="module")
def executed(processed: Path, tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """01-report run by plain papermill for the sample, charts saved."""
    folder = tmp_path_factory.mktemp("papermill")
    command = [PAPERMILL, ROOT / "notebooks" / "01-report.ipynb", "out.ipynb", "--no-progress-bar"]
    command += ["-p", "agency", "xiangshan-aic", "-p", "year", "2011", "-p", "output_dir", "here"]
    env = os.environ | {"OGI_DATA": str(processed)}
    done = subprocess.run(
        list(map(str, command)), cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    charts = sorted(path.name for path in (folder / "here" / "charts").iterdir())
    assert charts == sorted(f"{name}.{kind}" for name in CHARTS for kind in ("png", "svg"))
    return nbformat.read(folder / "out.ipynb", 4)


def test_a_rendered_notebook_shows_every_chart_with_its_words(executed: nbformat.NotebookNode) -> None:
    pictures = [o for c in executed.cells for o in c.get("outputs", []) if "image/png" in o.get("data", {})]
    assert len(pictures) == len(CHARTS)
    for picture in pictures:
        assert len(picture.metadata["image/png"]["alt"]) > 40


def test_a_rendered_notebook_has_no_warnings(executed: nbformat.NotebookNode) -> None:
    streams = [o for c in executed.cells for o in c.get("outputs", []) if o.output_type == "stream"]
    assert streams == []


def test_a_rendered_notebook_lists_every_number_with_its_quote(executed: nbformat.NotebookNode) -> None:
    html = executed.cells[-1].outputs[0].data["text/html"]
    for quote in (
        "共计公开各类信息3490条",
        "未接受到申请公开政府信息的情况",
        "七所共计40多平方",
        "行政诉讼数 | 件 | 5",
    ):
        assert quote in html


def test_the_years_of_an_agency_run_by_plain_papermill(processed: Path, tmp_path: Path) -> None:
    command = [str(PAPERMILL), str(ROOT / "notebooks" / "02-trend.ipynb"), "out.ipynb", "--no-progress-bar"]
    command += ["-p", "agency", "pingtan", "-p", "lang", "en", "-p", "output_dir", "here"]
    env = os.environ | {"OGI_DATA": str(processed)}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    notebook = nbformat.read(tmp_path / "out.ipynb", 4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == len(TRENDS)
    assert not [output for output in outputs if output.output_type == "stream"], "no warnings"
    charts = {path.name for path in (tmp_path / "here" / "charts").iterdir()}
    assert {f"trend-{name.replace('_', '-')}.png" for name in TRENDS} <= charts


@pytest.mark.slow
@pytest.mark.parametrize("place", ["root", "notebooks", "elsewhere"])
def test_plain_papermill_works_from_anywhere(place: str, processed: Path, tmp_path: Path) -> None:
    cwd = {"root": ROOT, "notebooks": ROOT / "notebooks", "elsewhere": tmp_path}[place]
    notebook = os.path.relpath(ROOT / "notebooks" / "01-report.ipynb", cwd)
    command = [str(PAPERMILL), notebook, str(tmp_path / "out.ipynb"), "-p", "lang", "en", "--no-progress-bar"]
    env = os.environ | {"OGI_DATA": str(processed)}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Where does the report contradict itself?" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")
