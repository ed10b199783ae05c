"""Names and texts in two languages, kept as YAML beside the code that shows them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from string import Formatter

from pydantic import BaseModel, ConfigDict, RootModel

from ogi.errors import SpecError
from ogi.language import Lang
from ogi.yaml_files import load_yaml


class Named(BaseModel):
    """Anything with a name in Chinese and in English."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    en: str

    def of(self, lang: Lang) -> str:
        """The name in one language."""
        return self.zh if lang == "zh" else self.en


class Text(Named):
    """One text in Chinese and English; its {slots} are filled when it is shown."""

    def slots(self) -> tuple[frozenset[str], frozenset[str]]:
        """The names of the slots in the Chinese and in the English text."""
        zh, en = (frozenset(n for _, n, _, _ in Formatter().parse(t) if n) for t in (self.zh, self.en))
        return zh, en


class _File(RootModel[dict[str, Text]]):
    pass


class Texts:
    """The texts of one YAML file by key, read when first asked for.

    Raises SpecError then for a text that lacks a language or whose two languages have different slots.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _texts(self) -> dict[str, Text]:
        texts = load_yaml(self._path, _File).root
        for key, text in texts.items():
            zh, en = text.slots()
            if zh != en:
                raise SpecError(
                    self._path,
                    key,
                    f"the slots {', '.join(sorted(zh ^ en))} in one language only",
                    "the same slots in zh and en",
                    "Add them to the other language, or take them out.",
                )
        return texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def say(self, lang: Lang, key: str, **values: object) -> str:
        """Return a text with its slots filled. Raises KeyError for a key or slot that is not there."""
        return self._texts[key].of(lang).format(**values)
