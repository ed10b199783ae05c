"""Which form a report's tables are of, from what is printed in them and not from the year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ogi.forms.labels import clean_label
from ogi.forms.matching import Match, Shape, match_block, shape_of
from ogi.forms.spec import Form
from ogi.read.blocks import Block
from ogi.read.cells import kind_of

# A block of rows is a form's when most of its rows carry the form's labels; a form is a report's when, beyond
# that, a good part of it is there.
_SHARE_OF_ROWS = 0.6
_SHARE_OF_FORM = 0.4
_MANY_ROWS = 10
_NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True)
class Recognition:
    """The form of a report or None, the reason in words, and each block read by its form or None."""

    form: Form | None
    reason: str
    matches: tuple[Match | None, ...]

    @property
    def whole(self) -> bool:
        """Whether every row of every table has its place on a form."""
        return all(match is not None and None not in match.rows for match in self.matches)


def _fits(match: Match, block: Block) -> bool:
    valued = [
        row
        for row, line in zip(match.rows, block.lines, strict=True)
        if row is not None or any(kind_of(cell.text) != "blank" for cell in line.values)
    ]
    return bool(valued) and sum(row is not None for row in valued) >= _SHARE_OF_ROWS * len(valued)


def _best(block: Block, shape: Shape, form: Form) -> Match | None:
    labels = {cell.text for line in block.lines for cell in line.labels[-2:] if cell.text}
    labels |= {line.above.text + line.labels[-1].text for line in block.lines if line.above and line.labels}
    matches = [
        match_block(block, form, table, shape)
        for table in form.tables
        if not table.rows[0].label or any(table.labels.find(label) for label in labels)
    ]
    best = max(matches, key=lambda match: (match.cells, match.matched, match.of_table), default=None)
    return best if best is not None and best.matched else None


def _worth_trying(blocks: Sequence[Block], forms: Sequence[Form]) -> list[Form]:
    """The forms that bear a good part of the very labels printed: reading by all of them takes long."""
    printed = {clean_label(line.labels[-1].text) for block in blocks for line in block.lines if line.labels}
    borne = [(len(printed & form.label_set), form) for form in forms]
    most = max((count for count, _ in borne), default=0)
    return [form for count, form in borne if 4 * count >= 3 * most]


def recognise(blocks: Sequence[Block], forms: Iterable[Form]) -> Recognition:
    """Return the form that a report's blocks are of, with the counts that decided, and each block's reading.

    The form is the one with most values that have both row and column in it. A block of another form keeps
    that one; a block of none has no reading.
    """
    shaped = [(block, shape_of(block)) for block in blocks]
    tried = _worth_trying(blocks, list(forms))
    read = [(form, [_best(block, shape, form) for block, shape in shaped]) for form in tried]
    read.sort(key=lambda pair: _weight(*pair), reverse=True)
    lines = sum(len(block.lines) for block in blocks)
    if not read or not any(read[0][1]):
        return Recognition(
            None, f"form unknown: none of the {lines} row labels is on a known form", (None,) * len(blocks)
        )
    form, own = read[0]
    fitting = [m if m is not None and _fits(m, b) else None for m, b in zip(own, blocks, strict=True)]
    there = {row.key for match in fitting if match for row in match.rows if row and row.relation != "header"}
    count = sum(match.matched for match in fitting if match)
    share = min(len(there) / form.size, 1.0)
    reason = f"{count} of {lines} row labels are those of {form.id} ({share:.0%} of that form)"
    of_lines = sum(len(b.lines) for m, b in zip(fitting, blocks, strict=True) if m)
    if not count or not (_is_form(form, fitting, share) or _is_part(count, of_lines)):
        best = sum(match.matched for match in own if match)
        unsure = f"form unknown: only {best} of {lines} row labels are those of {form.id} ({share:.0%} of it)"
        return Recognition(None, unsure, (None,) * len(blocks))
    for i, block in enumerate(blocks):
        if fitting[i] is None:
            others = [
                match for _, found in read[1:] if (match := found[i]) is not None and _fits(match, block)
            ]
            fitting[i] = next((m for m in others if m.of_table >= _SHARE_OF_FORM and m.matched > 2), None)
    return Recognition(form, reason, tuple(fitting))


def _weight(form: Form, matches: Sequence[Match | None]) -> tuple[int, int, int, float]:
    found = [match for match in matches if match is not None]
    there = len({row.key for match in found for row in match.rows if row})
    return (
        sum(match.cells for match in found),
        sum(match.matched for match in found),
        sum(match.exact for match in found),
        there / len(form.rows),
    )


def _is_part(count: int, lines: int) -> bool:
    """Whether rows are a part of a form printed alone: a good many, and nearly all of them are its own."""
    return count >= _MANY_ROWS and count >= _NEARLY_ALL * lines


def _is_form(form: Form, fitting: Sequence[Match | None], share: float) -> bool:
    """Whether enough of a form is there: a good part of it, or of one of its tables with several rows."""
    whole = any(match.of_table >= 0.5 and match.matched >= 3 for match in fitting if match)
    return share >= _SHARE_OF_FORM or whole or (len(form.tables) > 1 and sum(bool(m) for m in fitting) > 1)
