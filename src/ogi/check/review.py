"""What a person should look at before using a number: unknown labels, undecided cells, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ogi.check.words import side
from ogi.extract.facts import READ_BY_OCR
from ogi.report import Check, Fact, Side

_DIGITS = re.compile(r"\d[\d.]*")


def _undecided(fact: Fact) -> Check:
    """A cell of several numbers; the finding shows its digits as they are printed."""
    runs = _DIGITS.findall(fact.quote)
    printed = runs[-1].strip(".") if runs else "0"
    label = fact.row_label or fact.label
    return Check(
        "undecided_cell",
        False,
        "warning",
        Side(label, Decimal(printed), (fact,)),
        None,
        words=lambda: {"printed": printed},
    )


def review_checks(facts: tuple[Fact, ...]) -> Iterator[Check]:
    """Yield a note for each label that no category or form knows, and for what has to be looked at.

    Rows of a table of no known form are one note together, and so are the numbers that OCR read.
    """
    strange: dict[str | None, list[Fact]] = {}
    noted: set[int] = set()  # where the rows stand: each is noted once, whatever its columns
    for fact in facts:
        if fact.rule in ("prose.list_item", "prose.channel") and fact.category is None:
            yield Check("unknown_label", False, "note", side(fact), None)
        elif fact.rule == "table.undecided":
            yield _undecided(fact)
        elif fact.rule == "table.unknown_label" and fact.value is not None:
            if fact.form is None:
                strange.setdefault(fact.table_caption, []).append(fact)
            elif fact.char_start not in noted:
                noted.add(fact.char_start)
                yield Check("unknown_row", False, "note", side(fact), None)
    for caption, found in strange.items():
        rows = len({fact.row_label for fact in found})
        label = caption or found[0].section or found[0].label
        yield Check("unknown_form", False, "note", Side(label, Decimal(rows), (found[0],)), None)
    read = [fact for fact in facts if fact.review == READ_BY_OCR and fact.value is not None]
    if read:
        yield Check(
            "read_by_ocr", False, "warning", Side(read[0].label, Decimal(len(read)), (read[0],)), None
        )
