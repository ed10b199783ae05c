"""The catalogue of indicators: one canonical id a quantity, with its names and what it is a breakdown of."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ogi.errors import SpecError
from ogi.texts import Named
from ogi.yaml_files import load_yaml

Subject = Literal[
    "disclosure", "requests", "replies", "disputes", "documents", "administration", "responses", "side"
]


class Indicator(Named):
    """A quantity under its canonical id.

    `prose` lists the patterns (regular expressions on a flattened phrase) by which a sentence names it;
    `breakdown_of`, `dimension` and `category` say which slot of another indicator it fills.
    """

    id: str
    subject: Subject
    breakdown_of: str | None = None
    dimension: str | None = None
    category: str | None = None
    prose: tuple[str, ...] = ()
    prose_not: tuple[str, ...] = ()


class _Catalogue(BaseModel):
    model_config = ConfigDict(extra="forbid")

    indicators: tuple[Indicator, ...]


@cache
def indicators() -> dict[str, Indicator]:
    """Return the catalogue by id, in its file's order (prose patterns are tried in that order)."""
    path = Path(__file__).with_name("indicators.yaml")
    entries = load_yaml(path, _Catalogue).indicators
    by_id: dict[str, Indicator] = {}
    for entry in entries:
        if entry.id in by_id:
            raise SpecError(
                path, f"indicator {entry.id}", "the id twice", "one entry an id", "Merge the entries."
            )
        by_id[entry.id] = entry
    return by_id
