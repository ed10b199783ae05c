"""One agency over its years in a notebook: loaded, listed, and drawn."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from ogi.charts import trend_chart
from ogi.errors import InputError
from ogi.language import LANGS
from ogi.notebook.display import Chart, Shown, drawn, paragraphs
from ogi.notebook.words import say
from ogi.places import place
from ogi.project import find_project
from ogi.select import Choice, choose
from ogi.store.listing import read_listing
from ogi.store.reading import find_reports, read
from ogi.view import AgencyView, view_agency


def load_years(agency: str, lang: str = "zh", data: str | Path | None = None) -> AgencyView:
    """Return all reports of an agency, by year; agency is its id or its Chinese name.

    They are read from the processed tables, or those of `data`. Raises InputError, naming what there is, for
    an agency or a language that is not there.
    """
    if lang not in LANGS:
        raise InputError("lang", "", f"“{lang}”", f"one of: {', '.join(LANGS)}", "Correct it.")
    folder = find_project().processed if data is None else place(data)
    found = find_reports(folder, agency)
    if not found:  # say what there is
        found = {report.report_id for report in choose(read_listing(folder).reports, Choice((agency,)))}
    return view_agency(read(folder, found), agency, lang)


def years(agency: AgencyView) -> pd.DataFrame:
    """Return a row a report: year, form, how many numbers were read, and the findings by severity."""
    rows = [
        {
            say(agency.lang, "years_year"): report.year,
            say(agency.lang, "years_form"): report.form.of(agency.lang)
            if report.form
            else say(agency.lang, "form_unknown"),
            say(agency.lang, "years_facts"): len(report.facts),
            **{
                say(agency.lang, f"years_{grade}"): int(str(report.meta[grade]))
                for grade in ("errors", "warnings", "notes")
            },
        }
        for report in agency.reports
    ]
    return pd.DataFrame(rows)


def trend(
    agency: AgencyView, name: str, output_dir: str | Path = "", formats: Iterable[str] = ("svg", "png")
) -> Chart:
    """Return one total of an agency over its years; given a folder, also write it there below charts/.

    The line breaks where years may not be compared, and the notes say why. Raises InputError for a name that
    is none of TRENDS or a format that is none, naming those that are.
    """
    return drawn(trend_chart(agency, name), output_dir, formats)


def trend_follows(agency: AgencyView, name: str) -> Shown:
    """Return what follows from a trend, computed from the same facts."""
    return paragraphs(trend_chart(agency, name).takeaway)


def trend_headline(agency: AgencyView) -> Shown:
    """Return the question asked of an agency's years, and what to know before comparing them."""
    errors = sum(bool(report.meta["errors"]) for report in agency.reports)
    forms = len({report.form.generation if report.form else None for report in agency.reports})
    values = {"agency": agency.name, "span": agency.span, "years": len(agency.reports)}
    return paragraphs(
        say(agency.lang, "trend_question", **values),
        say(agency.lang, "trend_caution", errors=errors, forms=forms, **values),
        title=say(agency.lang, "trend_headline", **values),
    )
