"""Facts held against one another: the form's identities, a sentence's list, and one place against another."""

from ogi.check.findings import finding_of, findings_of
from ogi.check.report import check

__all__ = ["check", "finding_of", "findings_of"]
