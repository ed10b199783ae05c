"""What was held against what, and whether it agreed."""

from __future__ import annotations

from ogi.charts.spec import ChartSpec, Row
from ogi.charts.words import say, source_line
from ogi.check.findings import SEVERITIES, explanation, title
from ogi.language import count, signed
from ogi.report import Check, Side
from ogi.view import ReportView

NAME = "reconciliation"


# What does not hold is always shown; of what holds, as much as is quickly looked through.
_MOST_ROWS = 14


def _row(view: ReportView, check: Check, right: Side) -> Row:
    lang = view.lang
    what = check.details.get(f"child_{lang}") or check.details[f"name_{lang}"]
    label = say(view, "score_row", rule=title(check.code, lang), what=what)
    role = "holds" if check.holds else check.severity
    low, high = count(check.left.value), count(right.value)
    difference = check.left.value - right.value
    if check.code == "channel_unstated" and not check.holds:
        return Row(label, role=role, text=f"{low} − {high} = {count(difference)}")
    if check.code == "share" and check.holds:
        return Row(label, role=role, text=f"{low}% ≈ {high}%")
    if check.holds or not difference:
        sign = "=" if not difference else "≥" if difference > 0 else "≤"
        return Row(label, role=role, text=f"{low} {sign} {high}")
    why = explanation(check, lang)
    why = say(view, "score_why", explanation=why) if why else ""
    return Row(
        label,
        role=role,
        text=say(view, "score_unequal", left=low, right=high, gap=signed(difference), why=why),
    )


def scorecard_chart(view: ReportView) -> ChartSpec:
    """Return one line a comparison, the gravest first; those that hold at zero are counted in a note."""
    made = [(check, check.right) for check in view.checks if check.right is not None]
    failed = sorted(
        ((c, r) for c, r in made if not c.holds), key=lambda pair: SEVERITIES.index(pair[0].severity)
    )
    held = [(c, r) for c, r in made if c.holds]
    # Sums and places say more than shares, of which a report may print dozens.
    telling = sorted(
        ((c, r) for c, r in held if c.left.value and r.value), key=lambda p: p[0].code == "share"
    )
    errors = sum(c.severity == "error" for c, _ in failed)
    explained = sum(c.explanation is not None for c, _ in failed)
    numbers = {"made": len(made), "held": len(held), "errors": errors, "explained": explained}
    if not made:
        head = say(view, "score_nothing")
    elif not failed:
        head = say(view, "score_all", made=len(made))
    else:
        head = say(view, "score_some", **numbers, notes=len(failed) - errors - explained)
    zeros = len(held) - len(telling)
    shown = telling[: max(_MOST_ROWS - len(failed), 0)]
    notes = [say(view, "score_zero_note", zeros=zeros)] if zeros else []
    if rest := len(telling) - len(shown):
        notes.insert(0, say(view, "score_more_note", rest=rest))
    return ChartSpec(
        name=NAME,
        kind="scorecard" if made else "statement",
        lang=view.lang,
        title=head,
        measure=say(view, "score_measure"),
        unit="",
        agency=view.name,
        year=view.year,
        rows=tuple(_row(view, check, right) for check, right in (*failed, *shown)),
        notes=tuple(notes),
        source=source_line(view, ()),
        takeaway=say(view, "score_errors", errors=errors) if errors else say(view, "score_clean"),
    )
