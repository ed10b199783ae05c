"""Radicals that PDF text layers print in place of ordinary characters: ⻔ for 门, ⽤ for 用.

A font draws a radical and the character of that form with one glyph, and the way back from the glyph to the
character is not always the right one. The signs look the same and compare as different; NFKC knows only the
Kangxi radicals. Compatibility ideographs (U+F900 …) and the stroke ㇐ come out of fonts in the same way.
"""

from __future__ import annotations

import unicodedata

# U+2E80 … U+2E99 and U+2E9B … U+2EF3 in order, by EquivalentUnifiedIdeograph of the Unicode Character
# Database; where that names a rare form, the character of the radical. ⺀ stands for no character.
_FIRST = "厂乛乚乙亻冂几刀刂卜㔾小小兀尢尢尣巳幺彑彐忄㣺扌攵"
_SECOND = (
    "旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒网网网羊羊羊耂肀聿肉臼艹艹艹虎衤覀西见角角讠贝足车"
    "辶辶辶阝钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_RADICALS = dict(zip(range(0x2E81, 0x2E9A), _FIRST, strict=True))
_RADICALS |= dict(zip(range(0x2E9B, 0x2EF4), _SECOND, strict=True))
_RADICALS[0x31D0] = "一"
_COMPATIBLE = (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFA6E), *range(0xFA70, 0xFADA))
_RADICALS |= {code: unicodedata.normalize("NFKC", chr(code)) for code in _COMPATIBLE}
# NFKC gives 戶 and 靑, forms that are no longer printed.
_RADICALS |= {0x2F3E: "户", 0x2FAD: "青"}


def mend_radicals(text: str) -> str:
    """Return the text with radicals made the characters they look like; its length stays.

    >>> mend_radicals("部⻔⽹站⾸⻚，⺠⽣")
    '部门网站首页，民生'
    """
    return text.translate(_RADICALS)
