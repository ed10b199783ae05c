"""How fast a batch is: papermill's ways of running the same notebooks, `ogi render`, and the charts alone.

    python -m benchmarks.batch [ITEMS]

Seconds a notebook, the wall time of whole commands with their start-up, as ratios to the papermill command
line in a shell loop. Papermill's ways leave a notebook and its charts; `ogi render` also makes the page, the
evidence page and the index. The floor draws the same charts in one process that is warm already.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
NOTEBOOK = ROOT / "notebooks" / "01-report.ipynb"
YEARS = (2013, 2014, 2015, 2017, 2018, 2021, 2022, 2024)

_LOOP = """
import sys
import papermill as pm
for year in sys.argv[2:]:
    pm.execute_notebook({notebook!r}, f"{{sys.argv[1]}}/{{year}}.ipynb", progress_bar=False,
        parameters=dict(agency="pingtan", year=int(year), output_dir=f"{{sys.argv[1]}}/{{year}}"))
"""


def _run(*command: str | Path) -> None:
    subprocess.run(list(map(str, command)), cwd=ROOT, check=True, capture_output=True)


def _command_line(folder: Path, years: list[str]) -> None:
    for year in years:
        out = folder / year
        given = ("-p", "agency", "pingtan", "-p", "year", year, "-p", "output_dir", out)
        _run(BIN / "papermill", "--no-progress-bar", NOTEBOOK, f"{out}.ipynb", *given)


def _in_a_loop(folder: Path, years: list[str]) -> None:
    _run(sys.executable, "-c", _LOOP.format(notebook=str(NOTEBOOK)), folder, *years)


def _ours(jobs: int) -> Callable[[Path, list[str]], None]:
    def render(folder: Path, years: list[str]) -> None:
        chosen = [word for year in years for word in ("--year", year)]
        _run(BIN / "ogi", "render", "--agency", "pingtan", *chosen, "--jobs", str(jobs), "--out", folder)

    return render


def _floor(folder: Path, years: list[str]) -> None:
    import helpers as h

    for year in years:
        report = h.load("pingtan", year)
        for name in h.CHARTS:
            h.chart(report, name, folder / year)


def main(items: int) -> None:
    """Print the seconds of each way and their ratios."""
    os.environ["OGI_DATA"] = str(ROOT / "data" / "processed")
    years = [str(year) for year in YEARS[:items]]
    with tempfile.TemporaryDirectory() as warm:
        _floor(Path(warm), years[:1])
    ways: dict[str, Callable[[Path, list[str]], None]] = {
        "papermill command line in a loop": _command_line,
        "papermill.execute_notebook in a loop": _in_a_loop,
        "ogi render --jobs 1": _ours(1),
        "ogi render --jobs 2": _ours(2),
        "the charts alone, warm": _floor,
    }
    first = 0.0
    for name, way in ways.items():
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            way(Path(folder), years)
            each = (time.perf_counter() - start) / len(years)
        first = first or each
        print(f"{name:38s} {each:6.1f} s a notebook; {first / each:4.1f} times as fast", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else len(YEARS))
