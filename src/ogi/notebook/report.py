"""One report in a notebook: loaded, and shown piece by piece."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from ogi.charts import chart_spec
from ogi.charts.words import sign
from ogi.errors import InputError
from ogi.evidence import evidence_page, find_evidence, summary
from ogi.language import LANGS, items
from ogi.notebook.display import Chart, Shown, drawn, framed, paragraphs
from ogi.notebook.words import say
from ogi.places import place
from ogi.project import find_project
from ogi.report import Fact
from ogi.select import Choice, choose
from ogi.store.listing import read_listing
from ogi.store.reading import Processed, find_reports, read
from ogi.tables import facts_table, findings_table
from ogi.view import ReportView, view_report


def tables(data: str | Path | None = None) -> Processed:
    """Return facts, findings and reports of all agencies and years, as frames.

    `data` is the folder of the tables (that of `ogi ingest … --out`) when they are not data/processed. Raises
    InputError when nothing has been ingested into it yet.
    """
    return read(find_project().processed if data is None else place(data))


def load(agency: str, year: int | str, lang: str = "zh", data: str | Path | None = None) -> ReportView:
    """Return one report from the processed tables, or those of `data`; agency is its id or its Chinese name.

    Of the facts only its own are read. Raises InputError, naming what there is, for an agency, year or
    language that is not there.
    """
    if lang not in LANGS:
        raise InputError("lang", "", f"“{lang}”", f"one of: {', '.join(LANGS)}", "Correct it.")
    try:
        number = int(year)
    except ValueError:
        raise InputError("year", "", f"“{year}”", "a year such as 2011", "Correct it.") from None
    folder = find_project().processed if data is None else place(data)
    found = find_reports(folder, agency, number)
    if not found:  # say what there is
        found = {r.report_id for r in choose(read_listing(folder).reports, Choice((agency,), (str(number),)))}
    return view_report(read(folder, found), agency, number, lang)


def _total(report: ReportView) -> str:
    totals = report.statements("proactive_items_total")
    if not totals:
        return say(report.lang, "headline_no_total")
    first = totals[0]
    shown = say(report.lang, "headline_total", count=_count(report, first))
    others = [_count(report, fact) for fact in totals if fact.number != first.number]
    if others:
        joined = "、".join(dict.fromkeys(others)) if report.lang == "zh" else ", ".join(dict.fromkeys(others))
        shown += say(report.lang, "headline_totals", others=joined)
    return shown


def _count(report: ReportView, fact: Fact) -> str:
    """A number with its unit, and the sign of one that is not exact."""
    return sign(fact) + items(fact.number, fact.unit, report.lang)


def _requests(report: ReportView) -> str:
    values = sorted(report.values("requests_received"))
    if not values:
        return say(report.lang, "headline_no_requests")
    if len(values) > 1:
        shown = (" 与 " if report.lang == "zh" else " and ").join(f"{v:,f}" for v in values)
        return say(report.lang, "headline_clash", values=shown)
    unit = "件" if report.lang == "zh" else "request"
    return say(report.lang, "headline_requests", count=items(values[0], unit, report.lang))


def headline(report: ReportView) -> Shown:
    """Return the report's title, the question asked of it, the answer in two sentences, and the source."""
    lang = report.lang
    errors = sum(check.severity == "error" and not check.holds for check in report.checks)
    caution = say(lang, "headline_errors", errors=errors) if errors else say(lang, "headline_clean")
    form = say(lang, "form_unknown") if report.form is None else report.form.of(report.lang)
    return paragraphs(
        say(lang, "headline_question", agency=report.name, year=report.year),
        f"{_total(report)}{_requests(report)}{'' if lang == 'zh' else ' '}{caution}",
        say(lang, "headline_source", title=report.title, file=report.source_file, form=form),
        title=f"{report.name}{'，' if lang == 'zh' else ', '}{report.year}",
    )


def chart(
    report: ReportView,
    name: str,
    output_dir: str | Path = "",
    formats: Iterable[str] = ("svg", "png"),
) -> Chart:
    """Return one chart of a report; given a folder, also write it there as charts/NAME.svg and .png.

    `formats` may be any of svg, png (twice the nominal 900 dots' width) and pdf. Raises InputError for a
    name that is no chart or a format that is none, naming those that are.
    """
    return drawn(chart_spec(report, name), output_dir, formats)


def follows(report: ReportView, name: str) -> Shown:
    """Return what follows from a chart, computed from the same facts; nothing where the chart says it all."""
    spec = chart_spec(report, name)
    said = spec.kind == "statement" and spec.takeaway.rstrip("。.") == spec.title.rstrip("。.")
    return paragraphs("" if said else spec.takeaway)


def findings(report: ReportView) -> pd.DataFrame:
    """Return the report's findings for reading: severity, sentence, both quotes, difference, explanation."""
    return findings_table(report.findings, report.lang)


def facts(report: ReportView) -> pd.DataFrame:
    """Return every number of the report for reading, in the order of the text, each with its words."""
    return facts_table(report.facts, report.lang)


def evidence(report: ReportView | str, year: int | str = "", lang: str = "zh") -> Shown:
    """Return a report's text as published beside its facts and findings, to choose on either side.

    Takes a report, or agency, year and language as `load` does. Raises InputError when the published file is
    not there or is not the one that the facts were read from.
    """
    found = find_evidence(load(report, year, lang) if isinstance(report, str) else report)
    return framed(evidence_page(found), summary(found))
