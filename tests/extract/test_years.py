"""Tables with the numbers of several years, and with blanks within their numbers and between their cells."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ogi.extract import extract
from ogi.forms import load_forms
from ogi.read import read_report
from ogi.report import Fact

FORMS = load_forms().by_id
_ROWS = [
    (f"{row.label}（{row.unit}）", f"{1860 + i:,}".replace(",", " "), f"{2010 + i:,}".replace(",", " "))
    for i, row in enumerate(FORMS["national-2014"].tables[0].rows)
    if row.relation != "header"
]


def _facts(tmp_path: Path, heads: tuple[str, str], year: int = 2018) -> list[Fact]:
    """The facts of a page with a national table that has two columns of values."""
    rows = [f"<tr><td>序号</td><td>指标名称</td><td>{heads[0]}</td><td>{heads[1]}</td></tr>"]
    rows.append("<tr><td>一</td><td colspan=3>主动公开情况</td></tr>")
    rows += ["<tr>" + "".join(f"<td>{cell}</td>" for cell in ("", *row)) + "</tr>" for row in _ROWS]
    title = f"东山县财政局{year}年政府信息公开工作年度报告"
    path = tmp_path / "page.html"
    path.write_text(
        f"<html><meta charset=utf-8><title>{title}</title><h1>{title}</h1><table>{''.join(rows)}</table></html>",
        encoding="utf-8",
    )
    return [fact for fact in extract(read_report(path), FORMS).facts if fact.place == "table"]


@pytest.mark.parametrize(
    ("heads", "own"),
    [
        (("2017年", "2018年"), 1),
        (("2018年度", "2017年度"), 0),
        (("上年", "2018年"), 1),
        (("本年", "2017年"), 0),
    ],
)
def test_the_years_column_is_read_and_the_others_count_nothing(
    tmp_path: Path, heads: tuple[str, str], own: int
) -> None:
    facts = _facts(tmp_path, heads)
    mine = [fact for fact in facts if fact.rule == "table.cell"]
    assert [fact.number for fact in mine] == [Decimal(row[1 + own].replace(" ", "")) for row in _ROWS]
    assert {(fact.period, fact.column_label) for fact in mine} == {("year", heads[own])}
    assert mine[0].indicator == "proactive_items_total"
    others = [fact for fact in facts if fact.rule == "table.other_year"]
    assert [fact.number for fact in others] == [Decimal(row[2 - own].replace(" ", "")) for row in _ROWS]
    assert {(fact.indicator, fact.period, fact.column_label) for fact in others} == {
        (None, None, heads[1 - own])
    }


@pytest.mark.parametrize("heads", [("2016年", "2017年"), ("2017年", "增减")])
def test_a_lone_column_of_another_year_is_left_as_it_is(tmp_path: Path, heads: tuple[str, str]) -> None:
    """Nothing beside it is the report's own: the heading may be what is wrong."""
    facts = _facts(tmp_path, heads)
    assert not [fact for fact in facts if fact.rule == "table.other_year"]


@pytest.mark.parametrize("gap", ["　　", "      ", "\t", "\t\t", "\xa0 \xa0 \xa0 "])
@pytest.mark.parametrize("other", ["　　", "\t\t", "\xa0 \xa0 \xa0 "])
def test_the_gaps_between_cells_may_differ_from_row_to_row(tmp_path: Path, gap: str, other: str) -> None:
    lines = [
        f"　　{row[0].rsplit('（', 1)[0]}{(gap, other)[i % 2]}条{(gap, other)[i % 2]}{i}"
        for i, row in enumerate(_ROWS)
    ]
    path = tmp_path / "report.txt"
    title = "东山县财政局2018年政府信息公开工作年度报告"
    path.write_text(
        f"{title}\n\n附表\n统计指标　　单位　　统计数\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )
    facts = [fact for fact in extract(read_report(path), FORMS).facts if fact.place == "table"]
    assert [(fact.rule, fact.value) for fact in facts] == [
        ("table.cell", Decimal(i)) for i in range(len(_ROWS))
    ]


def test_a_lone_value_with_a_blank_in_it_stays_undecided(tmp_path: Path) -> None:
    """It may be two numbers: nothing beside it tells."""
    lines = [f"{row[0].rsplit('（', 1)[0]}\t条\t{i or '100 300'}" for i, row in enumerate(_ROWS)]
    path = tmp_path / "report.txt"
    title = "东山县财政局2018年政府信息公开工作年度报告"
    path.write_text(f"{title}\n\n附表\n统计指标\t单位\t统计数\n" + "\n".join(lines) + "\n", encoding="utf-8")
    first = next(fact for fact in extract(read_report(path), FORMS).facts if fact.place == "table")
    assert (first.rule, first.value) == ("table.undecided", None)
