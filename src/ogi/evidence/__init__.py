"""A report's text beside what was read from it, and which of its numbers were left out."""

from ogi.evidence.coverage import Coverage, Share, coverage
from ogi.evidence.page import Evidence, evidence_page, find_evidence, summary
from ogi.evidence.source import read_source

__all__ = [
    "Coverage",
    "Evidence",
    "Share",
    "coverage",
    "evidence_page",
    "find_evidence",
    "read_source",
    "summary",
]
