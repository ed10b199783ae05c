"""Checks in words: the message of each code, in Chinese and English, and the findings of a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from ogi.language import LANGS, Lang, count
from ogi.report import Check, Finding, RegisterEntry
from ogi.texts import Text
from ogi.yaml_files import load_yaml

SEVERITIES = ("error", "warning", "note")


class Message(BaseModel):
    """The words of one code; `holds` is missing where the code is only ever a finding."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text
    says: Text
    brief: Text
    holds: Text | None = None


class Explained(BaseModel):
    """The words of one explanation: its name, and the clause that says why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Text
    why: Text | None = None


class Messages(BaseModel):
    """All messages by code, all explanations by id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    messages: dict[str, Message]
    explanations: dict[str, Explained]


@cache
def messages() -> Messages:
    """Return the project's messages, validated."""
    return load_yaml(Path(__file__).with_name("messages.yaml"), Messages)


def title(code: str, lang: Lang) -> str:
    """Return the short title of a code."""
    return messages().messages[code].title.of(lang)


def explanation(check: Check, lang: Lang) -> str:
    """Return what explains a check that does not hold, or nothing."""
    return messages().explanations[check.explanation].name.of(lang) if check.explanation else ""


_WHY = {"zh": "；{why}（推断）", "en": "; {why} (an inference)"}


def _why(check: Check, words: Mapping[str, str], lang: Lang) -> str:
    """The clause that explains a check which does not hold, or nothing."""
    found = messages().explanations[check.explanation].why if check.explanation else None
    return _WHY[lang].format(why=found.of(lang).format(**words)) if found else ""


def _inner(text: str) -> str:
    """A name as it stands inside quotation marks: with inner ones where it has some of its own."""
    return text.replace("“", "‘").replace("”", "’")


def _slots(check: Check) -> dict[str, str]:
    """What fills the slots of a check's messages, in either language."""
    # Places come with marks of their own, names stand between those of the messages.
    words = {k: v if "_where_" in k else _inner(v) for k, v in check.details.items()}
    for lang in LANGS:
        words[f"why_{lang}"] = _why(check, words, lang)
    words |= {"left": count(check.left.value), "left_label": _inner(check.left.label)}
    if check.right is not None:
        words |= {"right": count(check.right.value), "gap": count(abs(check.left.value - check.right.value))}
    return words


def _says(check: Check) -> Text:
    message = messages().messages[check.code]
    return message.holds if check.holds and message.holds else message.says


def say(check: Check, lang: Lang) -> str:
    """Return a check in one sentence: what holds, or what does not."""
    return _says(check).of(lang).format(**_slots(check))


def brief(check: Check, lang: Lang) -> str:
    """Return a check that does not hold as the note under a chart says it."""
    return messages().messages[check.code].brief.of(lang).format(**_slots(check))


def finding_of(check: Check, entry: RegisterEntry) -> Finding:
    """Return a check that does not hold as a row of the findings table."""
    says, slots = _says(check), _slots(check)
    return Finding(
        report_id=entry.report_id,
        agency=entry.agency,
        year=entry.year,
        source_file=entry.file,
        code=check.code,
        severity=check.severity,
        message_en=says.en.format(**slots),
        message_zh=says.zh.format(**slots),
        left_label=check.left.label,
        left_value=check.left.value,
        left_quote=check.left.quote,
        right_label=check.right.label if check.right else None,
        right_value=check.right.value if check.right else None,
        right_quote=check.right.quote if check.right else None,
        difference=check.difference,
        explanation=f"{explanation(check, 'en')} · {explanation(check, 'zh')}" if check.explanation else None,
        status="open",
    )


def findings_of(checks: Iterable[Check], entry: RegisterEntry) -> tuple[Finding, ...]:
    """Return the findings among a report's checks, the gravest first."""
    found = [finding_of(check, entry) for check in checks if not check.holds]
    return tuple(sorted(found, key=lambda finding: SEVERITIES.index(finding.severity)))
