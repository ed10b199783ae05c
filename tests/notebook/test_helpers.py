"""What an analyst gets from `import helpers as h`."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import helpers as h
from ogi.errors import InputError
from ogi.ingest import ingest_paths

from ..conftest import SAMPLE


@pytest.fixture(autouse=True)
def _data(processed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OGI_DATA", str(processed))


@pytest.mark.parametrize("agency", ["xiangshan-aic", "象山工商分局"])
@pytest.mark.parametrize("year", [2011, "2011"])
def test_a_report_is_loaded_by_id_or_name(agency: str, year: int | str) -> None:
    report = h.load(agency, year)
    assert repr(report) == "象山工商分局 2011年：读出 34 个数字，7 项核对发现"


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("nobody", 2011), "xiangshan-aic (象山工商分局)"),
        (("xiangshan-aic", 1999), "2011"),
        (("xiangshan-aic", "last"), "a year such as 2011"),
        (("xiangshan-aic", 2011, "fr"), "one of: zh, en"),
    ],
)
def test_what_is_not_there_is_refused_naming_what_is(arguments: tuple[str, int], found: str) -> None:
    with pytest.raises(InputError, match="expected") as error:
        h.load(*arguments)
    assert found in str(error.value)


@pytest.mark.parametrize(
    ("lang", "answer"),
    [
        (
            "zh",
            "报告称主动公开信息 3,490 条（别处为 3,473 条），收到公开申请 0 件。数字之间有 2 项矛盾没有解释",
        ),
        (
            "en",
            "The report states 3,490 items proactively disclosed (elsewhere: 3,473 items) and 0 requests received.",
        ),
    ],
)
def test_the_headline_answers_in_two_sentences(lang: str, answer: str) -> None:
    shown = h.headline(h.load("xiangshan-aic", 2011, lang))
    assert answer in shown.text
    assert answer in shown.html


def test_findings_and_facts_are_frames() -> None:
    report = h.load("xiangshan-aic", 2011)
    findings, facts = h.findings(report), h.facts(report)
    assert list(findings["程度"]) == ["矛盾"] * 2 + ["注意"] * 3 + ["提示"] * 2
    assert list(findings["差额"])[:3] == ["−5", "−5", "+17"]
    assert len(facts) == 34
    assert "至少 40" in set(facts["数值"])


def test_a_table_is_shown_whole_and_escaped() -> None:
    shown = h.show(pd.DataFrame({"原文": ["<b>一" + "长" * 300]}))
    assert "&lt;b&gt;一" in shown.html
    assert "长" * 300 in shown.html


def test_a_chart_is_drawn_and_written(tmp_path: Path) -> None:
    chart = h.chart(h.load("xiangshan-aic", 2011), "volume-by-type", tmp_path)
    written = (tmp_path / "charts" / "volume-by-type.png").read_bytes()
    assert chart.png == written, "what the notebook shows is what the file holds"
    data, metadata = chart._repr_mimebundle_()
    assert data["image/png"] == written
    assert metadata["image/png"] == {"width": 900, "alt": chart.spec.alt}


def test_a_chart_is_written_in_the_formats_asked_for(tmp_path: Path) -> None:
    report = h.load("xiangshan-aic", 2011)
    h.chart(report, "two-vintages", tmp_path, formats=["pdf"])
    assert [path.name for path in (tmp_path / "charts").iterdir()] == ["two-vintages.pdf"]
    with pytest.raises(InputError, match="one of: svg, png, pdf"):
        h.chart(report, "two-vintages", tmp_path, formats=["gif"])


def test_a_chart_writes_nothing_unless_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    h.chart(h.load("xiangshan-aic", 2011), "volume-by-type")
    assert not list(tmp_path.iterdir())


def test_evidence_is_a_frame_in_a_notebook_and_one_line_elsewhere() -> None:
    by_report, by_name = h.evidence(h.load("xiangshan-aic", 2011)), h.evidence("xiangshan-aic", 2011)
    assert by_report == by_name
    assert by_report.html.startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;')
    assert by_report.html.count("<") == 2, "all of the page is inside the attribute"
    assert repr(by_report) == (
        "象山工商分局 2011年：原文与 34 个读出的数字对照，7 项核对发现；原文中像计数的数字有 32 个，未读 0 个。"
    )
    with pytest.raises(InputError, match="one of: zh, en"):
        h.evidence("xiangshan-aic", 2011, "fr")


def test_all_tables_are_at_hand() -> None:
    tables = h.tables()
    assert {"facts", "findings", "reports"} <= set(dir(tables))
    assert len(tables.facts) >= 34


def test_tables_of_ones_own_are_loaded_by_their_folder(tmp_path: Path) -> None:
    assert not ingest_paths([SAMPLE], tmp_path / "own").errors
    assert len(h.tables(tmp_path / "own").reports) == 1
    report = h.load("象山工商分局", 2011, "en", data=tmp_path / "own")
    assert repr(report).startswith("象山工商分局, 2011: numbers read: ")
    with pytest.raises(InputError, match="ogi ingest"):
        h.tables(tmp_path / "none")


def test_the_years_of_an_agency_are_loaded_and_listed() -> None:
    years = h.load_years("平潭县人民政府", "zh")
    assert [report.year for report in years.reports] == [2011, 2012, 2013]
    assert repr(years) == "平潭县人民政府：2011、2012、2013"
    listed = h.years(years)
    assert list(listed["年度"]) == [2011, 2012, 2013]
    assert all(listed["读出的数字"] > 0)
    assert "表式分属 1 代" in h.trend_headline(years).text
    assert h.trend_follows(years, "requests_received").text.startswith("收到的公开申请：2011年 0，2013年 7")
    with pytest.raises(InputError, match="pingtan-county"):
        h.load_years("nowhere")
