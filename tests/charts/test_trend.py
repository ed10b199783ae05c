"""One total over an agency's years: joined where the forms ask for the same, broken where not."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from ogi.charts import TRENDS, draw, trend_chart
from ogi.charts.spec import ChartSpec
from ogi.errors import InputError
from ogi.forms.crosswalk import crosswalk
from ogi.ingest import ingest_paths
from ogi.language import LANGS, Lang
from ogi.store.reading import Processed, read
from ogi.view import AgencyView, view_agency


def _joined(spec: ChartSpec) -> list[str]:
    """The stretches of years that one line joins."""
    runs = [[row.label for row in rows] for group, rows in groupby(spec.rows, key=lambda r: r.group) if group]
    return [run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]


# Series of the agency with fifteen years on three generations of the form.
LINES = [
    # The total is asked for by local forms only; two years give several numbers.
    ("proactive_items_total", ["2011", "2014-2018"]),
    ("requests_received", ["2011-2025"]),
    ("reconsiderations_total", ["2011-2012", "2014-2025"]),
    # Local forms may count other lawsuits: not to be joined to the national ones.
    ("litigation_total", ["2011-2018", "2019-2025"]),
]


@pytest.mark.parametrize(("series", "lines"), LINES)
def test_a_line_joins_what_may_be_compared(tables: Processed, series: str, lines: list[str]) -> None:
    spec = trend_chart(view_agency(tables, "pingtan", "zh"), series)
    assert _joined(spec) == lines
    assert [row.label for row in spec.rows if row.group == "" and row.value is None] == (
        ["2024", "2025"] if series == "proactive_items_total" else []
    )


def test_a_number_of_the_text_is_drawn_where_the_form_has_none_and_joined_to_nothing(
    tables: Processed,
) -> None:
    spec = trend_chart(view_agency(tables, "pingtan", "zh"), "proactive_items_total")
    of_text = {
        row.label: (int(row.value or 0), row.group)
        for row in spec.rows
        if row.role == "derived" and row.value
    }
    assert of_text == {
        "2019": (2599, ""),
        "2020": (2602, ""),
        "2021": (2645, ""),
        "2022": (14571, ""),
        "2023": (13561, ""),
    }
    assert "空心点是正文中的数，不与其他年度相连：2019–2023。" in spec.notes
    assert "三角表示高出刻度的数，不按比例：2013, 2022–2023。" in spec.notes
    assert any(note.startswith("▲ 2019–2020年的数在报告内另有矛盾") for note in spec.notes)
    assert "2016年，3,460" in spec.takeaway
    assert "相连的数" in spec.takeaway


def test_a_year_that_contradicts_itself_is_not_joined_and_says_why(tables: Processed) -> None:
    spec = trend_chart(view_agency(tables, "pingtan", "zh"), "proactive_items_total")
    unclear: dict[str, list[int]] = {row.label: [] for row in spec.rows if row.disputed and not row.group}
    for row in spec.rows:
        if row.label in unclear:
            unclear[row.label].append(int(row.value or 0))
    assert unclear == {"2012": [739, 1913], "2013": [4970, 72804], "2019": [2599], "2020": [2602]}
    assert any("2012年的报告给出 739、1,913" in note for note in spec.notes)
    assert "2019年格式没有这一项：2019–2020。" in spec.notes


def test_a_break_is_named_in_title_and_notes(tables: Processed) -> None:
    spec = trend_chart(view_agency(tables, "pingtan", "en"), "litigation_total")
    assert "not to be compared directly" in spec.title
    assert any(note.startswith("2018 and 2019 are not comparable: ") for note in spec.notes)
    changes = [(a.label, b.label) for a, b in zip(spec.rows, spec.rows[1:], strict=False) if a.key != b.key]
    assert changes == [("2018", "2019"), ("2020", "2021")]


def test_numbers_that_clash_are_not_called_absent(tables: Processed) -> None:
    spec = trend_chart(view_agency(tables, "xiangshan-aic", "zh"), "litigation_total")
    assert "自相矛盾" in spec.title
    assert any("0、5" in note for note in spec.notes)


def _agency(folder: Path, totals: dict[int, int], lang: Lang = "zh") -> AgencyView:
    for year, total in totals.items():
        text = (
            f"某县教育局{year}年政府信息公开工作年度报告\n一、主动公开情况\n共主动公开政府信息{total}条。\n"
        )
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
    assert not ingest_paths([folder], folder / "out").errors
    return view_agency(read(folder / "out"), "某县教育局", lang)


def test_reports_of_no_known_form_are_drawn_and_not_joined(tmp_path: Path) -> None:
    spec = trend_chart(_agency(tmp_path, {2012: 5, 2013: 7}), "proactive_items_total")
    assert [(row.label, int(row.value or 0)) for row in spec.rows] == [("2012", 5), ("2013", 7)]
    assert _joined(spec) == ["2012", "2013"]
    assert any("表式未识别" in note for note in spec.notes)


def test_one_year_is_said_and_not_drawn(tmp_path: Path) -> None:
    spec = trend_chart(_agency(tmp_path, {2012: 5}), "proactive_items_total")
    assert (spec.kind, spec.rows) == ("statement", ())
    assert spec.title == "主动公开信息：2012年 5"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("agency", ["pingtan", "pingtan-county", "xiangshan-aic"])
def test_every_trend_can_be_drawn_and_has_no_empty_words(tables: Processed, agency: str, lang: Lang) -> None:
    for series in TRENDS:
        spec = trend_chart(view_agency(tables, agency, lang), series)
        assert draw(spec).get_figheight() > 1
        for text in (spec.title, spec.takeaway, spec.alt, *spec.notes):
            assert text.strip()
            assert "None" not in text


def test_a_trend_is_a_series_of_the_crosswalk(tables: Processed) -> None:
    assert set(TRENDS) <= set(crosswalk())
    with pytest.raises(InputError, match="one of: proactive_items_total"):
        trend_chart(view_agency(tables, "pingtan", "zh"), "weather")
