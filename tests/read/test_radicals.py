"""Radicals that fonts leave in a PDF's text in place of characters."""

from __future__ import annotations

import unicodedata

import pytest

from ogi.read.pdf.radicals import mend_radicals

KANGXI = "".join(map(chr, range(0x2F00, 0x2FD6)))
SUPPLEMENT = "".join(map(chr, (*range(0x2E81, 0x2E9A), *range(0x2E9B, 0x2EF4))))


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("⻔⻓⻅⻚⻋⻛⻢⻥⻩⻬⺠⻘⻣⻝⻁", "门长见页车风马鱼黄齐民青骨食虎"),
        (
            "⼀⼆⼋⼗⼈⼝⼟⼤⼥⼩⼯⽂⽇⽉⽔⽕⽣⽤⽬⽰⽹⾃⾏⾔⾦",
            "一二八十人口土大女小工文日月水火生用目示网自行言金",
        ),
        ("⼾", "户"),  # NFKC makes it 戶, which no report prints
        ("⾯积、⻄部、⺟婴", "面积、西部、母婴"),
        ("\uf967\uf98e\uf9e4", "不年理"),
        ("㇐、总体情况", "一、总体情况"),
    ],
)
def test_radicals_become_the_characters_they_stand_for(printed: str, meant: str) -> None:
    assert mend_radicals(printed) == meant


def test_every_radical_becomes_one_ordinary_character() -> None:
    mended = mend_radicals(KANGXI + SUPPLEMENT)
    assert len(mended) == len(KANGXI + SUPPLEMENT)
    for radical, character in zip(KANGXI + SUPPLEMENT, mended, strict=True):
        assert 0x3400 <= ord(character) <= 0x9FFF, radical
        assert unicodedata.normalize("NFKC", character) == character


def test_ordinary_text_stays() -> None:
    text = "全年主动公开政府信息3490条，①②③ Ａ２０１１ ⺀"
    assert mend_radicals(text) == text
