"""A table's rows as labels and values: which cells name, which count, and which heading each value is under.

A block is a run of rows under one set of headings. Nothing here knows a form: rows are told apart by what
their cells are.
"""

from __future__ import annotations

from dataclasses import replace

from ogi.read.blocks.flow import flow_blocks
from ogi.read.blocks.line import LABEL_HEADINGS, Block, Line
from ogi.read.blocks.placed import placed_blocks
from ogi.report import Table

__all__ = ["LABEL_HEADINGS", "Block", "Line", "blocks_of"]


def blocks_of(table: Table) -> tuple[Block, ...]:
    """Return the blocks of a table, each with at least one row of labels and values."""
    found = placed_blocks(table) if table.placed else flow_blocks(table)
    return tuple(replace(block, caption=block.caption or table.caption) for block in found)
