"""Facts and findings laid out for people, in the language asked for."""

from ogi.tables.console import findings_console
from ogi.tables.frames import facts_table, findings_table

__all__ = ["facts_table", "findings_console", "findings_table"]
