"""The identities of a form: parts add up, subsets stay within their total, bounds hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from ogi.check.words import name, names, side, terms, total_of
from ogi.extract.taxonomy import taxonomy
from ogi.forms import Form, Row
from ogi.forms.spec import Balance
from ogi.language import Lang, count
from ogi.report import Check, Fact, Severity, Side

# One column of one table: its facts by indicator.
Column = Mapping[str, Fact]
# Where rows that no form has stand: the section, the table and the column.
_Place = tuple[str, str | None, str | None]
_FEWEST_PARTS = 3


def _columns(facts: tuple[Fact, ...]) -> list[dict[str, Fact]]:
    """Facts of a form's cells, by table column and indicator.

    In a table with one column of numbers and sub-tables of their own (two captions), each is its own.
    """
    columns: dict[tuple[str, str | None, str | None, int], dict[str, Fact]] = {}
    for fact in facts:
        if fact.rule == "table.cell" and fact.indicator:
            number = 0  # columns whose headings are not known are told apart by their order in the row
            while fact.indicator in columns.get(
                key := (fact.section, fact.table_caption, fact.column_label, number), {}
            ):
                number += 1
            columns.setdefault(key, {})[fact.indicator] = fact
    return list(columns.values())


def _present(rows: list[Row], column: Column) -> list[Fact]:
    return [column[row.indicator] for row in rows if row.indicator and row.indicator in column]


def _is_partition(rows: list[Row]) -> bool:
    return all(row.relation == "part" for row in rows)


def _strange(facts: tuple[Fact, ...]) -> dict[_Place, list[Fact]]:
    """The numbers in rows that their form does not have."""
    found: dict[_Place, list[Fact]] = {}
    for fact in facts:
        if fact.rule == "table.unknown_label" and fact.value is not None:
            found.setdefault((fact.section, fact.table_caption, fact.column_label), []).append(fact)
    return found


def _among(parent: Fact, parts: list[Fact], column: Column, strange: list[Fact]) -> list[Fact]:
    """The rows that the form does not have and that stand among a row's parts, or right behind them."""
    last = max(fact.char_start for fact in parts)
    behind = min([f.char_start for f in column.values() if f.char_start > last], default=last)
    if behind == last:  # the last known row of its table: whose the rows behind it are is not known
        behind = last + 1
    return [fact for fact in strange if parent.char_start < fact.char_start < behind]


def _part_sum(
    parent: Fact, rows: list[Row], column: Column, strange: list[Fact], severity: Severity
) -> Iterator[Check]:
    """Whether the parts of a row add up to it.

    A part that the table leaves out may be what is missing; one that is blank counts as nothing. Rows that
    the form does not have may be parts as well: where some of them may be, nothing is said.
    """
    present = _present(rows, column)
    added, whole = total_of(present), side(parent)
    if added is None:
        return
    others = _among(parent, present, column, strange)
    if others and added.value < whole.value:
        with_them = total_of([*present, *others])
        if with_them is not None and with_them.value > whole.value:
            return  # some of them are, and which is not known
        if with_them is not None and with_them.value == whole.value:
            added = with_them
    complete = len(present) == len(rows)
    holds = added.value == whole.value if complete else added.value <= whole.value
    yield Check("part_sum", holds, severity, whole, added, words=partial(_sum_words, parent, added))


def _cut_checks(parent: Fact, cut: str | None, rows: list[Row], column: Column) -> Iterator[Check]:
    """Whether rows that are of another are at most it, and whether the channels are all of it."""
    present = _present(rows, column)
    added = total_of(present)
    if added is None:
        return
    whole = side(parent)
    words = partial(_sum_words, parent, added)
    for child in present:
        if child.value is None:
            continue
        within = child.value <= whole.value
        yield Check(
            "subset", within, "error", whole, side(child), words=partial(_subset_words, parent, child)
        )
    if cut == "channel" and whole.value and parent.period != "cumulative":
        yield Check("channel_unstated", added.value >= whole.value, "note", whole, added, words=words)


def _sum_words(parent: Fact, added: Side) -> dict[str, str]:
    return {"name_zh": name(parent, "zh"), "name_en": name(parent, "en"), "terms": terms(added)}


def _subset_words(parent: Fact, child: Fact) -> dict[str, str]:
    words = {"name_zh": name(parent, "zh"), "name_en": name(parent, "en")}
    return words | {"child_zh": name(child, "zh"), "child_en": name(child, "en")}


def _mixed(parent: Fact, cuts: Mapping[str | None, list[Row]], column: Column) -> Iterator[Check]:
    """The note that rows printed under one 其中 answer several questions, so that their sum means nothing."""
    if len(cuts) < 2 or not parent.value:
        return
    partition = next((rows for rows in cuts.values() if _is_partition(rows)), None)
    if partition is None:
        return
    every = _present([row for rows in cuts.values() for row in rows], column)
    parts = _present(partition, column)
    others = [fact for fact in every if fact not in parts]
    added, everything = total_of(parts), total_of(every)
    if added is None or everything is None or added.value != parent.value or not others:
        return
    whole, whole_sum = added, everything.value

    def words() -> dict[str, str]:
        shown = _sum_words(parent, whole) | {"rows": str(len(every)), "all": count(whole_sum)}
        shown |= {"parts_zh": names(parts, "zh"), "parts_en": names(parts, "en")}
        return shown | {"others_zh": names(others, "zh"), "others_en": names(others, "en")}

    yield Check("mixed_children", False, "note", side(parent), added, words=words)


def _bound_checks(form: Form, column: Column) -> Iterator[Check]:
    for bound in form.bounds:
        small, large = column.get(bound.smaller), column.get(bound.larger)
        if small is None or large is None or small.value is None or large.value is None:
            continue
        reasons = {"reason_zh": bound.reason_zh, "reason_en": bound.reason_en}
        words = partial(_bound_words, large, small, reasons)
        holds = small.value <= large.value
        yield Check("bound", holds, bound.severity, side(large), side(small), words=words)


def _bound_words(large: Fact, small: Fact, reasons: dict[str, str]) -> dict[str, str]:
    return _subset_words(large, small) | reasons


def _balance_checks(form: Form, column: Column) -> Iterator[Check]:
    """Rows that the form says add up to the same as others: new and carried in, concluded and carried out."""
    for balance in form.balances:
        if not all(indicator in column for indicator in (*balance.left, *balance.right)):
            continue
        left = total_of(column[indicator] for indicator in balance.left)
        right = total_of(column[indicator] for indicator in balance.right)
        if left is None or right is None:
            continue
        words = partial(_balance_words, balance, left, right)
        yield Check("balance", left.value == right.value, balance.severity, left, right, words=words)


def _balance_words(balance: Balance, left: Side, right: Side) -> dict[str, str]:
    words = {"reason_zh": balance.zh, "reason_en": balance.en}
    words |= {"left_terms": terms(left), "right_terms": terms(right)}
    return words | {"name_zh": _column_name(left, "zh"), "name_en": _column_name(left, "en")}


def _column_name(added: Side, lang: Lang) -> str:
    """What the column of some facts is for: its applicant, or all of them."""
    fact = added.facts[0]
    if fact.dimension is None:
        return "总计" if lang == "zh" else "the total"
    known = taxonomy().dimensions[fact.dimension].name(fact.category, lang)
    return known.lower() if known else str(fact.category_label)


def _across(facts: tuple[Fact, ...]) -> Iterator[Check]:
    """Totals of a row that its columns must add up to: the applicants, or the outcomes of a case."""
    rows: dict[tuple[str, str | None, str, str | None], list[Fact]] = {}
    for fact in facts:
        if fact.rule == "table.cell" and fact.indicator:
            key = (fact.section, fact.table_caption, fact.indicator, fact.row_label or None)
            rows.setdefault(key, []).append(fact)
    for row in rows.values():
        parts = [fact for fact in row if fact.dimension is not None]
        totals = [fact for fact in row if fact.dimension is None]
        added = total_of(parts)
        if len(totals) != 1 or totals[0].value is None or added is None or len(parts) < _FEWEST_PARTS:
            continue
        whole = side(totals[0])
        words = partial(_row_words, totals[0], added)
        yield Check("row_sum", added.value == whole.value, "error", whole, added, words=words)


def _row_words(total: Fact, added: Side) -> dict[str, str]:
    return {"terms": terms(added), "name_zh": total.label, "name_en": name(total, "en")}


def form_checks(facts: tuple[Fact, ...], forms: Mapping[str, Form]) -> Iterator[Check]:
    """Yield every identity of the forms that the facts' tables use, held or not."""
    strange = _strange(facts)
    for column in _columns(facts):
        form = forms.get(next(iter(column.values())).form or "")
        if form is None:
            continue
        for row, cuts in form.parents:
            parent = column.get(row.indicator) if row.indicator else None
            if parent is None or parent.value is None:
                continue
            place = (parent.section, parent.table_caption, parent.column_label)
            for cut, rows in cuts.items():
                severity = form.cuts[cut].severity if cut else "error"
                if _is_partition(rows):
                    yield from _part_sum(parent, rows, column, strange.get(place, []), severity)
                else:
                    yield from _cut_checks(parent, cut, rows, column)
            yield from _mixed(parent, cuts, column)
        yield from _bound_checks(form, column)
        yield from _balance_checks(form, column)
    yield from _across(facts)
