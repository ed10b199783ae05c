"""Tables that stand in plain text."""

from ogi.read.stacked.tables import find_stacked_tables

__all__ = ["find_stacked_tables"]
