"""The rows of the reports table: what was read, and what was refused and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ogi.errors import InputError
from ogi.report import Finding, RegisterEntry, Report
from ogi.store.schema import REPORT_COLUMNS


def report_row(
    report: Report, form: str | None, reason: str, facts: int, findings: Iterable[Finding]
) -> dict[str, object]:
    """Return the row of a report that was read: its form, its facts and findings counted."""
    entry = report.entry
    severities = Counter(finding.severity for finding in findings)
    return {
        "report_id": entry.report_id,
        "agency_id": entry.agency_id,
        "agency": entry.agency,
        "agency_en": entry.agency_en or None,
        "level": entry.level or None,
        "region": entry.region or None,
        "year": entry.year,
        "status": "read",
        "reason": None,
        "title": report.title,
        "form": form,
        "form_reason": reason,
        "identity": entry.identity,
        "facts": facts,
        "errors": severities["error"],
        "warnings": severities["warning"],
        "notes": severities["note"],
        "url": entry.url or None,
        "published": entry.published or None,
        "retrieved": entry.retrieved or None,
        "source_file": entry.file,
        "source_sha256": report.sha256,
        "format": report.reader,
        "encoding": report.encoding,
        "characters": len(report.text),
        "note": entry.note or None,
    }


def refused_row(file: str, error: InputError, entry: RegisterEntry | None) -> dict[str, object]:
    """Return the row of a file or a register row that is refused, with the reason."""
    row: dict[str, object] = dict.fromkeys(REPORT_COLUMNS)
    row |= {"status": "refused", "reason": str(error), "source_file": file}
    row |= {"facts": 0, "errors": 0, "warnings": 0, "notes": 0}
    if entry is not None:
        row |= {"report_id": entry.report_id, "agency_id": entry.agency_id, "agency": entry.agency}
        row |= {"agency_en": entry.agency_en or None, "year": entry.year, "identity": entry.identity}
    return row
