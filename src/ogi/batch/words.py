"""The texts of the pages around the notebooks."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ogi.language import Lang
from ogi.texts import Texts


@cache
def texts() -> Texts:
    """The pages' texts."""
    return Texts(Path(__file__).with_name("texts.yaml"))


def say(lang: Lang, key: str, **values: object) -> str:
    """Return one of the pages' texts."""
    return texts().say(key, lang, **values)
