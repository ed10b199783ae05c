"""Which numbers of a report were read and which were left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from ogi.evidence import Share, coverage
from ogi.extract import extract
from ogi.forms import load_forms
from ogi.read import read_report
from ogi.report import Report

TITLE = "象山工商分局2011年政府信息公开工作年度报告\n一、主动公开情况\n"


def _unread(path: Path, body: str) -> list[str]:
    path.write_text(body, encoding="utf-8")
    report = read_report(path)
    found = coverage(report, extract(report, load_forms().by_id).facts)
    return [report.text[n.span.start : n.span.end] for n in found.unread]


@pytest.mark.parametrize(
    ("body", "unread"),
    [
        ("2011年，本局共主动公开政府信息3490条，其中网站550条。", ""),
        # nothing is made of a number that no unit and no name of a count goes with
        ("本局共主动公开政府信息3490条，网站访客有1402。", "1402"),
        # a difference to the year before is kept as such
        ("本局共主动公开政府信息3490条，比上年增加20条。", ""),
        # nor is a number whose name is too short
        ("现有13个部门和单位进驻。共主动公开政府信息90条。", "13个"),
        # 轮 is no unit that the grammar knows
        ("共主动公开政府信息90条，整改网站3轮。", "3"),
        # there was none of it
        ("2011年，本局未收到公开政府信息申请。", ""),
        ("第3条规定的15个工作日，2011年12月31日前，占71.3%，共主动公开政府信息90条。", ""),
    ],
)
def test_what_is_left_out_of_a_sentence(tmp_path: Path, body: str, unread: str) -> None:
    assert _unread(
        tmp_path / "report.txt", TITLE + body + "\n本局进一步完善政府信息公开制度，方便公众。" * 3
    ) == (unread.split())


@pytest.mark.parametrize(
    ("rows", "unread"),
    [
        # a number before the words of its row, a column of row numbers and a row of column numbers
        ([["序号", "项目", "条数"], ["1", "公文", "12"], ["2", "公告", "7"]], ""),
        ([["项目", "单位", "条数"], ["甲", "乙", "1"], ["公文", "条", "12"]], ""),
        # words in a cell, with a count of their own
        ([["项目", "条数"], ["公文，另有简报35份", "12"], ["公告", "7"]], "35份"),
        # words behind the last value are a remark
        ([["项目", "条数", "说明"], ["公文", "12", "含转发4件"], ["公告", "7", ""]], "4件"),
    ],
)
def test_what_is_left_out_of_a_table(tmp_path: Path, rows: list[list[str]], unread: str) -> None:
    cells = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    html = f"<html><body><h1>{TITLE.splitlines()[0]}</h1><p>一、主动公开情况</p><table>{cells}</table></body></html>"
    assert _unread(tmp_path / "report.html", html) == unread.split()


def test_numbers_that_ran_together_are_not_read(tmp_path: Path) -> None:
    cells = "<tr><td>项目</td><td>条数</td></tr><tr><td>公文</td><td>12 30</td></tr><tr><td>公告</td><td>7</td></tr>"
    html = f"<html><body><h1>{TITLE.splitlines()[0]}</h1><p>一、主动公开情况</p><table>{cells}</table></body></html>"
    assert _unread(tmp_path / "report.html", html) == ["12 30"]


def test_every_number_of_the_sample_is_read(sample: Report) -> None:
    found = coverage(sample, extract(sample, load_forms().by_id).facts)
    assert (found.of("prose"), found.of("table")) == (Share(12, 12), Share(20, 20))
    assert found.all.share == 1
    assert Share().share is None


def test_what_is_left_out_of_the_registered_pages(reports: list[Report]) -> None:
    unread: dict[str, list[str]] = {}
    for report in reports:
        found = coverage(report, extract(report, load_forms().by_id).facts)
        assert found.of("table").read == found.of("table").numbers, report.entry.report_id
        unread[report.entry.report_id] = [report.text[n.span.start : n.span.end] for n in found.unread]
    assert unread["pingtan-2011"] == []
    assert unread["pingtan-2022"] == ["3"]
    assert unread["pingtan-2024"] == []
