"""Which channel, type of information or method of request a printed label names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from ogi.errors import SpecError
from ogi.forms.catalogue import Subject
from ogi.language import Lang
from ogi.numerals import flatten
from ogi.texts import Named
from ogi.yaml_files import load_yaml

_OWN_SITE = "own_site"
_QUOTES = str.maketrans("", "", '“”"')


class Category(Named):
    """One slot of a dimension, with the patterns by which labels name it and the article that lists it.

    `within` is the wider slot that it is a part of: the agency's own site is one of all websites.
    """

    id: str
    patterns: tuple[str, ...]
    law: str = ""
    within: str | None = None


class Dimension(Named):
    """A question that labels answer, its categories in the order in which they are tried."""

    cues: tuple[str, ...]
    categories: tuple[Category, ...]

    def name(self, category: str | None, lang: Lang) -> str | None:
        """Return a category's name, or None when it is none of this dimension."""
        return next((c.of(lang) for c in self.categories if c.id == category), None)


class Taxonomy(BaseModel):
    """All dimensions, and which of them may break down a total of which subject."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dimensions: dict[str, Dimension]
    applies_to: dict[Subject, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a label belongs: a dimension and a category of it, either of them None when not known."""

    dimension: str | None
    category: str | None


@cache
def taxonomy() -> Taxonomy:
    """Return the project's taxonomy, validated."""
    path = Path(__file__).with_name("taxonomy.yaml")
    loaded = load_yaml(path, Taxonomy)
    for name, dimension in loaded.dimensions.items():
        ids = [category.id for category in dimension.categories]
        if twice := {i for i in ids if ids.count(i) > 1}:
            raise SpecError(path, f"dimension {name}", f"{twice} twice", "an id of its own", "Rename one.")
    return loaded


@cache
def _patterns(name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The categories of a dimension that labels can name, each with its patterns as one."""
    return tuple(
        (re.compile("|".join(f"(?:{pattern})" for pattern in category.patterns)), category.id)
        for category in taxonomy().dimensions[name].categories
        if category.patterns
    )


@cache
def _cues(name: str) -> re.Pattern[str]:
    """The words that tell that a label answers a dimension's question."""
    cues = taxonomy().dimensions[name].cues
    return re.compile("|".join(f"(?:{cue})" for cue in cues) if cues else r"(?!)")


@lru_cache(maxsize=20_000)
def _category(flat: str, name: str) -> str | None:
    return next((category for pattern, category in _patterns(name) if pattern.search(flat)), None)


def _is_mixed(flat: str, name: str) -> bool:
    """Whether a label joins things of several categories, or mostly things that no category knows."""
    parts = [_category(part, name) for part in re.split(r"[、和及与或]", flat) if part]
    known = [part for part in parts if part is not None]
    return len(set(known)) > 1 or (name == "information_type" and 0 < len(known) < len(parts) / 2)


# A label that ends so names a channel, whatever its other words: 民政网, 教育信息网站.
_A_SITE = re.compile(r"(?:网|网站|网页|平台|微博|微信|公众号|客户端)(?:信息)?$")
# One that ends so is a type, whatever channel it mentions.
_A_TYPE = re.compile(r"(?:类|方面)(?:信息)?$")


def classify(label: str, subject: Subject, own: Iterable[str] = (), only: str | None = None) -> Slot:
    """Return the dimension and category of a label under a total of the given subject.

    `own` are the names of the reporting agency: a site that bears one is its own. `only` limits the
    answer to one dimension. A label whose shape tells the dimension but which no category knows keeps a
    null category; a label that tells nothing has neither. Nothing is guessed.

    >>> classify("县政府外网信息", "disclosure")
    Slot(dimension='channel', category='county_portal')
    >>> classify("玻璃类信息", "disclosure")
    Slot(dimension='information_type', category=None)
    >>> classify("民政局网站", "disclosure", own=["民政局"])
    Slot(dimension='channel', category='own_site')
    """
    known = taxonomy()
    flat = "".join(flatten(label).translate(_QUOTES).split())
    names = known.applies_to[subject] if only is None else (only,)
    if "information_type" in names and _A_TYPE.search(flat):
        names = ("information_type",)
    elif "channel" in names and _A_SITE.search(flat):
        names = ("channel",)
        if any(name in flat for name in own):
            return Slot("channel", _OWN_SITE)
    for name in names:
        category = _category(flat, name)
        if category is not None:
            return Slot(name, None if _is_mixed(flat, name) else category)
    for name in names:
        if only is not None or _cues(name).search(flat):
            return Slot(name, None)
    return Slot(None, None)
