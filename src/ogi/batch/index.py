"""The index of all that was rendered: a grid of agencies and years, and each page with how it ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from ogi.batch.outcome import EVIDENCE
from ogi.batch.plan import folder_of
from ogi.batch.reasons import told
from ogi.batch.record import INDEX
from ogi.batch.state import data_of, names_run, read_state
from ogi.batch.words import say
from ogi.language import Lang
from ogi.pages import fill, whole_page
from ogi.store.digests import RowDigests
from ogi.store.listing import Listed, Listing
from ogi.whole import write_whole

_STATUSES = ("rendered", "failed", "outdated", "missing")


@dataclass(frozen=True, slots=True)
class _Page:
    """A notebook's page as the index names it; paths are relative to the index."""

    name: str
    status: str
    html: str = ""
    notebook: str = ""
    error: str = ""
    reason: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Entry:
    """A page, and whose it is: of a report, of an agency (no year), of a year (no agency)."""

    page: _Page
    agency_id: str
    agency: str
    year: int | None
    errors: int
    warnings: int
    notes: int
    evidence: str

    @property
    def link(self) -> str:
        """The page itself, or the notebook that stopped at an error."""
        return self.page.html or self.page.notebook


@dataclass(frozen=True, slots=True)
class _Row:
    """An agency's row of the grid: its own pages, and those of each year."""

    id: str
    name: str
    own: list[_Entry]
    cells: list[tuple[int, list[_Entry]]]


def _pages(
    folder: Path, target: Path, reports: Iterable[str], digests: RowDigests, lang: Lang
) -> list[_Page]:
    """The pages of a folder, of which `reports` are all that they show."""
    pages = []
    at = folder.relative_to(target).as_posix()
    for name in names_run(folder):
        state = read_state(folder, name)
        if state is None:
            continue
        stale = state.status == "rendered" and not state.key.shows(data_of(reports, digests))
        html, notebook = (
            f"{at}/{name}.{kind}" if (folder / f"{name}.{kind}").is_file() else ""
            for kind in ("html", "ipynb")
        )
        status = "outdated" if stale else state.status
        pages.append(
            _Page(name, status, html, notebook, state.error, told(state.reasons, lang), state.seconds)
        )
    return pages


def _entries(
    reports: Sequence[Listed], agency_id: str, year: int | None, target: Path, digests: RowDigests, lang: Lang
) -> list[_Entry]:
    """The pages of a report, an agency or a year, made of some reports."""
    folder = target / folder_of(agency_id, year)
    of_report = bool(agency_id) and year is not None
    pages = _pages(folder, target, [r.report_id for r in reports], digests, lang)
    if of_report and not pages:
        pages = [_Page("", "missing")]
    evidence = folder / EVIDENCE
    shown = evidence.relative_to(target).as_posix() if of_report and evidence.is_file() else ""
    agency = _name(reports[-1], lang) if agency_id else ""
    errors, warnings, notes = (sum(counts) for counts in zip(*map(_counts, reports), strict=True))
    return [_Entry(page, agency_id, agency, year, errors, warnings, notes, shown) for page in pages]


def _counts(report: Listed) -> tuple[int, int, int]:
    return report.errors, report.warnings, report.notes


def _name(report: Listed, lang: Lang) -> str:
    return report.agency if lang == "zh" or not report.agency_en else report.agency_en


def write_index(listing: Listing, target: Path, lang: Lang, digests: RowDigests) -> Path:
    """Write `index.html` below the target folder, from the tables and from what has been rendered there."""
    of_agency: dict[str, list[Listed]] = defaultdict(list)
    of_year: dict[int, list[Listed]] = defaultdict(list)
    for report in sorted(listing.reports, key=lambda r: (r.agency_id, r.year)):
        of_agency[report.agency_id].append(report)
        of_year[report.year].append(report)
    years = sorted(of_year)
    heads = {
        year: _entries(sorted(of_year[year], key=lambda r: r.report_id), "", year, target, digests, lang)
        for year in years
    }
    rows = []
    for agency_id, own in of_agency.items():
        by_year = {r.year: _entries([r], agency_id, r.year, target, digests, lang) for r in own}
        agency_pages = _entries(own, agency_id, None, target, digests, lang)
        cells = [(year, by_year.get(year, [])) for year in years]
        rows.append(_Row(agency_id, _name(own[-1], lang), agency_pages, cells))
    entries = [e for row in rows for _, cell in row.cells for e in cell] + [
        e for row in rows for e in row.own
    ]
    entries += [entry for own in heads.values() for entry in own]
    body = fill(
        "ogi.batch",
        "index.html.j2",
        say=lambda key, **values: say(lang, key, **values),
        heads=heads,
        rows=rows,
        entries=entries,
        statuses=_STATUSES,
        refused=listing.refused,
    )
    path = target / INDEX
    style, script = (
        files("ogi.batch").joinpath(f"templates/index.{kind}").read_text("utf-8") for kind in ("css", "js")
    )
    title = say(lang, "index_title")
    write_whole(path, whole_page(body, title, lang, style=style, script=script).encode())
    return path
