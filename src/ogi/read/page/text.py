"""Lines become paragraphs again, over line ends and page ends, by the rules of typesetting.

A line that could have held the next one's first word was the last of its paragraph; one that could not was
broken by its margin. Indentation and the space between lines tell the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ogi.numerals import flatten
from ogi.read.page.layout import Line

_HEADING = re.compile(
    r"第[一二三四五六七八九十]+(?:部分|章|节|条)|[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)"
    r"|\d{1,2}[、.](?!\d)|\d{1,2}\)|[①-⑳]|附[件表录:：]|表[一二三四五六七八九十\d]"
)
_SENTENCE_END = "。！？；：!?;:"
_CLOSING = "，。、；：？！）》」』】〕”’%％,.;:?!)]}>…—"
_OPENING = "（《「『【〔“‘([{<"

_LATIN_WIDTH = 0.56  # of a Chinese character's, on average and for digits
_BETWEEN_SCRIPTS = 0.25  # what typesetters put between a Chinese character and a number
_SLACK = 0.6  # widths of a character: what justified setting and loose boxes add or take away
_SLACK_AFTER_SENTENCE = 0.15  # the same where the paragraph may end and nothing else tells
_NEARLY_FULL = 2.5  # widths of a character: what a full line may leave at its end
_SAME_EDGE = 0.8  # widths of a character: edges this close are the same
_MOST_INDENTED = 5  # widths of a character: a line further in is no first line, but set to the right
_SAME_SIZE = 0.12  # of a character's size
_USUAL_PITCH = 1.5  # distance of lines, in sizes
_NEW_PARAGRAPH = 1.8  # times the usual distance of lines, between any two lines of a paragraph
_NEW_BLOCK = 1.15  # the same where no indentation tells paragraphs apart
_LONGEST_TITLE = 60  # characters
_INSET, _INSET_OF_LARGE = 2.2, 0.4  # widths of a character: more than the indentation of a paragraph
_TITLE_SIZE = 1.15  # times the size of the body's characters


@dataclass(slots=True)
class Paragraph:
    """A paragraph as one line, and the printed lines it was made of, each after so many of its characters."""

    text: str
    lines: list[tuple[int, Line]]


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float
    pitch: float  # the usual distance of lines, in sizes
    size: float  # of the body's characters


def width_of(text: str) -> float:
    """Return the rough width of a text, in Chinese characters."""
    return sum(_LATIN_WIDTH if c.isascii() else 1.0 for c in text)


def is_heading(text: str) -> bool:
    """Whether a line starts as a heading or an item of a list does: 一、 （一） 1. 附件 …"""
    return _HEADING.match(flatten(text).lstrip()) is not None


def is_bare_number(text: str) -> bool:
    """Whether a text is nothing but the number of a heading or an item: （三）"""
    return _HEADING.fullmatch(flatten(text).strip()) is not None


def _first_word(text: str) -> str:
    """What of a line cannot be parted from its first character: a word, or a character, with its punctuation.

    An opening bracket keeps what it opens, and a closing one the number that follows: 〔2015〕126号.
    """
    opening = len(text) - len(text.lstrip(_OPENING))
    end = _end_of_word(text, opening)
    if opening and text[end : end + 1].isascii():
        end = _end_of_word(text, end)
    return text[:end]


def _end_of_word(text: str, start: int) -> int:
    word = re.match(r"[!-~]+", text[start:])
    end = start + (word.end() if word else 1)
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return end


def _most_common(values: Sequence[float], window: float) -> float:
    """The largest value of the stretch, as wide as the window, that holds most values."""
    ordered = sorted(values)
    best, count = ordered[-1], 0
    start = 0
    for end, value in enumerate(ordered):
        while value - ordered[start] > window:
            start += 1
        if end - start + 1 >= count:
            best, count = value, end - start + 1
    return best


def _right_margin(ends: Sequence[float], size: float) -> float:
    """Where most of the long lines end: where most do to a point, as punctuation may hang out."""
    about = _most_common(ends, 1.5 * size)
    return _most_common([x for x in ends if about - 1.5 * size <= x <= about], 1.0)


def _left_margin(lines: Sequence[Line], right: float, size: float) -> float:
    """Where lines start that continue full ones; where there are none, where the first two alike start."""
    goes_on = [
        b.x0
        for a, b in pairwise(lines)
        if right - a.x1 <= _NEARLY_FULL * size
        and b.x0 <= a.x0 + _SAME_EDGE * size
        and abs(a.size - b.size) <= _SAME_SIZE * a.size
    ]
    if goes_on:
        return -_most_common([-x for x in goes_on], 0.5 * size)
    starts = sorted(line.x0 for line in lines)
    return next((x for x, y in pairwise(starts) if y - x <= 0.5 * size), starts[0])


def _margins(lines: Sequence[Line]) -> _Margins:
    """The margins that lines keep, the usual distance of lines and size of characters."""
    size = median(line.size for line in lines for _ in range(max(1, len(line.text) // 4)))
    prose = [line for line in lines if "\t" not in line.text] or list(lines)
    widest = max(line.x1 - line.x0 for line in prose)
    right = _right_margin([line.x1 for line in prose if line.x1 - line.x0 >= 0.6 * widest], size)
    steps = sorted(
        (b.middle - a.middle) / a.size
        for a, b in pairwise(lines)
        if a.page == b.page and b.middle > a.middle and abs(a.size - b.size) <= _SAME_SIZE * a.size
    )
    pitch = steps[len(steps) // 4] if steps else _USUAL_PITCH
    return _Margins(_left_margin(prose, right, size), right, pitch, size)


def _full(line: Line, following: Line, margins: _Margins, slack: float = _SLACK) -> bool:
    """Whether a line had no room for the first word of the next one."""
    word = min(width_of(_first_word(following.text)), 0.4 * (margins.right - margins.left) / line.size)
    if line.text[-1].isascii() != following.text[0].isascii():
        word += _BETWEEN_SCRIPTS
    return margins.right - line.x1 <= (word + slack) * line.size


def _centred(line: Line, margins: _Margins, inset: float) -> bool:
    """Whether a line stands as far from the left margin as from the right, and so many sizes at least."""
    before, after = line.x0 - margins.left, margins.right - line.x1
    return abs(before - after) <= 2 * line.size and before > inset * line.size


def _wrapped_title(line: Line, following: Line, margins: _Margins) -> bool:
    """Whether two centred lines are one title: larger than the body, or ended by the word for report."""
    large = line.size > _TITLE_SIZE * margins.size
    inset = _INSET_OF_LARGE if large else _INSET
    if is_heading(following.text) or flatten(following.text)[0] in "([":
        return False
    if not _centred(following, margins, inset):
        return False
    if not (_centred(line, margins, inset) or _full(line, following, margins)):
        return False
    return large or (following.text.rstrip().endswith("报告") and not is_heading(line.text))


def _is_title(lines: Sequence[Line]) -> bool:
    """Whether lines are a title that is complete: they end in the word for report and hold no sentence."""
    text = "".join(line.text for line in lines).rstrip()
    return text.endswith("报告") and len(text) <= _LONGEST_TITLE and not re.search(r"[，。；：]", text)


def _new_font(line: Line, following: Line) -> bool:
    """Whether the Chinese font changes from one line to the next, as from a heading to its text."""
    return bool(line.last_font and following.first_font and line.last_font != following.first_font)


def _goes_on(lines: Sequence[Line], line: Line, margins: _Margins) -> bool:
    """Whether a line continues the paragraph that the lines before it make up."""
    first, last = lines[0], lines[-1]
    same_page = last.page == line.page
    near = _SAME_EDGE * line.size
    distance = (line.middle - last.middle) / last.size if same_page else 0.0
    if "\t" in last.text or "\t" in line.text or (same_page and last.block != line.block):
        return False
    if _is_title(lines) or _new_font(last, line):
        return False
    if abs(last.size - line.size) > _SAME_SIZE * last.size or distance > _NEW_PARAGRAPH * margins.pitch:
        return False
    if _wrapped_title(last, line, margins):
        return True
    if not _full(last, line, margins):
        return False
    follows_edge = len(lines) == 1 or abs(line.x0 - last.x0) <= near
    shape = line.x0 - first.x0
    after_sentence = is_heading(line.text) and last.text.rstrip()[-1] in _SENTENCE_END
    if shape < -near:  # the first line is indented, this one is not
        return follows_edge and not after_sentence and shape >= -_MOST_INDENTED * line.size
    if shape > near:  # the number hangs out to the left of its item
        return follows_edge and is_heading(first.text) and not is_heading(line.text)
    if first.x0 - margins.left > line.size or is_heading(line.text):
        return False
    # A paragraph without indentation: its own lines tell best how far apart they stand.
    own = lines[-2:] if len(lines) > 1 and lines[-2].page == last.page else []
    pitch = min(margins.pitch, (last.middle - own[0].middle) / last.size) if own else margins.pitch
    slack = _SLACK_AFTER_SENTENCE if last.text.rstrip()[-1] in _SENTENCE_END else _SLACK
    return distance <= _NEW_BLOCK * pitch and _full(last, line, margins, slack)


def glue(text: str, following: str) -> str:
    """Return two pieces of a broken line as one: a blank only between two words of Latin letters.

    >>> glue("共公开各类", "信息3490条"), glue("59237.2", "449"), glue("Open", "Government")
    ('共公开各类信息3490条', '59237.2449', 'Open Government')
    """
    if not text or not following or not (text[-1].isascii() and following[0].isascii()):
        return text + following
    number = re.search(r"\d[.,]?$", text) and following[0].isdecimal()
    return text + ("" if number or text[-1] in "-/(" or following[0] in ")%,.;:" else " ") + following


def paragraphs(runs: Sequence[Sequence[Line]]) -> list[list[Paragraph]]:
    """Return the paragraphs of each run of lines; nothing is joined from one run to the next."""
    by_block: dict[int, list[Line]] = {}
    for line in (line for run in runs for line in run):
        by_block.setdefault(line.block, []).append(line)
    margins = {block: _margins(lines) for block, lines in by_block.items()}
    return [_paragraphs(run, margins) for run in runs]


def _paragraphs(run: Sequence[Line], margins: dict[int, _Margins]) -> list[Paragraph]:
    found: list[Paragraph] = []
    open_lines: list[Line] = []
    for line in run:
        if open_lines and _goes_on(open_lines, line, margins[open_lines[-1].block]):
            joined = glue(found[-1].text, line.text)
            found[-1].lines.append((len(joined) - len(line.text), line))
            found[-1].text = joined
            open_lines.append(line)
        else:
            found.append(Paragraph(line.text, [(0, line)]))
            open_lines = [line]
    return found
