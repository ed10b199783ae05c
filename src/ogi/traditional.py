"""Traditional characters read as simplified ones, one for one, so that offsets into a text stay true."""

from __future__ import annotations

from functools import cache
from pathlib import Path

# Mirrors in traditional script convert words, too; these have the length of the words they stand for.
_WORDS = {
    "資訊": "信息",
    "網路": "网络",
    "網際網路": "互联网络",
    "程式": "程序",
    "佈告": "布告",
    "諮詢": "咨询",
}


@cache
def characters() -> dict[int, int]:
    """Return the map for `str.translate`: traditional characters that GB 2312 does not have.

    A character that simplified text uses, too (乾 in 乾安县), is left as it is. The pairs are those of
    OpenCC's dictionary (Apache-2.0) that map one character to one.
    """
    text = Path(__file__).with_name("traditional.txt").read_text(encoding="utf-8").replace("\n", "")
    return {ord(text[i]): ord(text[i + 1]) for i in range(0, len(text), 2)}


def simplify_words(text: str) -> str:
    """Return a text with the words of traditional script that differ from the mainland's replaced."""
    if "資" in text or "網" in text or "程式" in text or "佈" in text or "諮" in text:
        for word, other in sorted(_WORDS.items(), key=lambda pair: -len(pair[0])):
            text = text.replace(word, other)
    return text
