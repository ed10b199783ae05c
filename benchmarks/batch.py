"""How fast a batch is: papermill's ways of running the same notebooks, `ogi render`, and the charts alone.

    python -m benchmarks.batch [ITEMS] [ROUNDS]     the ways against one another
    python -m benchmarks.batch --growth 10 100      `ogi render` over more and more made-up reports
    python -m benchmarks.batch --soak 1000          kernels one after the other: what they leave behind

Seconds a notebook, the wall time of whole commands with their start-up, the median of interleaved rounds, as
ratios to the papermill command line in a shell loop. Papermill's ways leave a notebook and its charts; `ogi
render` also makes the page, the evidence page and the index. The floor draws the same charts in one process
that is warm already. Growth is the time of a first run, of one that finds nothing changed, and of one that
finds a single report changed, with the most memory that the command itself and any of its processes took.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.made_up import write

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
NOTEBOOK = ROOT / "notebooks" / "01-report.ipynb"
YEARS = range(2011, 2026)  # of the agency with the most reports in data/raw

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
        only = ("--notebook", NOTEBOOK.stem, "--agency", "pingtan")
        _run(BIN / "ogi", "render", *only, *chosen, "--jobs", str(jobs), "--out", folder)

    return render


def _floor(folder: Path, years: list[str]) -> None:
    import helpers as h

    for year in years:
        report = h.load("pingtan", year)
        for name in h.CHARTS:
            h.chart(report, name, folder / year)


def ways(items: int, rounds: int) -> None:
    """Print the seconds of each way and their ratios."""
    os.environ["OGI_DATA"] = str(ROOT / "data" / "processed")
    years = [str(year) for year in YEARS[-items:]]
    with tempfile.TemporaryDirectory() as warm:
        _floor(Path(warm), years[:1])
        _ours(1)(Path(warm), years[:1])
    known: dict[str, Callable[[Path, list[str]], None]] = {
        "papermill command line in a loop": _command_line,
        "papermill.execute_notebook in a loop": _in_a_loop,
        "ogi render --jobs 1": _ours(1),
        "ogi render --jobs 2": _ours(2),
        "the charts alone, warm": _floor,
    }
    seconds: dict[str, list[float]] = {name: [] for name in known}
    for _ in range(rounds):
        for name, way in known.items():
            with tempfile.TemporaryDirectory() as folder:
                start = time.perf_counter()
                way(Path(folder), years)
                seconds[name].append((time.perf_counter() - start) / len(years))
    medians = {name: statistics.median(own) for name, own in seconds.items()}
    first, floor = next(iter(medians.values())), medians["the charts alone, warm"]
    print(f"{len(years)} notebooks, {rounds} rounds, {os.cpu_count()} processors; medians (least to most)")
    for name, each in medians.items():
        spread = f"({min(seconds[name]):.1f} to {max(seconds[name]):.1f})"
        print(
            f"{name:38s} {each:6.2f} s a notebook {spread:16s} {first / each:5.1f} times as fast; "
            f"{each / floor:4.1f} times the floor",
            flush=True,
        )


def growth(counts: list[int]) -> None:
    """Print what `ogi render` takes for so many reports: all new, none changed, one changed."""
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write(folder / "raw", count)
            ingest = (BIN / "ogi", "ingest", folder / "raw", "--out", folder / "data")
            only = ("--notebook", NOTEBOOK.stem)
            render = (BIN / "ogi", "render", *only, "--data", folder / "data", "--out", folder / "reports")
            _run(*ingest)
            first, most = _timed(*render)
            again, _ = _timed(*render)
            changed = next(path for path in sorted((folder / "raw").iterdir()) if path.suffix == ".txt")
            text = changed.read_text(encoding="utf-8")
            changed.write_text(text + "\n全年共举办培训3期。\n", encoding="utf-8")
            _run(*ingest)
            one, _ = _timed(*render)
            print(
                f"{count:6d} reports: {first:8.1f} s ({first / count:.2f} s each); nothing changed "
                f"{again:5.2f} s; one changed {one:5.2f} s; at most {most:5.0f} MB in one process",
                flush=True,
            )


def soak(runs: int) -> None:
    """Print what so many runs of a small notebook leave behind: memory, open files, processes, folders."""
    import nbformat

    from ogi.batch.engine import execute
    from ogi.batch.kernels.nursery import nursery

    with tempfile.TemporaryDirectory() as name:
        notebook = Path(name) / "small.ipynb"
        cells = [nbformat.v4.new_code_cell("import helpers as h; x = list(range(100_000))")]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), notebook)
        start = time.perf_counter()
        for run in range(1, runs + 1):
            execute(notebook, Path(name) / "out.ipynb", {})
            if run in (1, 10) or run % max(runs // 5, 1) == 0:
                each = (time.perf_counter() - start) / run
                print(f"{run:6d} runs, {each:.2f} s each: {_left(nursery().pid)}", flush=True)


def _left(warm: int) -> str:
    """What this process and the warm one hold, and how many kernels and folders of kernels there are."""
    told = []
    for name, pid in (("this process", os.getpid()), ("warm process", warm)):
        status = Path(f"/proc/{pid}/status").read_text()
        megabytes = int(status.partition("VmRSS:")[2].split()[0]) / 1024
        files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
        told.append(f"{name} {megabytes:.0f} MB, {files} files")
    children = [
        c for task in Path(f"/proc/{warm}/task").iterdir() for c in (task / "children").read_text().split()
    ]
    folders = len(list(Path(tempfile.gettempdir()).glob("ogi-kernel-*")))
    return f"{'; '.join(told)}; {len(children)} kernels, {folders} folders"


def _timed(*command: str | Path) -> tuple[float, float]:
    """Seconds that a command takes, and the most megabytes that any process of it has taken so far."""
    start = time.perf_counter()
    _run(*command)
    return time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    # Python keeps compiled code unless it is told not to; the start of every way here depends on it.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.argv[1:2] == ["--growth"]:
        growth([int(count) for count in sys.argv[2:]] or [10, 100])
    elif sys.argv[1:2] == ["--soak"]:
        soak(int(sys.argv[2]))
    else:
        ways(*(int(number) for number in [*sys.argv[1:3], *("15", "3")[len(sys.argv[1:3]) :]]))
