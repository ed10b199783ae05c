"""How fast reports become tables: by format against a named peer, and how it grows with their number.

    make bench                          both parts, up to 1,000 reports
    python -m benchmarks.ingest 10000   the second part up to so many

The reports are made up (benchmarks/made_up.py), about as long as the sample in data/raw. Each format's
figure is one core's: reading, extracting and checking, the median of interleaved rounds; its peer is what one
would reach for to get at the bare text or tables of the same files. The second part runs whole commands.
"""

from __future__ import annotations

import io
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from benchmarks.made_up import as_docx, generate, make, write
from ogi.check import check, findings_of
from ogi.extract import extract
from ogi.forms import load_forms
from ogi.read import read_report
from ogi.read.office import find_office

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
_ROUNDS = 5
_FILES = 45


def _plain(path: Path) -> object:
    text = path.read_text(encoding="utf-8")
    return [re.findall(r"\d[\d,]*(?:\.\d+)?", sentence) for sentence in re.split("[。！？\n]", text)]


def _pandas(path: Path) -> object:
    return pd.read_html(io.StringIO(path.read_text(encoding="utf-8")))


def _python_docx(path: Path) -> object:
    from docx import Document

    document = Document(str(path))
    return [p.text for p in document.paragraphs], [
        [c.text for c in row.cells] for t in document.tables for row in t.rows
    ]


def _pdfplumber(path: Path) -> object:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [(page.extract_text(), page.extract_tables()) for page in pdf.pages]


_PEERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "txt": ("finding the bare digits of the same file with re", _plain),
    "html": ("pandas.read_html on the same page", _pandas),
    "docx": ("python-docx giving paragraphs and cells", _python_docx),
    "pdf": ("pdfplumber giving text and tables", _pdfplumber),
}


def _seconds(task: Callable[[Path], object], paths: list[Path]) -> float:
    start = time.process_time()
    for path in paths:
        task(path)
    return (time.process_time() - start) / len(paths)


def _pdfs(folder: Path) -> list[Path]:
    """A few of the Word files as PDF, where LibreOffice is there to make them."""
    office = find_office()
    if office is None:
        return []
    forms = list(load_forms().by_id.values())
    for number, form in enumerate(forms[:4]):
        made = make(form, f"临海{number}县教育局", 2012, random.Random(number))
        (folder / f"{number}.docx").write_bytes(as_docx(made))
    sources = sorted(map(str, folder.glob("*.docx")))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *sources]
    # With no Chinese font on the machine, LibreOffice would write one box for every character.
    fonts = folder / "fonts.conf"
    fonts.write_text(
        f"<fontconfig><dir>{ROOT / 'src' / 'ogi' / 'fonts'}</dir></fontconfig>", encoding="utf-8"
    )
    env = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=env)
    return sorted(folder.glob("*.pdf"))


def by_format() -> None:
    """Print reports a second on one core, and the ratio to the peer, for each format."""
    forms = load_forms().by_id

    def whole(path: Path) -> None:
        report = read_report(path)
        facts = extract(report, forms).facts
        findings_of(check(facts, forms), report.entry)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind, (peer_name, peer) in _PEERS.items():
            if kind == "pdf":
                paths = _pdfs(folder)
            else:
                paths = [folder / file for file, _ in generate(_FILES, (kind,))]
                for (_, data), path in zip(generate(_FILES, (kind,)), paths, strict=True):
                    path.write_bytes(data)
            if not paths:
                print(f"{kind:5s} not measured: LibreOffice is not here to make the files")
                continue
            rounds = 1 if kind == "pdf" else _ROUNDS
            _seconds(whole, paths[:9])
            ours, theirs = [], []
            for _ in range(rounds):
                ours.append(_seconds(whole, paths))
                theirs.append(_seconds(peer, paths))
            mine, other = statistics.median(ours), statistics.median(theirs)
            ratio = f"{mine / other:.2f} times the time of {peer_name}"
            print(f"{kind:5s} {1 / mine:7.1f} reports a second on one core; {ratio}", flush=True)


def growth(most: int) -> None:
    """Print time, peak memory and the time of a second run for 10, 100, 1,000 … reports."""
    count = 10
    print("reports  seconds  reports/s  peak memory  again, unchanged")
    while count <= most:
        folder = Path(tempfile.mkdtemp())
        try:
            write(folder / "in", count)
            command = [BIN / "ogi", "ingest", folder / "in", "--out", folder / "out"]
            start = time.perf_counter()
            child = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL)
            _, _, usage = _wait(child)
            first = time.perf_counter() - start
            start = time.perf_counter()
            subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL)
            again = time.perf_counter() - start
            memory = usage.ru_maxrss / 1024
            print(
                f"{count:7,d} {first:8.1f} {count / first:10.1f} {memory:9.0f} MB {again:13.1f} s", flush=True
            )
        finally:
            shutil.rmtree(folder)
        count *= 10


def _wait(child: subprocess.Popen[bytes]) -> tuple[int, int, resource.struct_rusage]:
    done = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(done[1])
    if child.returncode:
        raise SystemExit(f"ogi ingest ended with {child.returncode}")
    return done


if __name__ == "__main__":
    if len(sys.argv) == 1:
        by_format()
    growth(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
