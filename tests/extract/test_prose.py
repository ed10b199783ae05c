"""Sentences of real reports and the facts they state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from .conftest import AGENCY, YEAR, facts_of, report_of, short

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "prose.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_a_sentence_states_these_counts_and_no_others(case: dict[str, Any]) -> None:
    section, agency = str(case.get("section", "一、主动公开情况")), str(case.get("agency", AGENCY))
    report = report_of(str(case["text"]), section, agency, int(case.get("year", YEAR)))
    facts = facts_of(report)
    assert sorted(short(fact) for fact in facts if fact.indicator) == sorted(case["facts"])
    for fact in facts:
        assert report.text[fact.char_start : fact.char_end] == fact.quote
