"""The index of all rendered reports: agencies down, years across, what was found and what is stale."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ogi.batch.outcome import EVIDENCE
from ogi.batch.state import data_digests, read_state
from ogi.batch.words import say
from ogi.language import Lang
from ogi.pages import fill, whole_page
from ogi.select import readable
from ogi.store.reading import Processed
from ogi.whole import write_whole


@dataclass(frozen=True, slots=True)
class _Page:
    name: str
    status: str
    words: str
    html: str
    notebook: str
    error: str


@dataclass(frozen=True, slots=True)
class _Cell:
    pages: list[_Page]
    findings: str
    evidence: str


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    id: str
    cells: list[_Cell | None]


def _names(folder: Path) -> list[str]:
    """The notebooks that were ever run into a folder."""
    return sorted(path.name[1 : -len(".state.json")] for path in folder.glob(".*.state.json"))


def _pages(folder: Path, target: Path, digest: str, lang: Lang) -> list[_Page]:
    pages = []
    for name in _names(folder):
        state = read_state(folder, name)
        if state is None:
            continue
        stale = state.key.data != digest
        status = "outdated" if stale and state.status == "rendered" else state.status
        at = folder.relative_to(target).as_posix()
        html = f"{at}/{name}.html" if (folder / f"{name}.html").is_file() else ""
        notebook = f"{at}/{name}.ipynb" if (folder / f"{name}.ipynb").is_file() else ""
        pages.append(_Page(name, status, say(lang, f"status_{status}"), html, notebook, state.error))
    return pages or [_Page("", "none", say(lang, "status_missing"), "", "", "")]


def _cell(report: Mapping[Hashable, object], target: Path, data: Mapping[str, str], lang: Lang) -> _Cell:
    folder = target / str(report["year"]) / str(report["agency_id"])
    found = say(lang, "findings", **{k: report[k] for k in ("errors", "warnings", "notes")})
    at = f"{folder.relative_to(target).as_posix()}/{EVIDENCE}"
    evidence = at if (folder / EVIDENCE).is_file() else ""
    return _Cell(_pages(folder, target, data[str(report["report_id"])], lang), found, evidence)


def write_index(tables: Processed, target: Path, lang: Lang) -> Path:
    """Write `index.html` below the target folder, from the tables and from what has been rendered there."""
    reports = readable(tables.reports).sort_values(["agency_id", "year"])
    years = sorted({int(year) for year in reports["year"]})
    data = data_digests(tables)
    rows = []
    for agency_id, own in reports.groupby("agency_id", sort=True):
        by_year = {int(report["year"]): report for report in own.to_dict("records")}
        first = next(iter(by_year.values()))
        english = first["agency_en"] if pd.notna(first["agency_en"]) else ""
        named = first["agency"] if lang == "zh" or not english else english
        cells = [_cell(by_year[y], target, data, lang) if y in by_year else None for y in years]
        rows.append(_Row(str(named), str(agency_id), cells))
    words = {
        "title": say(lang, "index_title"),
        "lead": say(lang, "index_lead", agencies=len(rows), years=len(years)),
        "agency": say(lang, "index_agency"),
        "none": say(lang, "index_none"),
        "notebook": say(lang, "open_notebook"),
        "evidence": say(lang, "open_evidence"),
        "refused": say(lang, "refused_title"),
    }
    refused = list(tables.reports.loc[tables.reports["status"] == "refused", "reason"])
    body = fill("ogi.batch", "index.html.j2", words=words, years=years, rows=rows, refused=refused)
    path = target / "index.html"
    write_whole(path, whole_page(body, words["title"], lang).encode())
    return path
