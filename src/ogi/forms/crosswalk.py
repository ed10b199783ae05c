"""What continues what from one generation of the form to the next, and how far it may be compared."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from ogi.errors import SpecError
from ogi.forms.catalogue import indicators
from ogi.forms.spec import Generation
from ogi.yaml_files import load_yaml

Degree = Literal["good", "moderate", "weak", "none"]
GENERATIONS: tuple[Generation, ...] = get_args(Generation)
_FROM_BEST: tuple[Degree, ...] = get_args(Degree)


class Step(BaseModel):
    """From one generation to the next: how far a series goes on, and what to know of it."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    start: Generation = Field(alias="from")
    to: Generation
    degree: Degree
    zh: str = ""
    en: str = ""


class Series(BaseModel):
    """Indicators that continue one another; in a generation with several they are added up."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    members: dict[Generation, tuple[str, ...]]
    steps: tuple[Step, ...]


class _Crosswalk(BaseModel):
    model_config = ConfigDict(extra="forbid")

    series: tuple[Series, ...]


@cache
def crosswalk() -> dict[str, Series]:
    """Return the series by id, validated: members are indicators, steps lead to the next generation."""
    path = Path(__file__).with_name("crosswalk.yaml")
    found: dict[str, Series] = {}
    for series in load_yaml(path, _Crosswalk).series:
        where = f"series {series.id}"
        for member in (member for members in series.members.values() for member in members):
            if member not in indicators():
                raise SpecError(path, where, f"“{member}”", "an id of indicators.yaml", "Correct the id.")
        for step in series.steps:
            if GENERATIONS.index(step.to) != GENERATIONS.index(step.start) + 1:
                raise SpecError(
                    path,
                    where,
                    f"a step from {step.start} to {step.to}",
                    "a step to the next generation",
                    "Write one step a generation.",
                )
        if series.id in found:
            raise SpecError(path, where, "the id twice", "one entry an id", "Merge the entries.")
        found[series.id] = series
    return found


def steps_between(series: str, first: Generation, last: Generation) -> tuple[Degree, tuple[Step, ...]]:
    """Return how far a series may be compared between two generations, and the steps on the way.

    The weakest step decides; a step that the crosswalk does not list is none. Raises KeyError for a series
    that is not in the crosswalk.

    >>> steps_between("proactive_items_total", "national-2014", "national-2019")[0]
    'none'
    >>> steps_between("replies_partial", "local", "national-2021")[0]
    'good'
    """
    known = {step.start: step for step in crosswalk()[series].steps}
    start, end = sorted((GENERATIONS.index(first), GENERATIONS.index(last)))
    passed = GENERATIONS[start:end]
    found = tuple(known[generation] for generation in passed if generation in known)
    if len(found) < len(passed):
        return "none", found
    degrees = [_FROM_BEST.index(step.degree) for step in found]
    return _FROM_BEST[max(degrees, default=0)], found
