"""The plan of a batch: which notebooks, for which agencies and years, with which parameters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ogi.batch.notebooks import Notebook, find_notebooks, given
from ogi.language import Lang
from ogi.select import Choice, choose
from ogi.store.listing import Listed, Listing


@dataclass(frozen=True, slots=True)
class Item:
    """One notebook for one report, for one agency (no `year`) or for one year (no `agency_id`).

    `reports` are the ids of all reports that it may show: what it depends on. `first` is set for the first
    notebook of a report in the plan: with it goes the report's evidence page, which leads to its page.
    """

    notebook: Path
    agency_id: str
    agency: str
    year: int | None
    reports: tuple[str, ...]
    lang: Lang
    extra: tuple[tuple[str, object], ...]
    first: bool = True

    @property
    def name(self) -> str:
        """The notebook's name without its ending."""
        return self.notebook.stem

    @property
    def of_report(self) -> bool:
        """Whether it is of one report."""
        return bool(self.agency_id) and self.year is not None

    @property
    def with_evidence(self) -> bool:
        """Whether the report's evidence page is made with it."""
        return self.of_report and self.first

    @property
    def folder(self) -> Path:
        """YEAR/AGENCY, agencies/AGENCY or years/YEAR, relative to the target folder."""
        return folder_of(self.agency_id, self.year)

    @property
    def parameters(self) -> dict[str, object]:
        """What the notebook is run with; it is run in its output folder, hence `output_dir` is "."."""
        own: dict[str, object] = {"lang": self.lang, "output_dir": "."}
        if self.agency_id:
            own["agency"] = self.agency_id
        if self.year is not None:
            own["year"] = self.year
        return own | dict(self.extra)

    @property
    def subject(self) -> str:
        """Agency and year, as far as it has them."""
        return " ".join(part for part in (self.agency_id, str(self.year or "")) if part)

    @property
    def title(self) -> str:
        """What its page is of."""
        return " ".join(part for part in (self.agency, str(self.year or "")) if part)

    def __str__(self) -> str:
        return " ".join(part for part in (str(self.year or ""), self.agency_id, self.name) if part)


def folder_of(agency_id: str, year: int | None) -> Path:
    """Return where the outputs for a report, an agency or a year are, relative to the target folder."""
    if not agency_id:
        return Path("years") / str(year)
    return Path("agencies" if year is None else str(year)) / agency_id


def _items(
    notebook: Notebook,
    chosen: list[Listed],
    listing: Listing,
    lang: Lang,
    extra: tuple[tuple[str, object], ...],
    *,
    first: bool,
) -> Iterator[Item]:
    """A notebook's items. One of an agency or a year shows all its reports, whichever were chosen."""
    if notebook.scope == "report":
        for r in sorted(chosen, key=lambda r: (r.year, r.agency_id)):
            yield Item(notebook.path, r.agency_id, r.agency, r.year, (r.report_id,), lang, extra, first)
    elif notebook.scope == "agency":
        wanted = {r.agency_id for r in chosen}
        for agency_id, reports in _grouped(r for r in listing.reports if r.agency_id in wanted).items():
            own = sorted(reports, key=lambda r: r.year)
            ids = tuple(r.report_id for r in own)
            yield Item(notebook.path, agency_id, own[-1].agency, None, ids, lang, extra)
    else:
        years = {r.year for r in chosen}
        ids_of: dict[int, list[str]] = defaultdict(list)
        for r in listing.reports:
            ids_of[r.year].append(r.report_id)
        for year in sorted(years):
            yield Item(notebook.path, "", "", year, tuple(sorted(ids_of[year])), lang, extra)


def _grouped(reports: Iterable[Listed]) -> dict[str, list[Listed]]:
    """Reports by agency, the agencies in order."""
    found: dict[str, list[Listed]] = defaultdict(list)
    for report in reports:
        found[report.agency_id].append(report)
    return dict(sorted(found.items()))


def plan(
    listing: Listing,
    notebooks: Path,
    choice: Choice | None = None,
    *,
    names: Iterable[str] = (),
    lang: Lang = "zh",
    parameters: Iterable[str] = (),
) -> list[Item]:
    """Return the items for all notebooks of a folder, or those named, and the reports that are chosen.

    A notebook's parameters say what it is run for: each report (agency and year), each agency, or each year.
    Those of reports come first, by year and agency, then those that put them together. Raises InputError
    for an agency, year, notebook or parameter that is not there, naming what is.
    """
    chosen = choose(listing.reports, choice or Choice())
    found = find_notebooks(notebooks, names)
    extra = given(parameters, found)
    first = next((notebook for notebook in found if notebook.scope == "report"), None)
    items = [
        item
        for notebook in found
        for item in _items(notebook, chosen, listing, lang, extra, first=notebook is first)
    ]
    return sorted(items, key=lambda i: (not i.of_report, i.year is None, i.year or 0, i.agency_id, i.name))
