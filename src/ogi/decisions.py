"""A decision on a finding, made from its id into an entry of the corrections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from ogi.corrections import Correction, finding_ids, one_line
from ogi.errors import InputError
from ogi.report import Fact
from ogi.store.reading import Processed, facts_of

_SIDES = ("left", "right")


def _finding(tables: Processed, wanted: str) -> dict[str, object]:
    """The row of the findings table with an id."""
    rows = [{str(k): v for k, v in row.items()} for row in tables.findings.to_dict("records")]
    found = [row for row, known in zip(rows, finding_ids(rows), strict=True) if known == wanted]
    if not found:
        raise InputError(
            "finding",
            "",
            f"“{wanted}”",
            "the id of a finding",
            "`ogi check` shows the ids, in its first column.",
        )
    return found[0]


def _side(finding: Mapping[str, object], side: str, option: str) -> tuple[str, Decimal]:
    """The words and the number of one side of a finding."""
    if side not in _SIDES:
        raise InputError(option, "", f"“{side}”", "left or right", "Name the side whose number is meant.")
    quote, value = finding[f"{side}_quote"], finding[f"{side}_value"]
    if not isinstance(quote, str) or not isinstance(value, Decimal):
        raise InputError(option, "", f"no {side} side", "a side with a number", "Name the other side.")
    return quote, value


def _fact(tables: Processed, report_id: str, quote: str, value: Decimal, option: str) -> dict[str, object]:
    """What tells the one fact of a side from all others of its report."""
    facts = facts_of(tables.facts[tables.facts["report_id"] == report_id])
    alike = [fact for fact in facts if one_line(fact.quote) == one_line(quote)]
    meant = [fact for fact in alike if fact.printed_value == value]
    if not meant:
        raise InputError(
            option,
            "",
            "a side that adds up several numbers, or one of another report",
            "a side that is one number of this report",
            "Accept the finding, or write the entry by hand.",
        )
    told: dict[str, object] = {}
    for column, get in _TOLD_APART:
        if len({get(fact) for fact in alike}) > 1 and get(meant[0]) is not None:
            told[column] = get(meant[0])
    left = [fact for fact in meant if all(get(fact) == told[c] for c, get in _TOLD_APART if c in told)]
    if len(left) > 1:
        raise InputError(
            option,
            "",
            f"{len(left)} facts with these words and this number",
            "one fact",
            "Accept the finding, or write the entry by hand.",
        )
    return told


def _indicator(fact: Fact) -> str | None:
    return fact.indicator


def _category(fact: Fact) -> str | None:
    return fact.category


def _column(fact: Fact) -> str | None:
    return fact.column_label


_TOLD_APART = (("indicator", _indicator), ("category", _category), ("column", _column))


def _number(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise InputError("--use", "", f"“{text}”", "SIDE=NUMBER, as in left=3495", "Correct it.") from None


def decide(
    tables: Processed,
    finding_id: str,
    *,
    reason: str,
    by: str,
    on: date,
    use: str | None = None,
    ignore: str | None = None,
    accept: bool = False,
) -> Correction:
    """Return the decision on a finding as an entry of the corrections.

    Exactly one of: `use`, "left=NUMBER" or "right=NUMBER", the number to take for that side; `ignore`, the
    side whose number is to be left out; `accept`, the finding is known and stands. Raises InputError for an
    id that is not there, or a side that is not one number.
    """
    if (use is not None) + (ignore is not None) + accept != 1:
        raise InputError(
            "decision", "", "none or several", "one of --use, --ignore and --accept", "Decide on one of them."
        )
    finding = _finding(tables, finding_id)
    report_id = str(finding["report_id"])
    own = tables.reports[tables.reports["report_id"] == report_id].iloc[0]
    common: dict[str, object] = {"agency": str(own["agency_id"]), "year": int(own["year"])}
    common |= {"reason": reason, "by": by, "date": on}
    if accept:
        right = finding["right_value"]
        entry = {
            "decision": "accept",
            "finding": finding["code"],
            "quote": one_line(str(finding["left_quote"])),
            "expects": finding["left_value"],
            "against": right if isinstance(right, Decimal) else None,
        }
        return Correction.model_validate(common | entry)
    side, _, number = (use or "").partition("=")
    option = "--use" if use is not None else "--ignore"
    quote, value = _side(finding, side if use is not None else str(ignore), option)
    entry = {"quote": one_line(quote), "expects": value}
    entry |= _fact(tables, report_id, quote, value, option)
    entry |= {"decision": "ignore"} if use is None else {"decision": "use", "value": _number(number)}
    return Correction.model_validate(common | entry)
