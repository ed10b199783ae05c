"""Reading reports into the processed tables: all that are registered, or any files and folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ogi import store
from ogi.check import check, findings_of
from ogi.errors import InputError
from ogi.extract import extract
from ogi.forms import Forms, load_forms
from ogi.read import Registered, read_register, read_report
from ogi.read.report import SUFFIXES
from ogi.report import Fact, Finding, RegisterEntry, Report


@dataclass(slots=True)
class Ingested:
    """What an ingest read, what it refused with the reason, the files of folders that it passed over.

    `misnamed` are the entries whose report's title calls the agency otherwise than the register.
    """

    facts: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    reports: list[dict[str, object]] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    passed_over: list[Path] = field(default_factory=list)
    misnamed: list[RegisterEntry] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many reports and register rows were refused."""
        return sum(report["status"] == "refused" for report in self.reports)

    @property
    def read(self) -> int:
        """How many reports were read."""
        return sum(report["status"] == "read" for report in self.reports)


def _row(
    report: Report, form: str | None, reason: str, facts: int, findings: Iterable[Finding]
) -> dict[str, object]:
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


def _refused(file: str, error: InputError, entry: RegisterEntry | None) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(store.REPORT_COLUMNS)
    row |= {"status": "refused", "reason": str(error), "source_file": file}
    row |= {"facts": 0, "errors": 0, "warnings": 0, "notes": 0}
    if entry is not None:
        row |= {"report_id": entry.report_id, "agency_id": entry.agency_id, "agency": entry.agency}
        row |= {"agency_en": entry.agency_en or None, "year": entry.year, "identity": entry.identity}
    return row


def _add(result: Ingested, report: Report, forms: Forms) -> None:
    extracted = extract(report, forms.by_id)
    if forms.errors and not extracted.whole:
        # Its form may be the one that cannot be used: facts without indicators would pass for the whole.
        raise InputError(
            report.entry.file,
            "table",
            f"rows of no usable form ({extracted.form_reason}), while a form spec cannot be used",
            "a table of a usable form",
            f"Mend the spec first: {forms.errors[0].file}.",
        )
    findings = findings_of(check(extracted.facts, forms.by_id), report.entry)
    result.facts.extend(extracted.facts)
    result.findings.extend(findings)
    result.reports.append(_row(report, extracted.form, extracted.form_reason, len(extracted.facts), findings))


def _refuse(result: Ingested, file: str, error: InputError, entry: RegisterEntry | None = None) -> None:
    result.errors.append(error)
    result.reports.append(_refused(file, error, entry))


def ingest_registered(register: Path, folder: Path) -> Ingested:
    """Read every registered report and write the tables to `folder`; what cannot be read is refused.

    When no report at all could be read, the tables are left as they were. Raises InputError for a
    register that cannot be used. A form spec that does not validate is among the errors.
    """
    forms = load_forms()
    rows, errors = read_register(register)
    result = Ingested(errors=list(forms.errors))
    for error in errors:
        _refuse(result, register.name, error)
    for row in rows:
        _read_one(result, row, forms)
    _save(result, folder)
    return result


def _read_one(result: Ingested, row: Registered, forms: Forms) -> None:
    try:
        report = read_report(row.path, row.entry, sha256=row.sha256)
        _add(result, report, forms)
        if report.entry.identity != row.entry.identity:
            result.misnamed.append(report.entry)
    except InputError as error:
        _refuse(result, row.entry.file, error, row.entry)


def _files(paths: Iterable[Path], passed_over: list[Path]) -> list[Path]:
    """The files named, and those in the folders named that are of a readable kind; the others are noted."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            files = [p for p in sorted(path.rglob("*")) if p.is_file()]
            inside = [p for p in files if p.suffix.lower() in SUFFIXES]
            passed_over.extend(p for p in files if p not in inside)
            if not inside:
                raise InputError(
                    path,
                    "",
                    "a folder without reports",
                    f"files ending in {', '.join(sorted(SUFFIXES))}",
                    "Name another folder, or the files themselves.",
                )
            found.extend(inside)
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def some(names: list[str]) -> str:
    """Two names, and how many more there are."""
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return ", ".join(names[:2]) + more


def ingest_paths(paths: Iterable[Path], folder: Path) -> Ingested:
    """Read files and folders that are not registered; agency and year come from each report itself.

    Of two files that report for one agency and year both are refused: nothing tells which is meant.
    """
    forms = load_forms()
    result = Ingested(errors=list(forms.errors))
    reports: dict[str, list[tuple[Path, Report]]] = {}
    for path in _files(paths, result.passed_over):
        try:
            report = read_report(path)
        except InputError as error:
            _refuse(result, path.name, error)
            continue
        reports.setdefault(report.entry.report_id, []).append((path, report))
    for same in reports.values():
        if len(same) == 1:
            path, report = same[0]
            try:
                _add(result, report, forms)
            except InputError as error:
                _refuse(result, path.name, error, report.entry)
            continue
        for path, report in same:
            others = some([p.name for p, _ in same if p != path])
            twice = InputError(
                path,
                "",
                f"a report of {report.entry.agency} for {report.entry.year}, as is {others}",
                "one report for one agency and year",
                "Keep the final one, or register them with agency ids of their own.",
            )
            _refuse(result, path.name, twice, report.entry)
    _save(result, folder)
    return result


def _save(result: Ingested, folder: Path) -> None:
    if result.read:
        store.write(folder, result.facts, result.findings, result.reports)
