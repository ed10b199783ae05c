"""Texts in two languages, kept as YAML beside the code that shows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from pydantic import BaseModel, ConfigDict, RootModel

from ogi.errors import SpecError
from ogi.language import Lang
from ogi.yaml_files import load_yaml


class Text(BaseModel):
    """One text in Chinese and English; its {slots} are filled when it is shown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    en: str

    def of(self, lang: Lang) -> str:
        """The text in one language."""
        return self.zh if lang == "zh" else self.en

    def slots(self) -> tuple[frozenset[str], frozenset[str]]:
        """The names of the slots in the Chinese and in the English text."""
        zh, en = (frozenset(n for _, n, _, _ in Formatter().parse(t) if n) for t in (self.zh, self.en))
        return zh, en


class _File(RootModel[dict[str, Text]]):
    pass


class Texts:
    """The texts of one YAML file by key, validated on load.

    Raises SpecError for a text that lacks a language or whose two languages have different slots.
    """

    def __init__(self, path: Path) -> None:
        self._texts = load_yaml(path, _File).root
        for key, text in self._texts.items():
            zh, en = text.slots()
            if zh != en:
                raise SpecError(
                    path,
                    key,
                    f"the slots {', '.join(sorted(zh ^ en))} in one language only",
                    "the same slots in zh and en",
                    "Add them to the other language, or take them out.",
                )

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def say(self, key: str, lang: Lang, **values: object) -> str:
        """Return a text with its slots filled. Raises KeyError for a key or slot that is not there."""
        return self._texts[key].of(lang).format(**values)
