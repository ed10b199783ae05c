"""Two vintages of one ledger: from the earlier total to the later, by what each channel gained."""

from __future__ import annotations

from ogi.charts.spec import ChartSpec, Row
from ogi.charts.words import labels, say, source_line, statement
from ogi.check.places import VINTAGE
from ogi.check.words import slot_of, where
from ogi.language import count
from ogi.report import Check, Fact
from ogi.view import ReportView

NAME = "two-vintages"


def _sides(check: Check) -> tuple[Fact, Fact]:
    """The two facts of a check, the smaller first: in a growing ledger it is the earlier."""
    right = check.right.facts if check.right else ()
    smaller, larger = sorted((*check.left.facts, *right), key=lambda fact: fact.number)
    return smaller, larger


def _is_total(check: Check) -> bool:
    slot = slot_of(check.left.facts[0])
    return slot is not None and slot.dimension is None


def _step(view: ReportView, before: Fact, after: Fact) -> Row:
    slot = slot_of(after)
    return Row(
        labels(view, [after])[0],
        after.number - before.number,
        key=(slot.category if slot else None) or "",
        role="step",
        text=say(view, "vintages_step", before=count(before.number), after=count(after.number)),
    )


def vintages_chart(view: ReportView) -> ChartSpec:
    """Return the bridge between two totals that fit two dates, or the sentence that there are none."""
    found = [check for check in view.checks if check.explanation == VINTAGE]
    total = next((check for check in found if _is_total(check)), None)
    measure = say(view, "vintages_measure")
    if total is None:
        return statement(view, NAME, say(view, "vintages_none"), measure)
    earlier, later = _sides(total)
    parts = [_sides(check) for check in found if check.code.endswith("_supported") and check is not total]
    steps = [_step(view, before, after) for before, after in parts]
    title = say(
        view,
        "vintages_supported" if steps else "vintages_plain",
        gap=count(later.number - earlier.number),
        earlier=count(earlier.number),
        later=count(later.number),
        **({"steps": " + ".join(count(step.value or 0) for step in steps)} if steps else {}),
    )
    return ChartSpec(
        name=NAME,
        kind="bridge",
        lang=view.lang,
        title=title,
        measure=measure,
        unit=(later.unit or "条") if view.lang == "zh" else "items",
        agency=view.name,
        year=view.year,
        rows=(
            Row(where(earlier, view.lang), earlier.number, role="start"),
            *steps,
            Row(where(later, view.lang), later.number, role="end"),
        ),
        notes=(say(view, "vintages_note"),),
        source=source_line(view, [earlier, *(fact for pair in parts for fact in pair), later]),
        takeaway=say(view, "vintages_follows"),
    )
