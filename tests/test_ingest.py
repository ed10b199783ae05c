"""Ingesting again: what has not changed is taken over, and the tables are the same as if all had been read."""

from __future__ import annotations

import os
import random
from datetime import date
from pathlib import Path

import pytest

from benchmarks.made_up import as_docx, as_html, as_txt, make, write
from ogi import ingest, many, one
from ogi.corrections import add_entry, finding_ids
from ogi.decisions import decide
from ogi.forms import load_forms
from ogi.ingest import ingest_paths, ingest_registered
from ogi.many import with_processes
from ogi.read import read_report
from ogi.store import writing
from ogi.store.reading import read

from .conftest import REGISTER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eighteen made-up reports in three formats."""
    write(tmp_path / "in", 18)
    return tmp_path / "in"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read."""
    names: list[str] = []

    def reading(path: Path, *args: object, **kwargs: object) -> object:
        names.append(path.name)
        return read_report(path, *args, **kwargs)  # type: ignore[arg-type]

    for module in (ingest, one):  # one looks whether what was refused still is, the other reads
        monkeypatch.setattr(module, "read_report", reading)
    return names


def _tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.csv")}


def test_nothing_is_read_or_written_when_nothing_has_changed(
    folder: Path, tmp_path: Path, opened: list[str]
) -> None:
    out = tmp_path / "out"
    first = ingest_paths([folder], out)
    assert (first.read, first.unchanged, len(opened)) == (18, 0, 18)
    before = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    opened.clear()
    again = ingest_paths([folder], out)
    assert not opened
    assert (again.read, again.unchanged, again.facts, again.findings) == (18, 18, first.facts, first.findings)
    assert {path.name: path.stat().st_mtime_ns for path in out.iterdir()} == before


def test_only_what_has_changed_is_read_and_the_tables_are_those_of_a_first_run(
    folder: Path, tmp_path: Path, opened: list[str]
) -> None:
    out = tmp_path / "out"
    ingest_paths([folder], out)
    opened.clear()
    changed = folder / "000004.html"
    changed.write_bytes(changed.read_bytes().replace("甲类信息".encode(), "己类信息".encode()))
    (folder / "000007.html").unlink()
    form = load_forms().by_id["national-2021"]
    (folder / "000020.html").write_bytes(as_html(make(form, "新田九区民政局", 2022, random.Random(3))))
    os.utime(folder / "000001.html")  # touched, and the same
    again = ingest_paths([folder], out)
    assert sorted(opened) == [
        "000004.html",
        "000020.html",
    ]
    assert (again.read, again.unchanged) == (18, 16)
    fresh = ingest_paths([folder], tmp_path / "fresh")
    assert (fresh.facts, fresh.findings) == (again.facts, again.findings)
    assert _tables(out) == _tables(tmp_path / "fresh")


def test_other_code_or_forms_read_everything_again(
    folder: Path, tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest_paths([folder], tmp_path / "out")
    opened.clear()
    monkeypatch.setattr(ingest, "tables_version", lambda: "another")
    assert ingest_paths([folder], tmp_path / "out").unchanged == 0
    assert len(opened) >= 18


def test_tables_changed_by_hand_are_made_anew(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ingest_paths([folder], out)
    good = _tables(out)
    (out / "facts.parquet").write_bytes(b"PAR1 no more")
    assert ingest_paths([folder], out).unchanged == 0
    assert _tables(out) == good


def test_what_is_refused_stays_refused_and_what_is_mended_is_read(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    bad = folder / "000030.txt"
    bad.write_text("某某局工作总结\n一年来，我局工作取得成绩。", encoding="utf-8")
    first = ingest_paths([folder], out)
    again = ingest_paths([folder], out)
    assert (first.read, first.refused) == (again.read, again.refused) == (18, 1)
    assert [str(e) for e in first.errors] == [str(e) for e in again.errors]
    assert again.unchanged == 18
    refused = read(out).reports.query("status == 'refused'")
    assert list(refused["source_file"]) == ["000030.txt"]
    bad.write_bytes(as_txt(make(load_forms().by_id["ningbo-2011"], "新田八县教育局", 2011, random.Random(8))))
    assert (ingest_paths([folder], out).read, len(read(out).reports)) == (19, 19)


def test_two_files_of_one_report_are_refused_and_leave_no_rows(folder: Path, tmp_path: Path) -> None:
    made = make(load_forms().by_id["fujian-2009"], "新田七县教育局", 2011, random.Random(7))
    (folder / "twin.docx").write_bytes(as_docx(made))
    (folder / "twin.txt").write_bytes(as_txt(made))
    result = ingest_paths([folder], tmp_path / "out")
    assert (result.read, result.refused) == (18, 2)
    tables = read(tmp_path / "out")
    assert not (tables.facts["agency"] == "新田七县教育局").any()
    assert result.facts == len(tables.facts)
    assert result.findings == len(tables.findings)
    assert set(tables.reports.query("status == 'refused'")["source_file"]) == {"twin.docx", "twin.txt"}


def test_the_row_groups_of_a_long_table_are_one_table(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ingest_paths([folder], tmp_path / "whole")
    monkeypatch.setattr(writing, "_ROWS", 50)
    parted = ingest_paths([folder], tmp_path / "parted")
    assert (whole.facts, whole.findings) == (parted.facts, parted.findings)
    assert _tables(tmp_path / "whole") == _tables(tmp_path / "parted")


def test_last_years_cumulative_numbers_part_what_ran_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "附表\n指标名称计量单位{y}年度历年累计\n"
    rows = "主动公开文件数条18535395\n其中：1、政府网站公开数条17135017\n2、政府公报公开数条140378\n受理依申请公开信息总数条728\n对申请的答复总数条728\n行政复议数件12\n行政诉讼数件00\n"
    for year, fees in (
        (2013, "政府信息公开收费减免金额\t元\t4\t304\n行政复议数\t件\t0\t0\n"),
        (2014, "政府信息公开收费减免金额元11315\n"),
    ):
        text = f"尤溪县国土资源局{year}年政府信息公开工作年度报告\n一、概述\n本局认真做好公开工作。\n{head.format(y=year)}"
        plain = "主动公开文件数\t条\t1853\t5395\n受理依申请公开信息总数\t条\t7\t28\n对申请的答复总数\t条\t7\t28\n政府公报公开数\t条\t1\t3\n行政诉讼数\t件\t0\t0\n"
        (tmp_path / f"{year}.txt").write_text(
            text + (plain if year == 2013 else rows) + fees, encoding="utf-8"
        )
    files = [tmp_path / "2013.txt", tmp_path / "2014.txt"]

    def fees_of_2014(out: Path) -> list[int]:
        facts = read(out).facts
        own = facts[(facts["year"] == 2014) & (facts["indicator"] == "fees_reduced")]
        return [int(value) for value in own["value"]]

    ingest_paths(files, tmp_path / "out")
    assert fees_of_2014(tmp_path / "out") == [11, 315]
    # Read alone because it alone has changed, the year before is known all the same.
    with files[1].open("a", encoding="utf-8") as changed:
        changed.write("\n")
    assert ingest_paths(files, tmp_path / "out").unchanged == 1
    assert fees_of_2014(tmp_path / "out") == [11, 315]
    # Read by processes that know one file only, the year before is asked for here.
    monkeypatch.setattr(ingest, "FEW", 1)
    ingest_paths(files, tmp_path / "many", with_processes(2))
    assert _tables(tmp_path / "many") == _tables(tmp_path / "out")


def test_many_processes_write_the_same_tables(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "other.txt").write_text("没有报告", encoding="utf-8")
    one_by_one = ingest_paths([folder], tmp_path / "one")
    monkeypatch.setattr(ingest, "FEW", 1)
    monkeypatch.setattr(many, "_CHUNK", 4)
    together = ingest_paths([folder], tmp_path / "many", with_processes(2))
    assert list(map(str, together.errors)) == list(map(str, one_by_one.errors))
    assert len(together.errors) == 2
    assert (together.read, together.facts, together.findings) == (18, one_by_one.facts, one_by_one.findings)
    assert _tables(tmp_path / "many") == _tables(tmp_path / "one")
    assert ingest_paths([folder], tmp_path / "many", with_processes(2)).unchanged == 18


def test_decisions_are_applied_whoever_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decided = tmp_path / "corrections.yaml"
    found = ingest_registered(REGISTER, tmp_path / "plain")
    assert not found.errors
    tables = read(tmp_path / "plain")
    rows = [{str(k): v for k, v in row.items()} for row in tables.findings.to_dict("records")]
    entry = decide(tables, finding_ids(rows)[0], reason="known", by="me", on=date(2026, 1, 1), accept=True)
    decided.write_bytes(add_entry(decided, entry))
    ingest_registered(REGISTER, tmp_path / "one", decided)
    monkeypatch.setattr(ingest, "FEW", 1)
    ingest_registered(REGISTER, tmp_path / "many", decided, with_processes(2))
    assert _tables(tmp_path / "many") == _tables(tmp_path / "one") != _tables(tmp_path / "plain")


def test_tables_and_pages_made_of_a_folder_and_written_inside_it_are_no_reports(folder: Path) -> None:
    own = folder / "out"
    assert ingest_paths([folder], own).read == 18
    pages = folder / "pages" / "2011" / "somebody"
    pages.mkdir(parents=True)
    for name in ("run.json", "index.html"):
        (folder / "pages" / name).write_text("{}")
    page = "某县教育局2011年政府信息公开工作年度报告"
    (pages / "01-report.html").write_text(
        f"<html><title>{page}</title><body>{page}<p>共公开100条。</p></body></html>"
    )
    again = ingest_paths([folder], own)
    assert (again.read, again.refused) == (18, 0)
    assert not again.errors
    assert not again.passed_over
