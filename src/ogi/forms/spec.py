"""One YAML file a form: its columns, its rows, and how the rows hang together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ogi.errors import SpecError
from ogi.forms.catalogue import indicators
from ogi.forms.labels import clean_label, label_pattern
from ogi.report import Period
from ogi.texts import Named
from ogi.yaml_files import load_yaml

Relation = Literal["top", "part", "of_which", "view", "header"]


class ValueColumn(BaseModel):
    """A column of numbers: its printed heading and the period its numbers are for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    header: str
    period: Period


class Columns(BaseModel):
    """The headings of a form's columns, as printed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str
    unit: str
    values: tuple[ValueColumn, ...]


class Row(BaseModel):
    """A row of a form.

    `relation` to `parent`: part (the parts of one `cut` add up to the parent), of_which (a subset: at
    most the parent), view (another cut of the same items, which may repeat), header (no number), top.
    `cut` names the question a group of rows answers: by date, by channel, by method …
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator: str
    label: str
    variants: tuple[str, ...] = ()
    number: str = ""
    unit: str | None = None
    parent: str | None = None
    relation: Relation = "top"
    cut: str | None = None
    note: str = ""


class Bound(BaseModel):
    """A relation between two rows that must hold, or that usually does: `smaller` is at most `larger`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    smaller: str
    larger: str
    severity: Literal["error", "warning", "note"]
    reason_zh: str
    reason_en: str


class Form(Named):
    """A generation or local variant of the official form; `cuts` names what groups of rows answer."""

    id: str
    source: str
    evidence: Literal["seen", "seen in part", "from memory"]
    columns: Columns
    cuts: dict[str, Named] = Field(default_factory=dict)
    rows: tuple[Row, ...] = Field(min_length=1)
    bounds: tuple[Bound, ...] = ()

    @cached_property
    def by_indicator(self) -> dict[str, Row]:
        """Rows by canonical indicator id."""
        return {row.indicator: row for row in self.rows}

    @cached_property
    def _by_label(self) -> dict[str, Row]:
        """Rows by each of their labels as compared, those with a slot such as {date} left out."""
        labels = [(label, row) for row in self.rows for label in (row.label, *row.variants)]
        return {clean_label(label): row for label, row in labels if "{" not in label}

    @cached_property
    def _by_pattern(self) -> list[tuple[re.Pattern[str], Row]]:
        """The labels with a slot, as patterns."""
        labels = [(label, row) for row in self.rows for label in (row.label, *row.variants)]
        return [(label_pattern(label), row) for label, row in labels if "{" in label]

    def row_for(self, label: str) -> Row | None:
        """Return the row that a printed label names, or None."""
        cleaned = clean_label(label)
        if row := self._by_label.get(cleaned):
            return row
        return next((row for pattern, row in self._by_pattern if pattern.fullmatch(cleaned)), None)

    def children(self, parent: str) -> dict[str | None, list[Row]]:
        """Return the rows under a parent, by the cut they belong to, in printed order."""
        cuts: dict[str | None, list[Row]] = defaultdict(list)
        for row in self.rows:
            if row.parent == parent and row.relation != "header":
                cuts[row.cut].append(row)
        return dict(cuts)


def _validate(form: Form, path: Path) -> None:
    seen = _validate_labels(form, path)
    for row in form.rows:
        where = f"row “{row.label}”"
        if (row.relation in ("part", "of_which", "view")) != (row.parent is not None):
            raise SpecError(
                path,
                where,
                f"relation {row.relation} with parent {row.parent}",
                "a parent for part, of_which and view, and none for top and header",
                "Add or remove the parent.",
            )
        if row.cut is not None and row.cut not in form.cuts:
            known = f"one of: {', '.join(form.cuts)}"
            raise SpecError(path, where, f"the cut “{row.cut}”", known, "Correct it, or name it under cuts.")
        if row.parent is not None and row.parent not in seen:
            raise SpecError(
                path, where, f"the parent “{row.parent}”", "a row of this form", "Correct the parent."
            )
    for bound in form.bounds:
        for end in (bound.smaller, bound.larger):
            if end not in seen:
                raise SpecError(path, "bounds", f"“{end}”", "a row of this form", "Correct the id.")


def _validate_labels(form: Form, path: Path) -> set[str]:
    """Check that indicators are known and single and labels unambiguous; return the indicators."""
    known = indicators()
    labels: dict[str, str] = {}
    seen: set[str] = set()
    for row in form.rows:
        where = f"row “{row.label}”"
        if row.indicator not in known:
            raise SpecError(
                path,
                where,
                f"the indicator “{row.indicator}”",
                "an id of indicators.yaml",
                "Correct the id, or add the indicator there.",
            )
        if row.indicator in seen:
            raise SpecError(
                path,
                where,
                f"the indicator “{row.indicator}” a second time",
                "one row an indicator",
                "Merge the rows.",
            )
        seen.add(row.indicator)
        for label in (row.label, *row.variants):
            other = labels.setdefault(clean_label(label), row.indicator)
            if other != row.indicator:
                raise SpecError(
                    path,
                    where,
                    f"the label “{label}”, which also means {other}",
                    "a label that means one indicator in one form",
                    "Make the labels differ.",
                )
    return seen


def load_form(path: Path) -> Form:
    """Return one form, validated.

    Raises SpecError for an unknown key, an unknown indicator, a parent that is not there, or a label
    that means two indicators.
    """
    form = load_yaml(path, Form)
    _validate(form, path)
    return form


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms that can be used, by id, and an error for each spec that cannot."""

    by_id: Mapping[str, Form]
    errors: tuple[SpecError, ...] = ()


def load_forms(folder: Path | None = None) -> Forms:
    """Return all forms: those of the package, or those of a folder of YAML files.

    A spec that does not validate takes none of the others with it.
    """
    folder = folder or Path(__file__).with_name("specs")
    forms: dict[str, Form] = {}
    errors: list[SpecError] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            form = load_form(path)
        except SpecError as error:
            errors.append(error)
            continue
        if form.id in forms:
            errors.append(
                SpecError(path, "id", f"“{form.id}” a second time", "an id of its own", "Rename it.")
            )
        else:
            forms[form.id] = form
    return Forms(forms, tuple(errors))
