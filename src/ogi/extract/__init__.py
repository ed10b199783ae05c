"""A Report becomes facts: counts in sentences and cells of tables, each with its place and its words."""

from ogi.extract.report import extract

__all__ = ["extract"]
