"""The look of all charts, set in one place: fonts that travel with the package, colours, sizes."""

from __future__ import annotations

from functools import cache
from typing import Any

import matplotlib as mpl
import seaborn as sns
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from ogi.errors import MissingGlyphError
from ogi.extract.taxonomy import taxonomy
from ogi.fonts import BOLD, FAMILY, REGULAR

INK, SOFT, RULE = "#1f2328", "#5b6470", "#d0d5db"
DISPUTED = "#b5480b"
ROLE_COLOURS = {"error": "#b3261e", "warning": "#b5720b", "note": "#4a6da7", "holds": "#2f7d4f"}
ROLE_MARKERS = {"error": "X", "warning": "^", "note": "s", "holds": "o"}


@cache
def _register_fonts() -> None:
    for path in (REGULAR, BOLD):
        font_manager.fontManager.addfont(path)


def rc() -> dict[Any, Any]:
    """Return matplotlib's settings for a chart; seaborn's style first, the fonts after it."""
    _register_fonts()
    settings: dict[Any, Any] = dict(sns.axes_style("white"))
    settings |= {
        "font.family": [FAMILY],
        "axes.unicode_minus": True,
        "svg.fonttype": "path",  # outlines: the text shows where the font is not installed
        "svg.hashsalt": "ogi",  # the same chart gives the same bytes
        "pdf.fonttype": 42,
        "text.color": INK,
        "hatch.linewidth": 0.6,
        "path.simplify": False,
        "text.parse_math": False,
        # At twice the size letters need not be fitted to the dots, which would take a tenth longer.
        "text.hinting": "no_hinting",
    }
    return settings


@cache
def _covered() -> frozenset[int]:
    covered = [frozenset(FT2Font(str(path)).get_charmap()) for path in (REGULAR, BOLD)]
    return covered[0] & covered[1]


def require_glyphs(text: str) -> None:
    """Raise MissingGlyphError when the fonts cannot draw a text, naming the characters."""
    missing = sorted({c for c in text if c not in "\n\r\t" and ord(c) not in _covered()})
    if missing:
        shown = ", ".join(f"{c!r} (U+{ord(c):04X})" for c in missing)
        raise MissingGlyphError(
            f"The font {FAMILY} cannot draw {shown} in “{text[:60]}”: an empty box would stand there. "
            "Correct the text, or register a font that has these characters."
        )


@cache
def _colours() -> dict[str, str]:
    """One colour-blind-safe colour a category, by its place in the taxonomy."""
    palette = [mpl.colors.to_hex(c) for c in sns.color_palette("colorblind", 10)]
    palette[6], palette[8] = "#6a51a3", "#80782a"  # its pink and yellow fade on white
    order = [0, 1, 2, 4, 3, 9, 5, 6, 8, 7]  # neighbours in the taxonomy well apart
    colours: dict[str, str] = {}
    for dimension in taxonomy().dimensions.values():
        for i, category in enumerate(reversed(dimension.categories)):
            colours[category.id] = palette[order[i % len(order)]]
    return colours


def colour(key: str) -> str:
    """Return the colour of a category or indicator id; what has none of its own is slate."""
    return _colours().get(key, "#52667a")
