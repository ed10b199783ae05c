"""Reading reports into the processed tables: all that are registered, or any files and folders."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from ogi.between import Between, Member, without
from ogi.corrections import Correction, Corrections, accept, load_corrections
from ogi.errors import InputError
from ogi.forms import Forms, load_forms
from ogi.many import Given, Many
from ogi.one import Read, Source, cumulative_of, read_one, stamp
from ogi.read import read_register, read_report
from ogi.read.report import SUFFIXES
from ogi.report import RegisterEntry
from ogi.store.away import folder_for
from ogi.store.kept import Kept, Known, facts_of_rows, read_kept, state_of
from ogi.store.reports import refused_row
from ogi.store.writing import Writer
from ogi.version import tables_version

FEW = 60  # files that are read sooner here than by processes that first have to start


@dataclass(slots=True)
class Ingested:
    """What an ingest read, what it refused with the reason, the files of folders that it passed over.

    `facts` and `findings` say how many there are now; `unchanged` how many of the reports were taken over
    from the run before. `misnamed` are the entries whose report's title calls the agency otherwise than the
    register.
    """

    read: int = 0
    refused: int = 0
    unchanged: int = 0
    facts: int = 0
    findings: int = 0
    errors: list[InputError] = field(default_factory=list)
    passed_over: list[Path] = field(default_factory=list)
    misnamed: list[RegisterEntry] = field(default_factory=list)


def _reasons(register_errors: Mapping[str, list[InputError]]) -> dict[str, str]:
    """Why rows of each register are refused, in one text a register."""
    return {register: " ".join(map(str, errors)) for register, errors in register_errors.items() if errors}


def _member(row: Mapping[str, object], figures: str, *, unchanged: bool) -> Member:
    """A report of the last run among the others, from its own row."""
    entry = RegisterEntry(
        file=str(row["source_file"]),
        agency_id=str(row["agency_id"]),
        agency=str(row["agency"]),
        year=int(str(row["year"])),
    )
    return Member(entry, figures, unchanged)


class _Run:
    """One ingest: goes through files one by one, so that its memory does not grow with their number."""

    def __init__(
        self, writer: Writer, kept: Kept, version: str, forms: Forms, corrections: Corrections
    ) -> None:
        self.result = Ingested(errors=list(forms.errors))
        self._writer = writer
        self._kept = kept
        self._version = version
        self._forms = forms
        self._corrections = corrections
        # Decisions to accept findings that were not among a report's own: they may be between reports.
        self._undecided: dict[str, list[Correction]] = {}
        self._failed: set[str] = set()  # reports with a decision that does not fit
        self._known: dict[str, Known] = {}
        self._refused: dict[str, str] = {}
        self._places: dict[str, list[Path]] = {}  # report id -> the files that are it
        self._members: dict[str, Member] = {}
        # The cumulative numbers of each agency's last report (of one taken over, its id), in case the next
        # one's ran together.
        self._before: dict[str, tuple[int, Mapping[str, Decimal] | str]] = {}

    def take(self, file: Source, known: Known | None, given: Given | None) -> None:
        """Take a file over as it was (`known`, from `unchanged`), or what it gave; else read it here."""
        if known is not None:
            self._take_over(file, known)
            return
        try:
            if given is not None and given.refused is not None:
                raise given.refused
            if given is not None and given.read is not None:
                self._accept(file, given.read, given)
            else:
                self._accept(file, read_one(file, self._forms, self._corrections, self._year_before))
        except InputError as error:
            self._refused[str(file.path)] = str(error)
            self.refuse(file.name, error, file.entry)

    def unchanged(self, file: Source) -> Known | None:
        """What the run before knew of a file, if it still holds: same size and time, or same content."""
        known = self._kept.files.get(str(file.path))
        if known is None or known.registered != file.registered:
            return None
        try:
            size, modified = stamp(file.path)
            if (size, modified) == (known.size, known.modified):
                return known
            if hashlib.sha256(file.path.read_bytes()).hexdigest() == known.sha256:
                return known._replace(size=size, modified=modified)
        except OSError:
            return None  # reading it will say why
        return None

    def _take_over(self, file: Source, known: Known) -> None:
        row = self._kept.report(known.report_id)
        facts, findings = self._kept.rows(known.report_id)
        own, of_others = without(findings)
        self._writer.add_kept(facts, own)
        self._writer.add_report(row)
        self._writer.count(known.report_id, of_others["severity"].to_pylist(), -1)
        self._before[str(row["agency_id"])] = (int(str(row["year"])), known.report_id)
        self._remember(file, known, _member(row, known.figures, unchanged=True))
        self.result.unchanged += 1
        self._compare_names(file, str(row["identity"]))

    def _year_before(self, agency: str, year: int) -> Mapping[str, Decimal] | None:
        """The cumulative numbers of an agency's last report, if that is of the year before."""
        last_year, known = self._before.get(agency, (0, {}))
        if last_year != year - 1:
            return None
        return cumulative_of(facts_of_rows(self._kept.rows(known)[0])) if isinstance(known, str) else known

    def _accept(self, file: Source, read: Read, given: Given | None = None) -> None:
        """Take what a file gave; of one that was read elsewhere, `given` has the rows."""
        report_id = read.entry.report_id
        if read.undecided:
            self._undecided[report_id] = list(read.undecided)
        self._misfit(report_id, list(read.misfits))
        self._before[read.entry.agency_id] = (read.entry.year, read.cumulative)
        if given is None:
            self._writer.add(read.facts, read.findings)
        else:
            self._writer.add_kept(given.facts, given.findings)
        self._writer.add_report(read.row)
        known = Known(read.size, read.modified, read.sha256, file.registered, report_id, read.figures)
        self._remember(file, known, Member(read.entry, read.figures, unchanged=False))
        self._compare_names(file, read.entry.identity)

    def _misfit(self, report_id: str, errors: list[InputError]) -> None:
        """Note decisions that do not fit a report: it is read again by the next run, which says so again."""
        self.result.errors.extend(errors)
        if errors:
            self._failed.add(report_id)

    def _compare_names(self, file: Source, identity: str) -> None:
        """Note a registered file whose report calls the agency otherwise."""
        if file.entry is not None and identity != file.entry.identity:
            self.result.misnamed.append(replace(file.entry, identity=identity))

    def _remember(self, file: Source, known: Known, member: Member) -> None:
        self.result.read += 1
        self._members[known.report_id] = member
        self._known[str(file.path)] = known
        self._places.setdefault(known.report_id, []).append(file.path)

    def refuse(self, file: str, error: InputError, entry: RegisterEntry | None = None) -> None:
        """Note a file or a register row that is refused."""
        self.result.errors.append(error)
        self.result.refused += 1
        self._writer.add_report(refused_row(file, error, entry))

    def refuse_rows(self, register_errors: Mapping[str, list[InputError]]) -> None:
        """Note the rows of registers that are refused."""
        self._refused |= _reasons(register_errors)
        for register, errors in register_errors.items():
            for error in errors:
                self.refuse(register, error)

    def nothing_new(
        self,
        looked: Sequence[tuple[Source, Known | None]],
        register_errors: Mapping[str, list[InputError]],
    ) -> bool:
        """Whether this run would give the tables that are there: then they are left as they are.

        `looked` has each file with what `unchanged` says of it.

        What was refused is read again, and has to be refused for the same reason.
        """
        if not self._kept.files:
            return False
        if any(known is None and str(file.path) not in self._kept.refused for file, known in looked):
            return False
        refused = _reasons(register_errors)
        errors: list[InputError] = [error for found in register_errors.values() for error in found]
        for file, known in looked:
            if known is None:
                try:
                    read_report(file.path, file.entry, sha256=file.sha256)
                except InputError as error:
                    errors.append(error)
                    refused[str(file.path)] = str(error)
                    if self._kept.refused.get(str(file.path)) == str(error):
                        continue
                return False
        same = {str(file.path) for file, known in looked if known is not None} == set(self._kept.files)
        if not same or refused != dict(self._kept.refused):
            return False
        for file, known in looked:
            if known is not None:
                self._compare_names(file, str(self._kept.report(known.report_id)["identity"]))
        counts = self._kept.counts()
        self.result.read = self.result.unchanged = len(self._kept.files)
        self.result.refused, self.result.errors = len(errors), self.result.errors + errors
        self.result.facts, self.result.findings = counts["facts"], counts["findings"]
        return True

    def finish(self) -> None:
        """Refuse the files that are one report, and put the tables in place if any report is left."""
        twice = {report_id: paths for report_id, paths in self._places.items() if len(paths) > 1}
        self._writer.drop_reports(twice)
        for report_id, paths in twice.items():
            for path in paths:
                self._refuse_twice(report_id, path, paths)
        if self.result.read:
            self._look_between(twice)
            again = {*twice, *self._failed}
            usable = {file: known for file, known in self._known.items() if known.report_id not in again}
            self._writer.finish(twice, state_of(self._version, usable, self._refused))
            counts = self._writer.counts
            self.result.facts, self.result.findings = counts["facts"], counts["findings"]

    def _look_between(self, twice: Iterable[str]) -> None:
        """Add what is found between the reports of an agency's years, and between agencies."""
        for report_id in twice:
            del self._members[report_id]
        last = {
            str(row["report_id"]): _member(row, known.figures, unchanged=True)
            for known in self._kept.files.values()
            if (row := self._kept.report(known.report_id))
        }
        between = Between(self._members, last, self._writer.close_facts(), self._forms.by_id)
        for report_id in self._members:
            found = between.of(report_id)
            undecided = self._undecided.pop(report_id, [])
            if found is not None:
                found, undecided = accept(found, undecided)
            self._misfit(report_id, [self._corrections.error(c, "no such finding") for c in undecided])
            if found is None:
                _, as_they_were = without(self._kept.rows(report_id)[1])
                self._writer.add_kept_findings(report_id, as_they_were)
            else:
                self._writer.add_findings(report_id, found)

    def _refuse_twice(self, report_id: str, path: Path, paths: list[Path]) -> None:
        agency, _, year = report_id.rpartition("-")
        error = InputError(
            path,
            "",
            f"a report of {agency} for {year}, as is {some([p.name for p in paths if p != path])}",
            "one report for one agency and year",
            "Keep the final one, or register them with agency ids of their own.",
        )
        self.result.read -= 1
        self.refuse(path.name, error)


def _none() -> Generator[Given]:
    """Nothing that was read elsewhere."""
    yield from ()


def _ingest(
    files: Iterable[Source],
    target: Path,
    refused: Mapping[str, list[InputError]],
    passed_over: list[Path],
    corrections: Corrections,
    many: Many | None,
) -> Ingested:
    forms = load_forms()
    # While a spec cannot be used, nothing of this run is to be taken for the whole by the next.
    version = tables_version() if not forms.errors else ""
    with folder_for(target) as folder, Writer(folder) as writer:
        kept = read_kept(folder, version) if version else Kept({}, {}, folder)
        run = _Run(writer, kept, version, forms, corrections)
        looked = [(file, run.unchanged(file)) for file in files]
        run.result.passed_over = passed_over
        if run.nothing_new(looked, refused):
            return run.result
        run.refuse_rows(refused)
        # What was decided on a report is known here only, and so is that a form cannot be used.
        ahead = [f for f, known in looked if known is None and not f.decided] if not forms.errors else []
        elsewhere = many is not None and len(ahead) >= FEW
        with contextlib.closing(many(ahead) if many is not None and elsewhere else _none()) as given:
            there = set(ahead) if elsewhere else set()
            for file, known in looked:
                run.take(file, known, next(given) if file in there else None)
        run.finish()
    return run.result


def ingest_registered(
    register: Path, folder: Path, corrections: Path | None = None, many: Many | None = None
) -> Ingested:
    """Read every registered report and write the tables to `folder`; what cannot be read is refused.

    Files that have not changed since the last run, by the same code and forms, are taken over and not read.
    When no report at all could be read, the tables are left as they were. `many` reads several files at once,
    when there are enough. Raises InputError for a register
    that cannot be used. A form spec that does not validate is among the errors, and so is a decision (of
    `corrections`, else corrections.yaml beside the register's folder) that does not fit what is there.
    """
    rows, errors = read_register(register)
    rows.sort(key=lambda row: (row.entry.agency_id, row.entry.year))
    decided = load_corrections(corrections or register.parents[1] / "corrections.yaml")
    files = (
        Source(
            row.path,
            row.entry.file,
            row.entry,
            row.sha256,
            decided.digest(row.entry.agency_id, row.entry.year),
        )
        for row in rows
    )
    done = _ingest(files, folder, {register.name: errors}, [], decided, many)
    there = [(row.entry.agency_id, row.entry.year) for row in rows]
    done.errors.extend(decided.strangers(there))
    return done


# What only folders of ours hold: the tables, or rendered pages.
_OURS = (("facts.parquet", "findings.parquet"), ("run.json", "index.html"))


def _published(path: Path) -> list[Path]:
    """The files in a folder, without the tables and pages that were made of them and written inside it."""
    files = [p for p in sorted(path.rglob("*")) if p.is_file()]
    there = {(p.parent, p.name) for p in files}
    made = {p.parent for p in files if any(all((p.parent, n) in there for n in names) for names in _OURS)} - {
        path
    }
    return [p for p in files if made.isdisjoint(p.parents)]


def _files(paths: Iterable[Path], passed_over: list[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named that are of a readable kind; the others are noted."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        files = _published(path)
        inside = [p for p in files if p.suffix.lower() in SUFFIXES]
        passed_over.extend(sorted(set(files) - set(inside)))
        if not inside:
            raise InputError(
                path,
                "",
                "a folder without reports",
                f"files ending in {', '.join(sorted(SUFFIXES))}",
                "Name another folder, or the files themselves.",
            )
        yield from inside


def some(names: list[str]) -> str:
    """Two names, and how many more there are."""
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return ", ".join(names[:2]) + more


def ingest_paths(paths: Iterable[Path], folder: Path, many: Many | None = None) -> Ingested:
    """Read files and folders that are not registered; agency and year come from each report itself.

    Of two files that report for one agency and year both are refused: nothing tells which is meant. Files
    that have not changed since the last run into the folder are taken over and not read.
    """
    passed_over: list[Path] = []
    found = dict.fromkeys(path.resolve() for path in _files(paths, passed_over))
    nothing = Corrections(Path("corrections.yaml"), ())
    return _ingest((Source(path, path.name) for path in found), folder, {}, passed_over, nothing, many)
