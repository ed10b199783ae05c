"""The texts of a notebook's headline."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ogi.language import Lang
from ogi.texts import Texts


@cache
def texts() -> Texts:
    """The notebook's texts."""
    return Texts(Path(__file__).with_name("texts.yaml"))


def say(lang: Lang, key: str, **values: object) -> str:
    """Return one of the notebook's texts."""
    return texts().say(key, lang, **values)
