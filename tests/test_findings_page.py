"""docs/findings.md has every code and explanation, and its examples of registered reports are what they give."""

from __future__ import annotations

import re

import yaml

from ogi.check.findings import messages
from ogi.corrections import Correction
from ogi.store.reading import Processed

from .conftest import ROOT

PAGE = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^### (\w+)\n(?:.+\n)+\n(?:(?!> ).+\n\n?)*> (.+?): (.+)$", PAGE, re.M)


def test_every_code_has_its_section_with_an_example() -> None:
    assert [code for code, _, _ in EXAMPLES] == re.findall(r"^### (\w+)$", PAGE, re.M)
    assert {code for code, _, _ in EXAMPLES} == set(messages().messages)


def test_every_explanation_is_named() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.M)) == set(messages().explanations)


def test_the_examples_of_registered_reports_are_in_the_findings(tables: Processed) -> None:
    said = set(
        zip(tables.findings["report_id"], tables.findings["code"], tables.findings["message_zh"], strict=True)
    )
    real = [(who, code, text) for code, who, text in EXAMPLES if who != "made up"]
    assert len(real) >= 12
    assert [example for example in real if example not in said] == []


def test_made_up_examples_are_worded_as_the_messages_are() -> None:
    for code, who, text in EXAMPLES:
        if who == "made up":
            message = messages().messages[code].says.zh
            pattern = re.sub(r"\\{\w+\\}", ".*", re.escape(message))
            assert re.fullmatch(pattern, text), (code, text)


def test_the_example_of_a_decision_is_one() -> None:
    (block,) = re.findall(r"```yaml\n(.+?)```", PAGE, re.S)
    (entry,) = yaml.safe_load(block)["corrections"]
    assert Correction.model_validate(entry).decision == "use"
