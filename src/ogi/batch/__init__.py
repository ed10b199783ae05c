"""Notebooks rendered for many agencies and years: plan, run, pages, index."""

from ogi.batch.plan import Item, plan
from ogi.batch.run import Summary, due, run

__all__ = ["Item", "Summary", "due", "plan", "run"]
