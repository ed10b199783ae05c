"""Published files become Reports: decoding, sections, tables, and what the report says of itself."""

from ogi.read.register import Registered, read_register
from ogi.read.report import read_report

__all__ = ["Registered", "read_register", "read_report"]
