"""The registered pages of Pingtan: every cell and count as when they were compared with the published figures."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

from ogi.report import Report
from ogi.store.reading import Processed

from .conftest import ROOT

GOLDEN = ROOT / "tests" / "golden" / "pingtan.facts.csv"
COLUMNS = [
    "report_id",
    "place",
    "indicator",
    "dimension",
    "category",
    "period",
    "value",
    "unit",
    "row_label",
    "column_label",
]
FORMS = {
    **dict.fromkeys((2011, 2012, 2013), "fujian-2009"),
    **dict.fromkeys((2014, 2015, 2016, 2017, 2018), "fujian-2014"),
    **dict.fromkeys((2019, 2020), "national-2019"),
    **dict.fromkeys((2021, 2022, 2023, 2024, 2025), "national-2021"),
}  # fmt: skip


def _counted(facts: pd.DataFrame) -> pd.DataFrame:
    own = facts[facts["report_id"].str.startswith("pingtan") & facts["indicator"].notna()]
    return own[COLUMNS].astype(object).where(own[COLUMNS].notna(), "").astype(str).reset_index(drop=True)


def test_the_facts_are_the_golden_ones(tables: Processed) -> None:
    golden = pd.read_csv(GOLDEN, dtype=str, keep_default_na=False)
    pd.testing.assert_frame_equal(_counted(tables.facts), golden)


def test_each_report_has_the_form_it_prints(tables: Processed) -> None:
    own = tables.reports[tables.reports["report_id"].str.startswith("pingtan")]
    assert len(own) == 18
    for year, form, reason in zip(own["year"], own["form"], own["form_reason"], strict=True):
        assert form == FORMS[int(year)]
        assert "row labels" in reason


def test_every_cell_of_the_official_tables_is_read(tables: Processed) -> None:
    cells = tables.facts[
        (tables.facts["place"] == "table") & tables.facts["report_id"].str.startswith("pingtan")
    ]
    assert set(cells["rule"]) == {"table.cell"}
    sizes = Counter(cells["report_id"])
    assert {sizes[f"pingtan-{year}"] for year in range(2021, 2026)} == {200}
    assert {sizes[f"pingtan-{year}"] for year in (2019, 2020)} == {198}
    assert cells["state"].value_counts().to_dict() == {"reported": len(cells) - 1, "blank": 1}


def test_every_quote_holds_its_number(tables: Processed, reports: list[Report]) -> None:
    texts = {report.entry.report_id: report.text for report in reports}
    for fact in tables.facts.itertuples():
        text = texts.get(str(fact.report_id))
        if text is not None:
            assert text[int(str(fact.char_start)) : int(str(fact.char_end))] == fact.quote


@pytest.mark.parametrize(
    ("report_id", "code", "left", "right"),
    [
        ("pingtan-2020", "part_sum", 21, 27),
        ("pingtan-2020", "part_sum", 20, 26),
        ("pingtan-2019", "list_sum", 2599, 2533),
        ("pingtan-2020", "list_sum", 2602, 2603),
        ("pingtan-2022", "places_differ_explained", 75, 74),
        ("pingtan-2013", "places_differ", 4970, 72804),
        ("pingtan-county-2013", "places_differ_explained", 3, 4),
        ("pingtan-county-2013", "places_differ_explained", 4, 0),
    ],
)
def test_the_contradictions_of_the_published_figures_are_found(
    tables: Processed, report_id: str, code: str, left: int, right: int
) -> None:
    found = tables.findings[(tables.findings["report_id"] == report_id) & (tables.findings["code"] == code)]
    pairs = {(int(a), int(b)) for a, b in zip(found["left_value"], found["right_value"], strict=True)}
    assert (left, right) in pairs


def test_tables_that_add_up_are_not_accused(tables: Processed) -> None:
    in_tables = tables.findings[tables.findings["code"].isin(["part_sum", "row_sum", "balance"])]
    assert set(in_tables["report_id"]) == {"pingtan-2020"}
