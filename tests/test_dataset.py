"""The dataset: the same rows in another layout, found without reading all, whole or not there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import helpers as h
from ogi.cli import app
from ogi.errors import InputError
from ogi.ingest import ingest_paths
from ogi.store import dataset as writing
from ogi.store import sorting
from ogi.store.dataset import DatasetWriter, write_dataset
from ogi.store.digests import RowDigests
from ogi.store.files import files_read
from ogi.store.listing import read_listing
from ogi.store.reading import Processed, find_reports, read
from ogi.store.schema import TABLES, arrow_schema
from ogi.store.table import open_table

from .conftest import SAMPLE


@pytest.fixture(scope="module")
def with_refused(processed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of all registered reports, with a refused file that no year is known of."""
    folder = tmp_path_factory.mktemp("refused")
    files = tmp_path_factory.mktemp("files")
    shutil.copy(SAMPLE, files)
    (files / "empty.txt").write_text("", encoding="utf-8")
    assert ingest_paths([files], folder).refused == 1
    for name in TABLES:
        rows = [pq.read_table(f / f"{name}.parquet") for f in (folder, processed)]
        own = rows[0] if name == "reports" else rows[0].slice(0, 0)
        own = own.filter(pa.compute.equal(own["status"], "refused")) if name == "reports" else own
        pq.write_table(pa.concat_tables([own, rows[1]]), folder / f"{name}.parquet")
    return folder


@pytest.fixture(scope="module")
def dataset(with_refused: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dataset") / "data"
    write_dataset(with_refused, folder)
    return folder


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(["year", "report_id"], kind="stable").reset_index(drop=True)


def _assert_same(one: Processed, other: Processed) -> None:
    for name in TABLES:
        pd.testing.assert_frame_equal(_ordered(getattr(one, name)), _ordered(getattr(other, name)))


def test_a_dataset_holds_the_rows_of_the_tables(with_refused: Path, dataset: Path) -> None:
    _assert_same(read(with_refused), read(dataset))
    facts = open_table(dataset, "facts").read()
    assert facts.schema == arrow_schema(TABLES["facts"])
    assert facts["report_id"].to_pylist() == sorted(facts["report_id"].to_pylist(), key=lambda i: (i[-4:], i))


def test_rows_without_a_year_have_a_folder_of_their_own(with_refused: Path, dataset: Path) -> None:
    assert [path.name for path in (dataset / "reports").iterdir() if "20" not in path.name] == [
        "year=__HIVE_DEFAULT_PARTITION__"
    ]
    assert not (dataset / "facts" / "year=__HIVE_DEFAULT_PARTITION__").exists()
    assert read_listing(dataset).refused == read_listing(with_refused).refused != ()
    assert h.sql("select count(*) as n from reports where year is null", dataset)["n"].tolist() == [1]


def test_the_listing_and_the_digests_are_those_of_the_tables(with_refused: Path, dataset: Path) -> None:
    one, other = read_listing(with_refused), read_listing(dataset)
    assert set(one.reports) == set(other.reports)
    ids = sorted(report.report_id for report in one.reports)
    digests = [RowDigests(folder) for folder in (with_refused, dataset)]
    for table in TABLES:
        assert digests[0].rows(table, ids) == digests[1].rows(table, ids) != b""


def test_the_files_of_the_reports_are_known(processed: Path, tmp_path: Path) -> None:
    write_dataset(processed, tmp_path)
    assert files_read(tmp_path) == files_read(processed) != {}


@pytest.mark.parametrize("layout", ["tables", "dataset"])
def test_a_report_is_read_without_the_others(
    layout: str, with_refused: Path, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = {"tables": with_refused, "dataset": dataset}[layout]
    whole = read(folder)
    for wanted in (["pingtan-2014"], ["pingtan-2014", "xiangshan-aic-2011", "nobody-2011"], ["nobody"], []):
        own = read(folder, wanted)
        for name in TABLES:
            frame = getattr(whole, name)
            expected = frame[frame["report_id"].isin(wanted)].reset_index(drop=True)
            pd.testing.assert_frame_equal(getattr(own, name), expected)
    assert find_reports(folder, "平潭综合实验区管委会", 2014) == {"pingtan-2014"}
    assert find_reports(folder, "pingtan") == {f"pingtan-{year}" for year in range(2011, 2026)}
    assert find_reports(folder, "pingtan", 1999) == find_reports(folder, "nobody", 2014) == set()
    monkeypatch.setattr("ogi.notebook.report.tables", None)
    assert (
        len(h.load("pingtan", 2014, data=folder).facts) == (whole.facts["report_id"] == "pingtan-2014").sum()
    )
    with pytest.raises(InputError, match="xiangshan-aic"):
        h.load("nobody", 2014, data=folder)


def _many(reports: int, rows: int) -> pa.Table:
    """Facts of some agencies' reports on 2019 and 2020, in the order of agencies; values count up."""
    ids = [f"a-{number:03d}-{year}" for number in range(reports) for year in (2019, 2020)]
    columns: dict[str, list[object]] = {column: [*[None] * len(ids) * rows] for column in TABLES["facts"]}
    columns["report_id"] = [report_id for report_id in ids for _ in range(rows)]
    columns["year"] = [int(report_id[-4:]) for report_id in ids for _ in range(rows)]
    columns["char_start"] = list(range(len(ids) * rows))
    return pa.table(columns, schema=arrow_schema(TABLES["facts"]))


def _folder(path: Path, facts: pa.Table) -> Path:
    path.mkdir()
    for name, columns in TABLES.items():
        rows = facts if name == "facts" else arrow_schema(columns).empty_table()
        pq.write_table(rows, path / f"{name}.parquet", row_group_size=70)
    return path


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "GROUP_ROWS", 16)
    monkeypatch.setattr(writing, "FILE_ROWS", 48)
    monkeypatch.setattr(sorting, "_STRETCH_ROWS", 40)
    monkeypatch.setattr(sorting, "_CHUNK_ROWS", 100)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("rows", [1, 7, 16, 20, 100])
def test_of_many_reports_one_is_in_the_groups_that_are_read_and_in_no_other(
    rows: int, tmp_path: Path
) -> None:
    facts = _many(40, rows)
    write_dataset(_folder(tmp_path / "tables", facts), tmp_path / "data")
    table = open_table(tmp_path / "data", "facts")
    assert len(table.files) == 2 * -(-40 * rows // 48)
    assert table.read().num_rows == len(facts)
    for report_id in ("a-000-2019", "a-017-2020", "a-039-2020"):
        groups = list(table.groups([report_id]))
        found = [row for group in groups for row in group.read().to_pylist() if row["report_id"] == report_id]
        assert [row["char_start"] for row in found] == [
            row["char_start"] for row in facts.to_pylist() if row["report_id"] == report_id
        ]
        assert len(groups) <= (rows - 2) // 16 + 2
    assert list(table.groups(["a-040-2020", "0-2019", "a-017-2021"])) == []


@pytest.mark.usefixtures("small")
def test_tables_without_rows_are_written_and_read(tmp_path: Path) -> None:
    write_dataset(_folder(tmp_path / "tables", _many(0, 0)), tmp_path / "data")
    assert len(read(tmp_path / "data").facts) == len(read(tmp_path / "data", ["a-2019"]).findings) == 0
    assert h.sql("select count(*) as n from facts", tmp_path / "data")["n"].tolist() == [0]


def test_rows_out_of_order_are_no_dataset(tmp_path: Path) -> None:
    rows = _many(2, 1).filter(pa.compute.equal(_many(2, 1)["year"], 2019))
    with DatasetWriter(tmp_path) as writer:
        writer.add("facts", 2019, rows)
        with pytest.raises(ValueError, match="by report id"):
            writer.add("facts", 2019, rows)
        with pytest.raises(ValueError, match="later year"):
            writer.add("facts", 2018, rows)
        with pytest.raises(ValueError, match="not all of 2020"):
            writer.add("facts", 2020, rows)
    assert list(tmp_path.iterdir()) == []


def test_a_half_written_dataset_is_never_seen(
    processed: Path, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "data"
    shutil.copytree(dataset, target)
    before = sorted(path.relative_to(target) for path in target.rglob("*"))

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("ogi.store.dataset.shutil.copyfile", fail)
    for folder in (target, tmp_path / "new"):
        with pytest.raises(OSError, match="disk full"):
            write_dataset(processed, folder)
    assert sorted(path.relative_to(target) for path in target.rglob("*")) == before
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "new")


def test_a_dataset_killed_while_it_is_put_in_place_is_finished_by_the_next_reader(
    processed: Path, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "data"
    shutil.copytree(dataset, target)
    replace, moved = os.replace, 0

    def die_midway(source: str, to: str) -> None:
        nonlocal moved
        moved += 1
        if moved == 3:  # the ready set, then one table; the next one's old folder is gone already
            raise KeyboardInterrupt
        replace(source, to)

    monkeypatch.setattr("ogi.store.dataset.os.replace", die_midway)
    with pytest.raises(KeyboardInterrupt):
        write_dataset(processed, target)
    monkeypatch.undo()
    _assert_same(read(target), read(processed))


def test_tables_are_not_written_beside_a_dataset(dataset: Path, tmp_path: Path) -> None:
    target = tmp_path / "data"
    shutil.copytree(dataset, target)
    before = sorted(path.relative_to(target) for path in target.rglob("*"))
    with pytest.raises(InputError, match=r"a dataset of facts by year; expected .* ogi dataset"):
        ingest_paths([SAMPLE], target)
    assert sorted(path.relative_to(target) for path in target.rglob("*")) == before
    (tmp_path / "project" / "reports" / "2011").mkdir(parents=True)  # pages, and no table
    assert ingest_paths([SAMPLE], tmp_path / "project").read == 1


def test_a_dataset_is_not_written_over_tables(processed: Path, tmp_path: Path) -> None:
    shutil.copytree(processed, tmp_path / "tables")
    for target in (processed, tmp_path / "tables"):
        with pytest.raises(InputError, match="Name another folder"):
            write_dataset(processed, target)
    with pytest.raises(InputError, match="ogi ingest"):
        write_dataset(tmp_path / "nothing", tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_the_commands_work_on_it(processed: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    runner = CliRunner()
    for _ in range(2):  # the second one replaces the first
        done = runner.invoke(app, ["dataset", "--data", str(processed), "--out", str(data)])
        assert done.exit_code == 0, done.output
        assert "of 19 reports in" in done.output
    shown = [
        runner.invoke(app, ["check", "--data", str(folder), "--agency", "pingtan", "--year", "2014"]).output
        for folder in (processed, data)
    ]
    assert shown[0] == shown[1] != ""
    planned = [
        runner.invoke(
            app, ["render", "--data", str(folder), "--dry-run", "--out", str(tmp_path / "r")]
        ).output
        for folder in (processed, data)
    ]
    assert sorted(planned[0].splitlines()) == sorted(planned[1].splitlines())


@pytest.mark.parametrize("module", ["ogi.store.listing", "ogi.store.digests"])
def test_planning_needs_no_frames(module: str, dataset: Path) -> None:
    code = (
        f"import sys, {module}\nfrom pathlib import Path\nfrom ogi.store.listing import read_listing\n"
        f"from ogi.store.digests import RowDigests\nread_listing(Path({str(dataset)!r}))\n"
        f"RowDigests(Path({str(dataset)!r}))\nassert 'pandas' not in sys.modules\nassert 'duckdb' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
