"""What of a web page can be seen: elements that are hidden or struck out, and marks of notes, say nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_STRUCK_OUT = frozenset(["del", "s", "strike", "script", "style"])
# A raised number or sign behind another number points to a note: 944¹.
_NOTE = re.compile(r"\s*(?:[\[(（【]?(?:注?\d{1,2})[\])）】]?|[①-⑳*＊])\s*")


def is_hidden(element: etree._Element) -> bool:
    """Return whether an element's own style hides it."""
    style = element.get("style")
    return (style is not None and _hides(style)) or element.get("hidden") is not None


@lru_cache(maxsize=1_000)
def _hides(style: str) -> bool:
    return _HIDDEN.search(style) is not None


def says_nothing(element: etree._Element, tag: str) -> bool:
    """Return whether nothing of an element with a tag is read: it is struck out, hidden, or a note's mark."""
    if tag in _STRUCK_OUT or (element.attrib and is_hidden(element)):
        return True
    return tag == "sup" and _NOTE.fullmatch("".join(map(str, element.itertext()))) is not None
