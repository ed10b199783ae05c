"""The texts of the tables, and what codes of the tables are called in each language."""

from __future__ import annotations

from pathlib import Path

from ogi.language import Lang, day
from ogi.report import Fact
from ogi.texts import Texts

texts = Texts(Path(__file__).with_name("texts.yaml"))
say = texts.say


def period_name(fact: Fact, lang: Lang) -> str:
    """Return which period a number is for."""
    if fact.period == "as_of":
        if fact.as_of is None:
            return say(lang, "period_as_of_undated")
        return say(lang, "period_as_of", date=day(fact.as_of))
    return say(lang, f"period_{fact.period or 'none'}")
