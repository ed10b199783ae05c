"""Findings as a table for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from rich.table import Table

from ogi.language import Lang
from ogi.tables.frames import findings_table
from ogi.tables.words import say

_COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}


def findings_console(findings: pd.DataFrame, ids: Sequence[str], lang: Lang) -> Table | str:
    """Return the findings of one or more reports as a table, each with its id, or that there are none."""
    if findings.empty:
        return say(lang, "no_findings")
    shown = findings_table(findings, lang, who=True)
    shown.insert(0, say(lang, "column_id"), list(ids))
    table = Table(show_lines=True, expand=True)
    wide = {say(lang, f"column_{c}"): n for c, n in (("finding", 5), ("left_quote", 2), ("right_quote", 3))}
    for column in shown.columns:
        number = column == say(lang, "column_difference")
        table.add_column(
            str(column), justify="right" if number else "left", overflow="fold", ratio=wide.get(str(column))
        )
    for severity, row in zip(findings["severity"], shown.itertuples(index=False), strict=True):
        own_id, agency, year, grade, *rest = (str(value) for value in row)
        table.add_row(own_id, agency, year, f"[{_COLOURS[severity]}]{grade}[/]", *rest)
    return table
