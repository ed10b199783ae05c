"""Findings between reports: one agency's years, two agencies with one table, and what a second run does with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
import pytest

from ogi import between as between_module
from ogi.check.years import year_checks
from ogi.forms import Form, load_forms
from ogi.ingest import ingest_paths
from ogi.report import Check, Fact
from ogi.store.reading import read

_AGENCY = "临海县教育局"


def _write(folder: Path, year: int, form: str, values: dict[str, str], agency: str = _AGENCY) -> Path:
    """A report with the table of a form: `values` by indicator, the cells of a row parted by blanks; else zeros."""
    table = load_forms().by_id[form].tables[0]
    columns = [column.label.replace("{year}", f"{year}年") for column in table.columns]
    lines = ["\t".join(["指标名称", "单位", *columns])]
    for row in table.rows:
        if row.relation != "header":
            cells = values.get(row.indicator or "", " ".join("0" for _ in columns)).split()
            lines.append("\t".join([row.label.replace("{year}", str(year)), row.unit or "条", *cells]))
    text = f"{agency}{year}年政府信息公开工作年度报告\n一、概述\n主动公开政府信息情况见附表。\n附件1：{agency}{year}年政府信息公开情况统计表\n"
    path = folder / f"{agency}-{year}.txt"
    path.write_text(text + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def _found(out: Path) -> list[tuple[str, str, str, int, int]]:
    findings: pd.DataFrame = read(out).findings
    own = findings[findings["code"].isin(between_module.CODES)]
    return [
        (row["report_id"], row["code"], row["severity"], int(row["left_value"]), int(row["right_value"]))
        for row in own.to_dict("records")
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three years of one agency: the second goes on from the first, the third does not."""
    folder = tmp_path / "in"
    folder.mkdir()
    for year, now, ever in ((2011, 100, 300), (2012, 50, 350), (2013, 60, 90)):
        values = {"proactive_items_total": f"{now} {ever}", "channel_website_items": f"{now} {ever}"}
        _write(folder, year, "fujian-2009", values)
    return folder


def test_all_years_numbers_are_held_against_the_year_before(folder: Path, tmp_path: Path) -> None:
    ingest_paths([folder], tmp_path / "out")
    fell = (f"{_AGENCY}-2013", "all_years_fell", "warning", 410, 90)
    assert _found(tmp_path / "out") == [fell, fell]
    tables = read(tmp_path / "out")
    rows = tables.reports.set_index("report_id")
    assert rows.loc[f"{_AGENCY}-2013", "warnings"] == 2
    assert rows.loc[f"{_AGENCY}-2012", "warnings"] == 0
    message = tables.findings.iloc[-1]["message_zh"]
    assert "2012 年的累计" in message
    assert "350 + 60" in message


def test_a_year_that_is_missing_ties_nothing(folder: Path, tmp_path: Path) -> None:
    (folder / f"{_AGENCY}-2012.txt").unlink()
    ingest_paths([folder], tmp_path / "out")
    assert _found(tmp_path / "out") == []


def _rows(folder: Path, name: str) -> pd.DataFrame:
    frame = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
    return frame.sort_values(list(frame.columns)).reset_index(drop=True)


def _equal(one: Path, other: Path) -> None:
    for name in ("facts", "findings", "reports"):
        pd.testing.assert_frame_equal(_rows(one, name), _rows(other, name))


@pytest.mark.parametrize(
    "change", ["the year before", "the year itself", "an added year", "a removed year", "another agency"]
)
def test_a_second_run_gives_what_a_first_one_gives(folder: Path, tmp_path: Path, change: str) -> None:
    ingest_paths([folder], tmp_path / "out")
    if change == "the year before":
        _write(
            folder, 2012, "fujian-2009", {"proactive_items_total": "50 30", "channel_website_items": "50 30"}
        )
    elif change == "the year itself":
        _write(folder, 2013, "fujian-2009", {"proactive_items_total": "60 410"})
    elif change == "an added year":
        _write(folder, 2014, "fujian-2009", {"proactive_items_total": "5 90"})
    elif change == "a removed year":
        (folder / f"{_AGENCY}-2012.txt").unlink()
    else:
        values = {
            "proactive_items_total": "60 90",
            "channel_website_items": "60 90",
            "requests_received": "1 2",
        }
        _write(folder, 2013, "fujian-2009", values, "临海县卫生局")
    ingest_paths([folder], tmp_path / "out")
    ingest_paths([folder], tmp_path / "first")
    _equal(tmp_path / "out", tmp_path / "first")


def test_only_reports_whose_neighbours_changed_are_looked_at_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest_paths([folder], tmp_path / "out")
    looked: list[int] = []

    def looking(
        before: tuple[Fact, ...], now: tuple[Fact, ...], forms: Mapping[str, Form]
    ) -> Iterator[Check]:
        looked.append(now[0].year)
        return year_checks(before, now, forms)

    monkeypatch.setattr(between_module, "year_checks", looking)
    _write(folder, 2015, "fujian-2009", {"proactive_items_total": "5 90"})
    assert ingest_paths([folder], tmp_path / "out").unchanged == 3
    assert looked == []
    assert len(_found(tmp_path / "out")) == 2


def test_stocks_and_requests_are_carried_over(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    form = load_forms().by_id["national-2021"]
    for year, in_force, carried_in, carried_out in ((2021, 698, 2, 5), (2022, 470, 4, 0)):
        lines = [
            f"{_AGENCY}{year}年政府信息公开工作年度报告",
            "一、总体情况",
            "详见下表。",
            "二、主动公开政府信息情况",
        ]
        lines += ["第二十条第（一）项", "信息内容\t本年制发件数\t本年废止件数\t现行有效件数"]
        lines += ["规章\t0\t0\t0", f"行政规范性文件\t77\t132\t{in_force}"]
        requests = next(
            table for table in form.tables if any(r.indicator == "requests_received" for r in table.rows)
        )
        lines += [
            "三、收到和处理政府信息公开申请情况",
            "自然人\t法人或其他组织\t总计",
            "商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他",
        ]
        for row in requests.rows:
            if row.relation == "header":
                continue
            value = {"requests_carried_in": carried_in, "requests_carried_out": carried_out}.get(
                row.indicator or "", 0
            )
            lines.append("\t".join([row.label, str(value), "0", "0", "0", "0", "0", str(value)]))
        (folder / f"{year}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ingest_paths([folder], tmp_path / "out")
    assert set(_found(tmp_path / "out")) == {
        (f"{_AGENCY}-2022", "carried_over", "warning", 5, 4),
        (f"{_AGENCY}-2022", "stock", "warning", 643, 470),
    }


def test_what_is_quoted_of_the_year_before_is_held_against_its_report(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    text = "{agency}{year}年政府信息公开工作年度报告\n二、依申请公开情况\n收到政府信息公开申请{n}件{more}。\n"
    for year, n, more in (
        (2011, 20, ""),
        (2012, 33, "，由上年的21件增至33件"),
        (2013, 40, "，由上年的33件增至40件"),
    ):
        path = folder / f"{_AGENCY}-{year}.txt"
        path.write_text(text.format(agency=_AGENCY, year=year, n=n, more=more), encoding="utf-8")
    ingest_paths([folder], tmp_path / "out")
    assert _found(tmp_path / "out") == [(f"{_AGENCY}-2012", "quoted_last_year", "warning", 21, 20)]


def test_two_agencies_with_one_table_are_said(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    values = {
        "proactive_items_total": "425 1516",
        "channel_website_items": "418 1509",
        "channel_gazette_items": "7 7",
    }
    for agency in (_AGENCY, "临海县卫生局"):
        _write(folder, 2011, "fujian-2009", values, agency)
    _write(folder, 2011, "fujian-2009", values | {"requests_received": "1 1"}, "临海县民政局")
    _write(folder, 2012, "fujian-2009", values, "临海县交通局")
    for agency in ("临海县审计局", "临海县统计局"):
        _write(folder, 2011, "fujian-2009", {"proactive_items_total": "5 5"}, agency)
    ingest_paths([folder], tmp_path / "out")
    assert sorted(_found(tmp_path / "out")) == [
        ("临海县卫生局-2011", "same_figures", "warning", 425, 425),
        (f"{_AGENCY}-2011", "same_figures", "warning", 425, 425),
    ]
    findings = read(tmp_path / "out").findings
    message = findings[findings["code"] == "same_figures"].iloc[0]["message_zh"]
    assert "临海县" in message
    assert "重复计算" in message
