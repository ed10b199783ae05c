"""Breaking mixed Chinese and English text into lines, for renderers that cannot."""

from __future__ import annotations

import re
import unicodedata

# A line may not begin with these, nor end with those.
_NOT_FIRST = "，。；：、！？）》”’…·,.;:!?)%"
_NOT_LAST = "（《“‘("
_TOKEN = re.compile(r"[A-Za-z0-9,.%+\-−'’()/≤=]+|\s+|.", re.S)


def width(text: str) -> int:
    """Return a text's width in half-width columns: a Chinese character takes two.

    >>> width("公开 3,490 条")
    13
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def wrap(text: str, columns: int) -> str:
    """Return the text with line breaks so that no line is wider than `columns` half-width columns.

    Words and numbers stay whole; punctuation does not begin a line.

    >>> wrap("县政府外网 550 条，居首", 12)
    '县政府外网\\n550 条，居首'
    """
    lines, line = [], ""
    for token in _TOKEN.findall(text):
        if line and width(line) + width(token.rstrip()) > columns and token[0] not in _NOT_FIRST:
            carried = ""
            while line and line[-1] in _NOT_LAST:
                line, carried = line[:-1], line[-1] + carried
            lines.append(line.rstrip())
            line = carried
        line += token if line else token.lstrip()
    return "\n".join([*lines, line.rstrip()])


def balanced(text: str, columns: int) -> str:
    """Return the text on as few lines as `wrap` would, but of about one length: no character stands alone.

    >>> balanced("产品质量类信息", 12)
    '产品质量\\n类信息'
    """
    wrapped = wrap(text, columns)
    if "\n" not in wrapped:
        return wrapped
    for narrower in range(columns - 1, columns // 2 - 1, -1):
        other = wrap(text, narrower)
        if other.count("\n") != wrapped.count("\n"):
            break
        wrapped = other
    return wrapped
