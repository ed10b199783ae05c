"""How fast the spine is: reading reports against plain decoding, rendering against papermill alone.

    make bench

Every figure is the median of several interleaved runs in this process or of whole commands, and is given as
a ratio to its peer in the same run; the seconds depend on the machine, the ratios much less.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ogi.check import check
from ogi.extract import extract
from ogi.forms import load_forms
from ogi.read import read_report
from ogi.report import RegisterEntry

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "raw" / "xiangshan-aic-2011.txt"
BIN = Path(sys.executable).parent


def interleaved(runs: int, *tasks: Callable[[], object]) -> list[float]:
    """The median seconds of each task, the tasks run in turn."""
    seconds: list[list[float]] = [[] for _ in tasks]
    for _ in range(runs):
        for task, taken in zip(tasks, seconds, strict=True):
            start = time.perf_counter()
            task()
            taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in seconds]


def reading() -> None:
    """One report read, extracted and checked, against splitting the same text into sentences with `re`."""
    import re

    forms = load_forms().by_id
    entry = RegisterEntry(SAMPLE.name, "sample", "象山工商分局", 2011)

    def whole() -> None:
        facts = extract(read_report(SAMPLE, entry), forms).facts
        check(facts, forms)

    def peer() -> None:
        text = SAMPLE.read_text(encoding="utf-8")
        for sentence in re.split("[。！？\n]", text):
            re.findall(r"\d[\d,]*(?:\.\d+)?", sentence)

    ours, plain = interleaved(30, whole, peer)
    print(f"read + extract + check: {1 / ours:,.0f} reports a second on one core")
    print(f"  {ours / plain:,.1f} times the time of finding the bare digits of the same file with re")


def rendering() -> None:
    """`ogi render` for one report (notebook, page, charts, index) against plain papermill on its notebook."""
    notebook = ROOT / "notebooks" / "01-report.ipynb"
    with tempfile.TemporaryDirectory() as folder:
        papermill: list[Path | str] = [
            BIN / "papermill",
            notebook,
            Path(folder) / "out.ipynb",
            "--no-progress-bar",
        ]
        render: list[Path | str] = [
            BIN / "ogi",
            "render",
            "--agency",
            "xiangshan-aic",
            "--force",
            "--out",
            Path(folder) / "reports",
        ]

        def run(command: list[Path | str]) -> None:
            subprocess.run(list(map(str, command)), cwd=ROOT, check=True, capture_output=True)

        ours, plain = interleaved(3, lambda: run(render), lambda: run(papermill))
    print(f"ogi render, one report: {ours:.1f} s as a whole command")
    print(f"  {ours / plain:.2f} times plain papermill ({plain:.1f} s), which makes no page, files or index")


if __name__ == "__main__":
    reading()
    rendering()
