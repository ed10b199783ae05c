"""How a million reports are kept and asked: the dataset of `ogi dataset`, `h.load` and `h.sql` at that size.

    python -m benchmarks.scale [REPORTS]      1,000,000 without it; 5 GB of disk and ten minutes for so many

The reports are made up: 18 years of as many agencies as it takes, 100 facts and 5 findings each, whose words
are those of the registered reports and whose numbers are drawn anew (seeded). They are written by the writer
that `ogi dataset` writes with, a batch of agencies at a time, and once more into one Parquet file as `ogi
ingest` lays it out, for the peer: pandas.read_parquet with filters. Everything measured runs in a process of
its own: the whole process, its first answer, the median of the next ones, its peak memory.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ogi.ingest import ingest_registered
from ogi.store.dataset import DatasetWriter
from ogi.store.schema import DECIMAL, TABLES, arrow_schema
from ogi.store.table import open_table

ROOT = Path(__file__).resolve().parents[1]
YEARS = range(2008, 2026)
FACTS, FINDINGS = 100, 5
YEAR = 2019
_BATCH = 2_000  # agencies at once
_ROUNDS = 9
_BY_CHANNEL = (
    "select category, count(*) as facts, sum(value) as items from facts "
    "where year = 2019 and dimension = 'channel' group by category order by items desc"
)


def _templates(folder: Path, name: str, rows: int) -> tuple[Any, int]:
    """Rows of the registered reports, so many of each report that has them, and of how many reports."""
    table = open_table(folder, name).read()
    ids = np.array(table["report_id"].to_pylist())
    places = [np.flatnonzero(ids == one) for one in dict.fromkeys(ids)]
    chosen = [p[np.linspace(0, len(p) - 1, rows).astype(int)] for p in places if len(p) >= rows]
    return table.take(pa.array(np.concatenate(chosen))).combine_chunks(), len(chosen)


def _agency(numbers: np.ndarray[Any, Any]) -> Any:
    return pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), 6, "0")


def _joined(*parts: Any) -> Any:
    return pc.binary_join_element_wise(*parts, "")


def _rows(
    template: tuple[Any, int], rows: int, year: int, agencies: np.ndarray[Any, Any], seed: int
) -> dict[str, Any]:
    """The columns of a table for some agencies' reports on a year, so many rows each."""
    table, kinds = template
    random = np.random.default_rng(seed)
    places = (((agencies + year) % kinds) * rows)[:, None] + np.arange(rows)[None, :]
    made = table.take(pa.array(places.ravel()))
    columns = {name: made[name].combine_chunks() for name in made.column_names}
    whose = np.repeat(np.arange(len(agencies)), rows)

    def each(values: Any) -> Any:
        return values.take(pa.array(whose))

    number = _agency(agencies)
    columns["report_id"] = each(_joined("agency-", number, f"-{year}"))
    columns["agency"] = each(_joined("第", number, "号局"))
    columns["year"] = pa.array(np.full(len(whose), year, np.int32))
    columns["source_file"] = each(_joined(f"{year}/agency-", number, ".html"))
    drawn = pa.array(np.exp(random.normal(4, 2.5, len(whose))).astype(np.int32))
    for column in ("value", "left_value", "right_value"):
        if column in columns:
            stated = pc.is_valid(columns[column])
            columns[column] = pc.if_else(stated, pc.cast(drawn, DECIMAL), pa.scalar(None, DECIMAL))
    if "quote" in columns:
        words = pc.replace_substring_regex(table["quote"].combine_chunks(), r"\d+", "").take(
            pa.array(places.ravel())
        )
        columns["quote"] = _joined(words, pc.cast(drawn, pa.string()), pc.fill_null(columns["unit"], ""))
        sums = random.integers(0, 2**63, (len(agencies), 4)).view(np.uint64)
        columns["source_sha256"] = each(pa.array(["".join(f"{x:016x}" for x in row) for row in sums]))
        moved = pa.array(np.repeat(random.integers(0, 5000, len(agencies)), rows).astype(np.int32))
        for column in ("char_start", "char_end", "part_of", "list_start"):
            columns[column] = pc.add(columns[column], moved)
    return columns


def _reports(
    template: tuple[Any, int], year: int, agencies: np.ndarray[Any, Any], seed: int
) -> dict[str, Any]:
    columns = _rows(template, 1, year, agencies, seed)
    number, rows = _agency(agencies), len(agencies)
    columns["agency_id"] = _joined("agency-", number)
    columns["agency_en"] = _joined("Bureau no. ", number)
    columns["title"] = _joined("第", number, f"号局{year}年政府信息公开工作年度报告")
    columns["facts"] = pa.array(np.full(rows, FACTS, np.int32))
    columns["url"] = _joined("https://example.org/", columns["source_file"])
    return columns


def batches(reports: int, folder: Path) -> Iterator[tuple[str, int, Any]]:
    """Yield the rows of made-up reports as Arrow tables, in the order of a dataset: table, year, rows.

    `folder` holds the tables of the registered reports, whose words they have.
    """
    agencies = -(-reports // len(YEARS))
    facts, findings, own = (
        _templates(folder, name, rows)
        for name, rows in (("facts", FACTS), ("findings", FINDINGS), ("reports", 1))
    )
    for year in YEARS:
        for first in range(0, agencies, _BATCH):
            some = np.arange(first, min(first + _BATCH, agencies))
            seed = year * 1_000_000 + first
            made = {
                "facts": _rows(facts, FACTS, year, some, seed),
                "findings": _rows(findings, FINDINGS, year, some, seed),
                "reports": _reports(own, year, some, seed),
            }
            for name, columns in made.items():
                schema = arrow_schema(TABLES[name])
                yield name, year, pa.table([columns[column] for column in schema.names], schema=schema)


def _write(reports: int, dataset: Path, single: Path) -> tuple[dict[str, int], dict[str, float]]:
    """Write the dataset and, for the peer, one file of facts; return rows by table, seconds by part."""
    seconds = {"making them up": 0.0, "the dataset": 0.0, "one file": 0.0}
    with tempfile.TemporaryDirectory() as registered:
        ingest_registered(ROOT / "data" / "raw" / "sources.csv", Path(registered))
        with (
            DatasetWriter(dataset) as writer,
            pq.ParquetWriter(single, arrow_schema(TABLES["facts"])) as peer,
        ):
            start = time.perf_counter()
            for name, year, rows in batches(reports, Path(registered)):
                made = time.perf_counter()
                writer.add(name, year, rows)
                written = time.perf_counter()
                if name == "facts":
                    peer.write_table(rows, row_group_size=20_000)
                end = time.perf_counter()
                for part, spent in zip(seconds, (made - start, written - made, end - written), strict=True):
                    seconds[part] += spent
                start = time.perf_counter()
            writer.finish()
    return writer.counts, seconds


def _agency_ids() -> list[str]:
    """Some agencies from all over the dataset, another one each round."""
    agencies = int(os.environ["SCALE_AGENCIES"])
    return [f"agency-{number:06d}" for number in np.linspace(0, agencies - 1, _ROUNDS + 1).astype(int)]


def _load(place: str) -> Iterator[Callable[[], object]]:
    import helpers as h

    for agency in _agency_ids():
        yield lambda agency=agency: h.load(agency, YEAR, data=place)  # type: ignore[misc]


def _rows_of_one(place: str) -> Iterator[Callable[[], object]]:
    from ogi.store.reading import read

    for agency in _agency_ids():
        yield lambda agency=agency: read(Path(place), [f"{agency}-{YEAR}"])  # type: ignore[misc]


def _pandas_rows_of_one(place: str) -> Iterator[Callable[[], object]]:
    import pandas as pd

    for agency in _agency_ids():
        wanted = [("report_id", "==", f"{agency}-{YEAR}")]
        yield lambda wanted=wanted: pd.read_parquet(place, filters=wanted)  # type: ignore[misc]


def _sql(place: str) -> Iterator[Callable[[], object]]:
    import helpers as h

    for _ in range(_ROUNDS + 1):
        yield lambda: h.sql(_BY_CHANNEL, place)


def _pandas_by_channel(place: str) -> Iterator[Callable[[], object]]:
    import pandas as pd

    wanted = [("year", "==", YEAR), ("dimension", "==", "channel")]

    def answer() -> object:
        frame = pd.read_parquet(place, columns=["category", "value"], filters=wanted)
        return frame.groupby("category", dropna=False)["value"].agg(["size", "sum"])

    for _ in range(3):  # slow, and alike
        yield answer


_MEASURED: dict[str, tuple[str, Callable[[str], Iterator[Callable[[], object]]]]] = {
    "one agency-year, h.load": ("dataset", _load),
    "one agency-year, the rows alone": ("dataset", _rows_of_one),
    "one agency-year, pandas.read_parquet": ("single", _pandas_rows_of_one),
    "a year by channel, h.sql": ("dataset", _sql),
    "a year by channel, pandas.read_parquet": ("single", _pandas_by_channel),
}


def _peak() -> float:
    """The most memory this process has held, in MB."""
    try:  # Linux counts what the parent held into getrusage
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _measure(name: str, place: str) -> None:
    """Print, as JSON, the seconds of the first answer and the median of the others, and the peak memory."""
    seconds = []
    for answer in _MEASURED[name][1](place):
        start = time.perf_counter()
        answer()
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"first": seconds[0], "warm": statistics.median(seconds[1:]), "peak": _peak()}))


def _size(folder: Path) -> float:
    files = folder.rglob("*.parquet") if folder.is_dir() else [folder]
    return sum(file.stat().st_size for file in files) / 1e9


def main(reports: int) -> None:
    """Write so many reports, and print what asking them costs."""
    agencies = -(-reports // len(YEARS))
    os.environ["SCALE_AGENCIES"] = str(agencies)
    with tempfile.TemporaryDirectory(prefix="ogi-scale-") as folder:
        dataset, single = Path(folder) / "dataset", Path(folder) / "facts.parquet"
        counts, seconds = _write(reports, dataset, single)
        peak = _peak()
        print(
            f"{counts['reports']:,} reports of {agencies:,} agencies over {len(YEARS)} years: "
            f"{counts['facts']:,} facts, {counts['findings']:,} findings"
        )
        print(
            "; ".join(f"{part}: {spent:,.0f} s" for part, spent in seconds.items()) + f"; peak {peak:,.0f} MB"
        )
        for name in TABLES:
            print(f"{name} in the dataset: {_size(dataset / name):.2f} GB")
        print(f"facts in one file: {_size(single):.2f} GB")
        print(f"{'':40s} {'warm':>9s} {'first':>9s} {'process':>9s} {'peak':>9s}", flush=True)
        warm: dict[str, float] = {}
        for name, (layout, _) in _MEASURED.items():
            place = dataset if layout == "dataset" else single
            command = [sys.executable, "-m", "benchmarks.scale", "--measure", name, str(place)]
            start = time.perf_counter()
            done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
            whole = time.perf_counter() - start
            found = json.loads(done.stdout)
            warm[name] = found["warm"]
            others = (_ROUNDS if name != "a year by channel, pandas.read_parquet" else 2) * found["warm"]
            print(
                f"{name:40s} {found['warm'] * 1000:6,.0f} ms {found['first'] * 1000:6,.0f} ms "
                f"{whole - others:7.2f} s {found['peak']:6,.0f} MB",
                flush=True,
            )
        for ours, peer in (
            ("one agency-year, h.load", "one agency-year, pandas.read_parquet"),
            ("one agency-year, the rows alone", "one agency-year, pandas.read_parquet"),
            ("a year by channel, h.sql", "a year by channel, pandas.read_parquet"),
        ):
            print(f"{ours}: {warm[peer] / warm[ours]:.1f} times as fast as {peer.split(', ')[1]} on one file")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        _measure(*sys.argv[2:4])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
