"""What the page lists beside the report: findings with both sides, facts, and the numbers left out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal

from ogi.check.duplicates import CODE as SAME_FIGURES
from ogi.check.words import name
from ogi.evidence.numbers import Printed
from ogi.evidence.words import say, texts
from ogi.extract.facts import READ_BY_OCR, VAGUE
from ogi.extract.joined import PARTED_BY_SUMS
from ogi.language import Lang, count
from ogi.report import Check, Fact, PageBox, Report, Side
from ogi.tables import facts_table, findings_table
from ogi.tables.frames import status_name
from ogi.tables.words import say as table_say
from ogi.view import ReportView

Entry = dict[str, object]
_CONTEXT = 16
_REVIEWS = {READ_BY_OCR: "review_ocr", PARTED_BY_SUMS: "review_parted", VAGUE: "review_vague"}
_COLUMNS = ("what", "label", "category", "value", "unit", "period", "place", "quote")


def _review(fact: Fact, lang: Lang) -> str:
    known = _REVIEWS.get(fact.review or "")
    return say(lang, known) if known else fact.review or ""


def _place_on_page(boxes: Sequence[PageBox], lang: Lang) -> str:
    """Where on its pages something is printed, in words."""
    return "; ".join(
        say(
            lang,
            "box",
            page=b.page,
            left=f"{b.x0:.0f}",
            top=f"{b.top:.0f}",
            right=f"{b.x1:.0f}",
            bottom=f"{b.bottom:.0f}",
        )
        for b in boxes
    )


def _corners(boxes: Sequence[PageBox]) -> list[tuple[float, ...]]:
    """Boxes for the script: page, left, top, right, bottom."""
    return [(box.page, *(round(side, 1) for side in box[2:])) for box in boxes]


def _details(
    fact: Fact, shown: Mapping[str, str], boxes: Sequence[PageBox], lang: Lang
) -> list[tuple[str, str]]:
    """What was made of a fact's words, as terms and texts; what is not known is left out."""
    category = shown["category"]
    if fact.category_label and not category:
        category = say(lang, "detail_unknown", label=fact.category_label)
    rule = f"rule_{fact.rule}"
    rows = {
        "detail_indicator": shown["what"] or say(lang, "detail_none"),
        "detail_label": fact.label if fact.label != shown["what"] else "",
        "detail_category": category,
        "detail_value": f"{shown['value']} {shown['unit']}".strip(),
        "detail_period": shown["period"],
        "detail_table": fact.table_caption or "",
        "detail_row": fact.row_label or "",
        "detail_column": fact.column_label or "",
        "detail_page": "" if fact.page is None or boxes else str(fact.page),
        "detail_box": _place_on_page(boxes, lang),
        "detail_rule": say(lang, rule) if rule in set(texts) else fact.rule,
        "detail_review": _review(fact, lang),
        "detail_correction": fact.correction or "",
        "detail_quote": shown["quote"] if fact.place == "table" else "",
        "detail_characters": f"{fact.char_start}–{fact.char_end}",
    }
    return [(say(lang, key), text) for key, text in rows.items() if text]


def fact_entries(view: ReportView, printed: Sequence[Sequence[PageBox]]) -> list[Entry]:
    """Return an entry for each fact of a report, in order; `printed` says where on its pages each stands."""
    lang = view.lang
    entries: list[Entry] = []
    table = facts_table(view.facts, lang)
    rows = table.itertuples(index=False, name=None)
    for fact, row, boxes in zip(view.facts, rows, printed, strict=True):
        shown = dict(zip(_COLUMNS, map(str, row), strict=True))
        title = name(fact, lang) or shown["what"]
        asides = [shown["what"], shown["category"], shown["period"]]
        if fact.page is not None:
            asides.append(say(lang, "page", page=fact.page))
        entries.append(
            {
                "value": f"{shown['value']} {shown['unit']}".strip(),
                "title": title,
                "aside": " · ".join(text for text in dict.fromkeys(asides) if text and text != title),
                # A cell's words are its row: its labels say more, and the table is in sight.
                "quote": shown["quote"] if fact.place == "prose" else "",
                "review": say(lang, "review")
                if fact.review
                else say(lang, "corrected")
                if fact.correction
                else "",
                "counted": fact.indicator is not None,
                "at": fact.char_start,
                "details": _details(fact, shown, boxes, lang),
                "boxes": _corners(boxes),
            }
        )
    return entries


def _side(side: Side | None, places: Mapping[Fact, int], lang: Lang) -> Entry | None:
    if side is None:
        return None
    facts = [places[fact] for fact in side.facts if fact in places]
    quote = "；".join(re.sub(r"\s+", " ", fact.quote) for fact in side.facts)
    label = side.label
    if lang == "en":
        label = " + ".join(name(fact, lang) for fact in side.facts)
    return {"label": label, "value": count(side.value), "quote": quote, "facts": facts}


def _checks(view: ReportView) -> dict[tuple[object, ...], list[Check]]:
    """The report's own checks that are findings, by what the findings table says of each."""
    found: dict[tuple[object, ...], list[Check]] = {}
    for check in view.checks:
        if not check.holds:
            right = check.right.quote if check.right else None
            found.setdefault((check.code, check.left.quote, right), []).append(check)
    return found


def _table_side(row: Mapping[str, object], side: str, own: Mapping[str, int]) -> Entry | None:
    """A side as the findings table has it, with those of the report's facts that have its words."""
    quote, value = row[f"{side}_quote"], row[f"{side}_value"]
    if not isinstance(quote, str) or not isinstance(value, Decimal):
        return None
    others = row["code"] == SAME_FIGURES and side == "right"
    facts = [] if others else [own[words] for words in quote.split("；") if words in own]
    return {
        "label": row[f"{side}_label"],
        "value": count(value),
        "quote": " ".join(quote.split()),
        "facts": facts,
    }


def finding_entries(view: ReportView) -> list[Entry]:
    """Return an entry for each finding, with the places of each side's facts among the report's.

    A finding between reports has the other report's words on one side, and no fact of this one there.
    """
    places: dict[Fact, int] = {}
    own: dict[str, int] = {}
    for i, fact in enumerate(view.facts):
        places.setdefault(fact, i)
        own.setdefault(fact.quote, i)
    checks, lang = _checks(view), view.lang
    entries: list[Entry] = []
    for row, shown in zip(
        view.findings.to_dict("records"), findings_table(view.findings, lang).to_dict("records"), strict=True
    ):
        right = row["right_quote"] if isinstance(row["right_quote"], str) else None
        alike = checks.get((row["code"], row["left_quote"], right), [])
        check = alike.pop(0) if alike else None
        if check is not None:
            sides = [_side(side, places, lang) for side in (check.left, check.right)]
        else:
            sides = [
                _table_side({str(k): v for k, v in row.items()}, side, own) for side in ("left", "right")
            ]
        status = status_name(row["status"], lang) if row["status"] != "open" else ""
        entries.append(
            {
                "severity": row["severity"],
                "grade": table_say(lang, f"severity_{row['severity']}"),
                "title": row[f"message_{lang}"],
                "sides": [side for side in sides if side],
                "difference": shown[table_say(lang, "column_difference")],
                "explanation": " · ".join(
                    text for text in (shown[table_say(lang, "column_explanation")], status) if text
                ),
            }
        )
    return entries


def unread_entries(
    unread: Sequence[Printed], report: Report, printed: Sequence[Sequence[PageBox]], lang: Lang
) -> list[Entry]:
    """Return an entry for each number left out, with the words around it; `printed` as for the facts."""
    entries: list[Entry] = []
    for number, boxes in zip(unread, printed, strict=True):
        start, end = number.span
        page = report.page_at(start)
        entries.append(
            {
                "value": report.text[start:end],
                "before": " ".join(report.text[max(0, start - _CONTEXT) : start].split()),
                "after": " ".join(report.text[end : end + _CONTEXT].split()),
                "aside": "" if page is None else say(lang, "page", page=page),
                "at": start,
                "boxes": _corners(boxes),
            }
        )
    return entries


def groups(report: Report, facts: Sequence[Entry], unread: Sequence[Entry], lang: Lang) -> list[Entry]:
    """Return the entries by section, in the order of the text: each group's title and its entries' names."""
    named = [(int(str(e["at"])), f"fact-{i}") for i, e in enumerate(facts, start=1)]
    named += [(int(str(e["at"])), f"unread-{i}") for i, e in enumerate(unread, start=1)]
    found: dict[str, list[str]] = {}
    starts = [section.span.start for section in report.sections]
    for at, key in sorted(named, key=lambda pair: pair[0]):
        # Sections stand in order, an enclosing one before those inside it: the last that holds a place is
        # the innermost, and is found without going through all of them.
        i = bisect_right(starts, at) - 1
        while i >= 0 and report.sections[i].span.end <= at:
            i -= 1
        title = report.sections[i].title if i >= 0 else say(lang, "no_section")
        found.setdefault(title, []).append(key)
    return [{"title": title, "entries": keys} for title, keys in found.items()]
