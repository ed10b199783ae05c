"""Tables of real reports' layouts and the facts of their cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from .conftest import facts_of, report_of, short

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "tables.yaml").read_text(encoding="utf-8"))
_REST = [
    "当面申请数",
    "传真申请数",
    "电子邮件申请数",
    "网上申请数",
    "信函申请数",
    "其他形式申请数",
    "同意公开答复数",
]
_REST += ["同意部分公开答复数", "否决公开答复总数", "行政复议数", "行政诉讼数", "行政申诉数"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_table_states_these_numbers(case: dict[str, Any]) -> None:
    on_one_line = "\t条\t" in case["text"]
    rest = "\n".join(f"{label}\t条\t7" if on_one_line else f"{label}\n条\n7" for label in _REST)
    if "\t主动" in case["text"] and not on_one_line:
        rest = rest.replace("\n", "\n\t")
    report = report_of(case["text"].replace("ROWS\n", rest + "\n"))
    facts = [fact for fact in facts_of(report) if fact.place == "table"]
    assert facts, "no table was found"
    wanted = case["facts"]
    named = {text.split()[0] for text in wanted}
    found = [short(fact) for fact in facts if str(fact.indicator) in named]
    assert found == wanted
    for fact in facts:
        assert report.text[fact.char_start : fact.char_end] == fact.quote
        if fact.rule == "table.cell":
            assert fact.form == case.get("form", "ningbo-2011")


def test_a_row_that_lacks_one_of_its_numbers_keeps_none_of_them() -> None:
    rows = [f"{label}\n条\n3\n9" for label in _REST]
    rows[2] = "电子邮件申请数\n条\n5"
    report = report_of("附表\n主动公开信息数\n条\n600\n1800\n" + "\n".join(rows))
    broken = [fact for fact in facts_of(report) if fact.rule == "table.incomplete_row"]
    assert [fact.value for fact in broken] == [None, None]
    assert all("5" in fact.quote for fact in broken)
