"""Form specs from YAML, validated: a spec that cannot be used is refused with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ogi.errors import SpecError
from ogi.forms.catalogue import indicators
from ogi.forms.labels import clean_label
from ogi.forms.spec import Form, FormTable, Row
from ogi.yaml_files import load_yaml


def _used(form: Form) -> Iterator[tuple[str, str]]:
    """Every indicator a form names, and where."""
    for table in form.tables:
        for row in table.rows:
            where = f"table {table.id}, row “{row.label}”"
            yield from (
                (where, i) for i in ([row.indicator] if row.indicator else []) + list(row.cells.values())
            )
        yield from ((f"table {table.id}, column {c.id}", c.indicator) for c in table.columns if c.indicator)


def _validate_row(form: Form, table: FormTable, row: Row, path: Path) -> None:
    where = f"table {table.id}, row “{row.label}”"
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
    for what, key in (("parent", row.parent), ("group", row.group)):
        if key is not None and key not in table.by_key:
            raise SpecError(path, where, f"the {what} “{key}”", "a row of this table", f"Correct the {what}.")
    for column in row.cells:
        if column not in {c.id for c in table.columns}:
            raise SpecError(path, where, f"a cell in “{column}”", "a column of this table", "Correct the id.")
    nothing = not row.indicator and not row.cells and not all(c.indicator for c in table.columns)
    if row.relation != "header" and nothing:
        raise SpecError(
            path,
            where,
            "no indicator",
            "an indicator, cells, or the relation header",
            "Say what the row counts; add the indicator to indicators.yaml if it is new.",
        )


def _confusable(row: Row, other: Row) -> bool:
    """Whether two rows of one label cannot be told apart: only their headings or totals could tell them."""
    over, over_other = row.group or row.parent, other.group or other.parent
    return row is not other and (over is None or over_other is None or over == over_other)


def _validate(form: Form, path: Path) -> None:
    known = indicators()
    for where, indicator in _used(form):
        if indicator not in known:
            raise SpecError(
                path,
                where,
                f"the indicator “{indicator}”",
                "an id of indicators.yaml",
                "Correct the id, or add the indicator there.",
            )
    for table in form.tables:
        seen: set[str] = set()
        labels: dict[str, list[Row]] = {}
        for row in table.rows:
            where = f"table {table.id}, row “{row.label}”"
            _validate_row(form, table, row, path)
            if row.key in seen:
                raise SpecError(path, where, f"“{row.key}” a second time", "one row an id", "Merge the rows.")
            seen.add(row.key)
            for label in (row.label, *row.variants):
                others = labels.setdefault(clean_label(label), [])
                if same := next((other for other in others if _confusable(row, other)), None):
                    raise SpecError(
                        path,
                        where,
                        f"the label “{label}”, which also means {same.key}",
                        "a label that means one row under one heading",
                        "Make the labels differ.",
                    )
                others.append(row)
    ends = [end for bound in form.bounds for end in (bound.smaller, bound.larger)]
    ends += [end for balance in form.balances for end in (*balance.left, *balance.right)]
    columns = {column.id for table in form.tables for column in table.columns}
    for tie in form.over_years:
        ids = [i for i in (tie.this, tie.next, *tie.plus, *tie.minus) if i]
        ends += [i for i in ids if not (tie.kind == "cumulative" and i in columns)]
    for end in ends:
        if end not in form.stated:
            raise SpecError(path, "identities", f"“{end}”", "an indicator of this form", "Correct the id.")


def load_form(path: Path) -> Form:
    """Return one form, validated.

    Raises SpecError for an unknown key, an unknown indicator, a parent that is not there, or a label
    that means two rows.
    """
    form = load_yaml(path, Form)
    _validate(form, path)
    return form


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms that can be used, by id, and an error for each spec that cannot."""

    by_id: Mapping[str, Form]
    errors: tuple[SpecError, ...] = ()


@cache
def _own_forms() -> Forms:
    return _load(Path(__file__).with_name("specs"))


def load_forms(folder: Path | None = None) -> Forms:
    """Return all forms: those of the package (read once), or those of a folder of YAML files.

    A spec that does not validate takes none of the others with it.
    """
    return _own_forms() if folder is None else _load(folder)


def _load(folder: Path) -> Forms:
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
