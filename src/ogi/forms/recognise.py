"""Which form a table is, from what is printed in it and not from its year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ogi.forms.spec import Form
from ogi.report import Table, is_heading

# A table is of a form when most of its rows carry that form's labels and most of the form is there.
_SHARE_OF_TABLE = 0.6
_SHARE_OF_FORM = 0.5


@dataclass(frozen=True, slots=True)
class Recognition:
    """The form a table is of, or None, and the reason in words."""

    form: Form | None
    reason: str


def recognise(table: Table, forms: Iterable[Form]) -> Recognition:
    """Return the form whose labels the table carries, with the counts that decided."""
    labels = [row[0].text for row in table.rows if not is_heading(row)]
    best: tuple[int, float, Form] | None = None
    for form in forms:
        matched = {row.indicator for label in labels if (row := form.row_for(label))}
        of_form = len(matched) / len([row for row in form.rows if row.relation != "header"])
        if best is None or (len(matched), of_form) > best[:2]:
            best = (len(matched), of_form, form)
    if best is None or not best[0]:
        return Recognition(None, f"none of the {len(labels)} row labels is on a known form")
    count, of_form, form = best
    reason = f"{count} of {len(labels)} row labels are those of {form.id} ({of_form:.0%} of that form)"
    if count / len(labels) >= _SHARE_OF_TABLE and of_form >= _SHARE_OF_FORM:
        return Recognition(form, reason)
    return Recognition(None, f"form unknown: only {reason}")
