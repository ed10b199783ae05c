"""The crosswalk: every series is stated by the forms it names, and a break is a break."""

from __future__ import annotations

import pytest

from ogi.forms import load_forms
from ogi.forms.crosswalk import GENERATIONS, Series, crosswalk, steps_between


@pytest.mark.parametrize("series", crosswalk().values(), ids=list(crosswalk()))
def test_a_series_is_stated_by_forms_of_each_generation_it_names(series: Series) -> None:
    forms = load_forms().by_id.values()
    for generation, members in series.members.items():
        stated = {i for form in forms if form.generation == generation for i in form.stated}
        assert set(members) <= stated, (generation, members)


@pytest.mark.parametrize("series", crosswalk().values(), ids=list(crosswalk()))
def test_a_step_that_is_not_good_says_why_in_both_languages(series: Series) -> None:
    for step in series.steps:
        assert step.degree == "good" or (step.zh and step.en), step


@pytest.mark.parametrize(
    ("series", "first", "last", "degree"),
    [
        ("proactive_items_total", "local", "national-2014", "weak"),
        ("proactive_items_total", "national-2014", "national-2021", "none"),
        ("requests_received", "local", "national-2021", "moderate"),
        ("requests_received", "national-2021", "local", "moderate"),
        ("normative_documents_stock", "national-2019", "national-2021", "none"),
        ("litigation_total", "local", "national-2021", "none"),
        ("replies_partial", "local", "national-2021", "good"),
        ("regulations_issued", "local", "national-2021", "none"),  # no step leads there
        ("licensing_decisions", "national-2019", "national-2019", "good"),
    ],
)
def test_the_weakest_step_decides(series: str, first: str, last: str, degree: str) -> None:
    assert first in GENERATIONS
    assert last in GENERATIONS
    assert steps_between(series, first, last)[0] == degree
