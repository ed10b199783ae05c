"""Findings and facts as tables for people: in the language asked for, every number with its words."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from ogi.check.words import where
from ogi.extract.taxonomy import taxonomy
from ogi.forms import indicators
from ogi.language import Lang, count, signed
from ogi.report import Fact
from ogi.tables.words import period_name, say


def _one_line(text: object) -> str:
    """A quote on one line: the cells of a row with a bar between them."""
    return re.sub(r"\s*\n\s*", " | ", str(text).strip()) if isinstance(text, str) else ""


def _explanation(text: object, lang: Lang) -> str:
    """The half of a stored explanation (English · Chinese) that is in the language."""
    if not isinstance(text, str):
        return ""
    return text.split(" · ")[0 if lang == "en" else -1]


def findings_table(findings: pd.DataFrame, lang: Lang, *, who: bool = False) -> pd.DataFrame:
    """Return findings for reading: severity, sentence, both quotes, difference, explanation.

    `who` puts agency and year in front, for tables of several reports. The gravest stand first.
    """
    columns = ["severity", "finding", "left_quote", "right_quote", "difference", "explanation"]
    # What was decided is shown where something was.
    columns += ["status"] if (findings["status"] != "open").any() else []
    rows = []
    for finding in findings.to_dict("records"):
        row = {"agency": finding["agency"], "year": finding["year"]} if who else {}
        row |= {
            "severity": say(lang, f"severity_{finding['severity']}"),
            "finding": finding[f"message_{lang}"],
            "left_quote": _one_line(finding["left_quote"]),
            "right_quote": _one_line(finding["right_quote"]),
            "difference": "" if pd.isna(finding["difference"]) else signed(finding["difference"]),
            "explanation": _explanation(finding["explanation"], lang),
            "status": status_name(finding["status"], lang),
        }
        rows.append(row)
    named = {c: say(lang, f"column_{c}") for c in ["agency", "year", *columns]}
    kept = [*(["agency", "year"] if who else []), *columns]
    return pd.DataFrame(rows, columns=kept).rename(columns=named)


def status_name(status: object, lang: Lang) -> str:
    """Return a finding's status in words: open, or accepted with reason, who and when."""
    decided = str(status).partition(": ")[2]
    return say(lang, "status_accepted", why=decided) if decided else say(lang, "status_open")


def _what(fact: Fact, lang: Lang) -> str:
    return indicators()[fact.indicator].of(lang) if fact.indicator else ""


def _category(fact: Fact, lang: Lang) -> str:
    if fact.dimension is None:
        return ""
    return taxonomy().dimensions[fact.dimension].name(fact.category, lang) or ""


def _value(fact: Fact, lang: Lang) -> str:
    """The printed number; what a person decided to use instead, or that it is not used, behind it."""
    if fact.printed_value is None:
        printed = say(lang, f"state_{fact.state}")
    else:
        printed = f"{say(lang, f'qualifier_{fact.qualifier}')} {count(fact.printed_value)}".strip()
    if fact.is_ignored:
        return say(lang, "value_ignored", printed=printed)
    return (
        printed
        if fact.corrected is None
        else say(lang, "value_corrected", printed=printed, used=count(fact.corrected))
    )


def facts_table(facts: Iterable[Fact], lang: Lang) -> pd.DataFrame:
    """Return every fact for reading: what is counted, the number, its period, its place and its words."""
    rows = [
        {
            "what": _what(fact, lang),
            "label": fact.category_label or fact.label,
            "category": _category(fact, lang),
            "value": _value(fact, lang),
            "unit": fact.unit or "",
            "period": period_name(fact, lang),
            "place": where(fact, lang),
            "quote": _one_line(fact.quote),
        }
        for fact in facts
    ]
    columns = ["what", "label", "category", "value", "unit", "period", "place", "quote"]
    named = {column: say(lang, f"column_{column}") for column in columns}
    return pd.DataFrame(rows, columns=columns).rename(columns=named)
