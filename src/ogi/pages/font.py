"""The Chinese font inside a page: only the characters that the page needs."""

from __future__ import annotations

import base64
import io
from functools import cache
from typing import Any

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from ogi.fonts import REGULAR

# Pages are set line by line, one character after the other: no tables for layout or vertical text.
_LEFT_OUT = frozenset(
    int.from_bytes(tag.encode(), "big")
    for tag in ("BASE", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "vhea", "vmtx")
)


@cache
def _face() -> Any:
    """The font, prepared for many subsets."""
    return hb.subset_preprocess(hb.Face(hb.Blob.from_file_path(str(REGULAR))))


def font_for(text: str) -> str:
    """Return a data address of the project's font with just the characters of a text (WOFF)."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update({ord(c) for c in text if ord(c) > 0x7F} or {ord(" ")})
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    wanted.layout_feature_tag_set.clear()
    wanted.drop_table_tag_set.update(_LEFT_OUT)
    small = hb.subset(_face(), wanted).blob.data
    buffer = io.BytesIO()
    with TTFont(io.BytesIO(small), recalcTimestamp=False) as font:  # the same page, the same bytes
        font.flavor = "woff"
        font.save(buffer, reorderTables=False)
    return "data:font/woff;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
