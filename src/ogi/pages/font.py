"""The Chinese font inside a page: only the characters that the page needs."""

from __future__ import annotations

import base64
import io

from fontTools import subset
from fontTools.ttLib import TTFont

from ogi.fonts import REGULAR


def font_for(text: str) -> str:
    """Return a data address of the project's font with just the characters of a text (WOFF)."""
    options = subset.Options(flavor="woff", layout_features=[], hinting=False, notdef_outline=True)
    buffer = io.BytesIO()
    with TTFont(REGULAR, lazy=True, recalcTimestamp=False) as font:  # the same page, the same bytes
        subsetter = subset.Subsetter(options)
        subsetter.populate(text="".join(sorted(c for c in set(text) if ord(c) > 0x7F)) or " ")
        subsetter.subset(font)
        font.flavor = "woff"
        font.save(buffer, reorderTables=False)
    return "data:font/woff;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
