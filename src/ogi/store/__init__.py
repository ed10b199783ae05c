"""The processed tables: facts, findings and reports as Parquet for programs and CSV for people."""

from ogi.store.kept import Kept, Known, read_kept, state_of
from ogi.store.reading import Processed, facts_of, read
from ogi.store.schema import REPORT_COLUMNS, TABLES
from ogi.store.writing import Writer, write

__all__ = [
    "REPORT_COLUMNS",
    "TABLES",
    "Kept",
    "Known",
    "Processed",
    "Writer",
    "facts_of",
    "read",
    "read_kept",
    "state_of",
    "write",
]
