"""A table's rows as labels and values, under their headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ogi.report import Cell

# Headings over labels and units, and over what is no number of the report's, as patterns.
LABEL_HEADINGS = "指标名称|统计指标|信息内容|计量单位|单位|指标|项目|名称|内容"
ASIDE_HEADINGS = "备注|说明|代码|序号|编号|行次|栏次|序次|编码"


class Line(NamedTuple):
    """A row of values: its labels from the outermost in, its unit, its values, the headings over each.

    `headings` has for each value the cells above it from the top down, or nothing where that is not known.
    `ragged` marks a row with fewer cells than its block: which one is missing cannot be told. `above` is a
    label without values on the line before: it may be this label's first line. `beside` are the values of
    other years, where they have been parted from these.
    """

    labels: tuple[Cell, ...]
    unit: Cell | None
    values: tuple[Cell, ...]
    headings: tuple[tuple[Cell, ...], ...]
    ragged: bool = False
    above: Cell | None = None
    beside: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under one set of headings; `pieces` are all heading cells in printed order."""

    caption: str
    pieces: tuple[Cell, ...]
    lines: tuple[Line, ...]
