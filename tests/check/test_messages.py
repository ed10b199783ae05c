"""Every code has its words in both languages, and they have slots for the same things."""

from __future__ import annotations

import re

import pytest

from ogi.check.findings import messages

from ..conftest import ROOT

CODES = messages().messages


@pytest.mark.parametrize("code", CODES)
def test_a_code_speaks_both_languages(code: str) -> None:
    message = CODES[code]
    for text in (message.title, message.says, message.brief, message.holds):
        if text is None:
            continue
        zh, en = ({re.sub("_(zh|en)$", "", slot) for slot in slots} for slots in text.slots())
        assert zh == en
        assert re.search(r"[\u4e00-\u9fff]|=|≤", text.zh)
        assert not re.search(r"[，。；：“”]", text.en)


def test_every_code_that_is_used_has_a_message() -> None:
    source = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "src" / "ogi" / "check").glob("*.py"))
    used = set(re.findall(r'(?:[Cc]heck\(\s*|_explained\(\s*|code = |CODE = |code=)"(\w+)"', source))
    assert used <= set(CODES)
    assert {code for code in CODES if f'"{code}"' not in source} == set()


def test_every_explanation_that_is_used_has_its_words() -> None:
    source = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "src" / "ogi" / "check").glob("*.py"))
    known = messages().explanations
    assert set(re.findall(r'(?:Explanation\(\s*|explanation=)"(\w+)"', source)) <= set(known)
    for explanation in known.values():
        for text in (explanation.name, explanation.why):
            if text is not None:
                zh, en = ({re.sub("_(zh|en)$", "", slot) for slot in slots} for slots in text.slots())
                assert zh == en
