"""Why an item is rendered, in words of either language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ogi.batch.words import say
from ogi.language import Lang


class Reason(NamedTuple):
    """A reason by its key in `texts.yaml`; a change of rows has `subject`, and `rows` where it is known.

    No rows changed means that they stand in another order.
    """

    key: str
    subject: str = ""
    rows: int | None = None


def told(reasons: Iterable[Reason], lang: Lang = "en") -> str:
    """Return reasons in words.

    >>> told([Reason("notebook"), Reason("facts", "xiangshan-aic 2011", 2)])
    'notebook changed and facts of xiangshan-aic 2011 changed: 2 rows'
    """
    return say(lang, "why_and").join(_told(reason, lang) for reason in reasons)


def _told(reason: Reason, lang: Lang) -> str:
    text = say(lang, f"why_{reason.key}", subject=reason.subject)
    if reason.rows is None:
        return text
    count: Mapping[int, str] = {0: "why_order", 1: "why_row"}
    return text + say(lang, count.get(reason.rows, "why_rows"), rows=reason.rows)
