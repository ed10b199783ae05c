"""Made-up reports of every form, written in every format: each cell of each table comes back as it was."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.made_up import Made, as_docx, as_html, as_txt, make
from ogi.check import check
from ogi.extract import extract
from ogi.forms import Form, load_forms
from ogi.read import read_report
from ogi.report import Fact, RegisterEntry

FORMS = load_forms().by_id
WRITERS = {"txt": as_txt, "html": as_html, "docx": as_docx}


def _read(made: Made, kind: str, folder: Path) -> tuple[str | None, tuple[Fact, ...]]:
    path = folder / f"report.{kind}"
    path.write_bytes(WRITERS[kind](made))
    report = read_report(path, RegisterEntry(path.name, "made-up", "临海县教育局", 2013))
    extracted = extract(report, FORMS)
    for fact in extracted.facts:
        assert report.text[fact.char_start : fact.char_end] == fact.quote
        assert fact.value is None or not fact.value or str(abs(fact.value)) in fact.quote.replace(",", "")
    return extracted.form, extracted.facts


def _cells(facts: tuple[Fact, ...]) -> Counter[tuple[object, ...]]:
    return Counter(
        (
            fact.indicator,
            fact.category,
            {"as_of": "year"}.get(fact.period or "", fact.period or ""),
            fact.value,
        )
        for fact in facts
        if fact.place == "table"
    )


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_every_cell_of_every_form_comes_back(form: Form, kind: str, tmp_path: Path) -> None:
    made = make(form, "临海县教育局", 2013, random.Random(form.id + kind))
    recognised, facts = _read(made, kind, tmp_path)
    assert recognised == form.id
    truth = Counter(
        (indicator, category, {"as_of": ""}.get(period, period), value)
        for indicator, category, period, value in made.truth
    )
    assert _cells(facts) == truth
    errors = [c for c in check(facts, FORMS) if not c.holds and c.severity == "error"]
    assert not errors


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(sorted(FORMS)), st.sampled_from(sorted(WRITERS)), st.integers(0, 10**6))
def test_no_seed_makes_a_difference(
    tmp_path_factory: pytest.TempPathFactory, form: str, kind: str, seed: int
) -> None:
    made = make(FORMS[form], "临海县教育局", 2013, random.Random(seed))
    _, facts = _read(made, kind, tmp_path_factory.mktemp("made"))
    assert sum(_cells(facts).values()) == len(made.truth)
    values = Counter(value for *_, value in made.truth)
    assert Counter(f.value for f in facts if f.place == "table") == values
