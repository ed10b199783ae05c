"""The evidence page: all of the report, escaped, with every fact on its words."""

from __future__ import annotations

import base64
import html
import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from ogi.evidence import evidence_page, find_evidence
from ogi.evidence.layout import CellFacts, lay_out
from ogi.evidence.pane import finding_entries
from ogi.evidence.segments import Marked
from ogi.ingest import ingest_paths
from ogi.language import Lang
from ogi.report import Cell, RegisterEntry, Report, Span, Table
from ogi.store.reading import Processed, read
from ogi.view import view_report

from ..read.drawn import Paper, paragraphs_on

TITLE = "甲县教育局2011年政府信息公开工作年度报告"


def _page(tables: Processed, agency: str, year: int, lang: Lang = "zh") -> str:
    return evidence_page(find_evidence(view_report(tables, agency, year, lang)))


def _data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="evidence">(.*?)</script>', page, re.S)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def _report(page: str) -> str:
    return page[page.index('<article id="report"') : page.index("</article>")]


def _words(markup: str) -> str:
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", markup)))


@pytest.mark.parametrize(("agency", "year"), [("xiangshan-aic", 2011), ("pingtan", 2013), ("pingtan", 2022)])
def test_the_page_has_the_whole_text_in_order(tables: Processed, agency: str, year: int) -> None:
    found = find_evidence(view_report(tables, agency, year, "zh"))
    assert _words(_report(evidence_page(found))) == re.sub(r"\s+", "", found.report.text)


@pytest.mark.parametrize(("agency", "year"), [("xiangshan-aic", 2011), ("pingtan", 2013), ("pingtan", 2022)])
def test_every_fact_stands_on_its_words(tables: Processed, agency: str, year: int) -> None:
    view = view_report(tables, agency, year, "zh")
    report = _report(_page(tables, agency, year))
    placed = {int(n) for numbers in re.findall(r'data-f="([\d ]+)"', report) for n in numbers.split()}
    assert placed == set(range(1, len(view.facts) + 1))
    for i, fact in enumerate(view.facts, start=1):
        if fact.place == "prose":
            pieces = re.findall(rf'<span data-f="(?:\d+ )*{i}(?: \d+)*"[^>]*>(.*?)</span>', report)
            assert html.unescape("".join(pieces)) == fact.quote
        else:
            cells = re.findall(rf'<td[^>]* data-f="(?:\d+ )*{i}(?: \d+)*"[^>]*>(.*?)</td>', report, re.S)
            assert len(cells) == 1
            assert fact.quote.endswith(html.unescape(re.sub(r"<[^>]+>", "", cells[0])))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_findings_are_those_of_the_table(tables: Processed, lang: Lang) -> None:
    for row in tables.reports.to_dict("records"):
        view = view_report(tables, row["agency_id"], row["year"], lang)
        entries = finding_entries(view)
        assert [entry["title"] for entry in entries] == list(view.findings[f"message_{lang}"])
        for entry in entries:
            # One side of a finding between reports may be another report's.
            assert any(side["facts"] for side in entry["sides"]), entry["title"]  # type: ignore[attr-defined]


def _ingested(tmp_path: Path, name: str, content: str) -> Processed:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert not ingest_paths([tmp_path / name], tmp_path / "data").errors
    return read(tmp_path / "data")


def test_a_report_cannot_bring_markup_or_end_the_data(tmp_path: Path) -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)> \"quoted\" & 'so'"
    text = f"{TITLE}\n一、主动公开情况{evil}\n共主动公开{evil}政府信息90条，不予公开{evil}有1402。\n"
    page = _page(_ingested(tmp_path, "evil.txt", text), "甲县教育局", 2011)
    assert "<img" not in page
    assert "<script>alert" not in page
    assert len(re.findall("<script", page)) == len(re.findall("</script>", page)) == 2
    assert "&lt;script&gt;alert(1)" in _report(page)
    assert any(
        "</script>" in str(entry["before"]) or "so" in str(entry["before"]) for entry in _data(page)["unread"]
    )


def test_several_facts_may_have_the_same_words(tmp_path: Path) -> None:
    text = f"{TITLE}\n一、复议诉讼\n2011年，本局没有发生因政府信息公开申请行政复议、提起行政诉讼的情况。\n共公开政府信息90条。\n"
    page = _page(_ingested(tmp_path, "zero.txt", text), "甲县教育局", 2011)
    assert re.search(r'data-f="1 2"', _report(page))


def test_merged_cells_and_gaps_keep_their_places(tables: Processed) -> None:
    report = _report(_page(tables, "pingtan", 2022))
    assert 'rowspan="3"' in report
    assert 'colspan="7"' in report
    assert report.count("<tr>") == 14 + 28 + 4


def test_a_fact_of_a_pdf_says_its_page(tmp_path: Path) -> None:
    paper = Paper()
    paper.text(100, 60, TITLE, 18)
    paragraphs_on(paper, ["一、主动公开情况", "本局共主动公开政府信息90条。"])
    paper.page()
    paragraphs_on(paper, ["二、申请情况", "本局收到政府信息公开申请7件，另有4轮。"])
    (tmp_path / "paper.pdf").write_bytes(paper.pdf())
    assert not ingest_paths([tmp_path / "paper.pdf"], tmp_path / "data").errors
    page = _page(read(tmp_path / "data"), "甲县教育局", 2011)
    assert re.findall(r'<p class="page">(.*?)</p>', page) == ["第 1 页", "第 2 页"]
    assert page.index("90条") < page.index("第 2 页</p>") < page.index("7件")
    data = _data(page)
    assert [(fact["value"], str(fact["aside"])[-5:]) for fact in data["facts"]] == [
        ("90 条", "第 1 页"),
        ("7 件", "第 2 页"),
    ]
    assert data["unread"][0]["aside"] == "第 2 页"
    ((page, left, top, right, bottom),) = data["facts"][0]["boxes"]
    assert (page, right - left, bottom - top) == (1, pytest.approx(11 * 16, abs=2), pytest.approx(16, abs=2))
    where = f"第 1 页，距左 {left:.0f}–{right:.0f}、距上 {top:.0f}–{bottom:.0f} 磅"
    assert ["版面位置", where] in data["facts"][0]["details"]
    assert sorted(data["pages"]) == ["1", "2"]
    for shown in data["pages"].values():
        kind, _, picture = shown["picture"].partition(",")
        assert kind == "data:image/webp;base64"
        with Image.open(BytesIO(base64.b64decode(picture))) as opened:
            assert opened.width / opened.height == pytest.approx(
                shown["size"][0] / shown["size"][1], abs=0.01
            )


def test_a_web_page_has_no_boxes(tables: Processed) -> None:
    data = _data(_page(tables, "pingtan", 2015))
    assert data["pages"] == {}
    assert not any(entry["boxes"] for entry in (*data["facts"], *data["unread"]))


def test_a_page_that_ends_within_a_table_is_marked_behind_it() -> None:
    cells = [Cell(text, Span(at, at + 1)) for at, text in ((0, "甲"), (2, "1"), (4, "乙"), (6, "2"))]
    table = Table("", Span(0, 8), {}, (tuple(cells[:2]), tuple(cells[2:])), placed=False)
    entry = RegisterEntry("a.pdf", "a", "a", 2011)
    report = Report(entry, "", "甲\t1\n乙\t2\n丙。\n", "", "", (), (table,), "pdf", (0, 4))
    blocks = lay_out(report, Marked(()), CellFacts({}, {}))
    assert [(block.kind, block.page) for block in blocks] == [
        ("page", 1),
        ("table", 0),
        ("page", 2),
        ("paragraph", 0),
    ]


def test_the_page_asks_the_network_for_nothing(tables: Processed) -> None:
    page = _page(tables, "xiangshan-aic", 2011)
    assert not re.search(r'\b(?:src|href)="(?!data:)|url\((?!data:)|@import|fetch\(|XMLHttp', page)
    assert not re.search(r"\son\w+=", _report(page))


def test_a_long_report_is_gone_through_once(tmp_path: Path) -> None:
    """Many sections, sentences and cells: their facts stand on their words as those of a short one do."""
    lines = [f"{TITLE}"]
    for i in range(1500):
        lines += [
            f"（{'一二三四五六七八九'[i % 9]}）第{i}项",
            f"通过网站公开信息{i + 100}条，发放资料{i}轮，举办培训{i + 7}期。",
        ]
    tables = _ingested(tmp_path, "long.txt", "\n".join(lines))
    page = _page(tables, "甲县教育局", 2011)
    data = _data(page)
    assert len(data["facts"]) >= 3000
    listed = [key for group in data["groups"] for key in group["entries"]]
    assert len(listed) == len(set(listed)) == len(data["facts"]) + len(data["unread"])
    assert _words(_report(page)) == re.sub(r"\s+", "", "".join(lines))
