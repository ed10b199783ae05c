"""The texts shown to people: both languages, the same slots, every text used and every use there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ogi.batch.words import texts as batch_texts
from ogi.charts.style import require_glyphs
from ogi.charts.words import texts as chart_texts
from ogi.errors import SpecError
from ogi.notebook.words import texts as notebook_texts
from ogi.tables.words import texts as table_texts
from ogi.texts import Texts

from .conftest import ROOT

STAGES = {"batch": batch_texts, "charts": chart_texts, "notebook": notebook_texts, "tables": table_texts}
PACKAGED = sorted((ROOT / "src" / "ogi").rglob("*.yaml"))


@pytest.mark.parametrize("stage", STAGES)
def test_every_text_is_used(stage: str) -> None:
    folder = ROOT / "src" / "ogi" / stage
    files = [*folder.glob("*.py"), *folder.glob("templates/*.j2")]
    sources = [path.read_text(encoding="utf-8") for path in files]
    source = "\n".join(sources)
    prefixes = set(re.findall(r"f[\"'](\w+_)\{|\"(\w+_)\" ~", source))
    for key in STAGES[stage]:
        assert f'"{key}"' in source or any(key.startswith(a or b) for a, b in prefixes), key


def test_a_text_with_a_slot_in_one_language_only_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "texts.yaml"
    path.write_text('a: {zh: "{x} 条", en: "{y} items"}\n', encoding="utf-8")
    with pytest.raises(SpecError, match="the slots x, y in one language only"):
        list(Texts(path))


@pytest.mark.parametrize("path", PACKAGED, ids=[path.relative_to(ROOT).as_posix() for path in PACKAGED])
def test_the_fonts_have_every_character_of_the_words_in_the_package(path: Path) -> None:
    require_glyphs(path.read_text(encoding="utf-8"))
