"""Encodings that reports come in, and bytes that are no text."""

from __future__ import annotations

import codecs

import pytest

from ogi.errors import InputError
from ogi.read.decode import decode

SIMPLIFIED = (
    "象山工商分局2011年政府信息公开工作年度报告\n本局主动公开政府信息3490条，未收到政府信息公开申请。"
)
TRADITIONAL = "象山縣政府資訊公開工作年度報告\n本局主動公開政府信息，未收到信息公開申請，行政復議與訴訟均無。"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "utf-8", "utf-8"),
    ],
)
def test_a_text_is_read_in_the_encoding_it_was_written_in(text: str, encoding: str, found: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == (text, found)


def test_line_ends_become_newlines() -> None:
    data = SIMPLIFIED.replace("\n", "\r\n").encode("gbk")
    assert decode(data, "a.txt")[0] == SIMPLIFIED


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "an empty file (0 bytes)"),
        (b" \n\r\n", "an empty file (4 bytes)"),
        (bytes(range(256)) * 20, "no readable Chinese"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "no readable Chinese"),
        (codecs.BOM_UTF16_LE + b"\x00", "no readable Chinese"),
        (b"An English text of some length, and nothing else in it.", "no readable Chinese"),
    ],
)
def test_what_is_no_chinese_text_is_refused_in_one_sentence(data: bytes, found: str) -> None:
    with pytest.raises(InputError, match=r"^a\.txt: found .*; expected ") as error:
        decode(data, "a.txt")
    assert found in str(error.value)
    assert "\n" not in str(error.value)
