"""Making a report of a few sentences, and its facts as short strings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ogi.extract import extract
from ogi.forms import load_forms
from ogi.read.sections import find_sections
from ogi.read.stacked import find_stacked_tables
from ogi.report import Fact, RegisterEntry, Report

AGENCY, YEAR = "东山县统计局", 2012


def report_of(text: str, section: str = "一、主动公开情况", agency: str = AGENCY, year: int = YEAR) -> Report:
    """A report with one section."""
    title = f"{agency}{year}年政府信息公开工作年度报告"
    whole = f"{title}\n{section}\n{text}\n"
    entry = RegisterEntry("case.txt", "case", agency, year)
    report = Report(entry, title, whole, "utf-8", "0" * 64)
    tables = find_stacked_tables(whole)
    return replace(report, sections=find_sections(whole, tables), tables=tables)


def facts_of(report: Report) -> tuple[Fact, ...]:
    """All facts of a report."""
    return extract(report, load_forms().by_id).facts


def short(fact: Fact) -> str:
    """A fact as INDICATOR [DIMENSION.CATEGORY] VALUE [qualifier] [period] [sub_item or scoped]."""
    slot = f" {fact.dimension}.{fact.category or 'unknown'}" if fact.dimension else ""
    value = fact.state if fact.value is None else f"{fact.value:f}"
    words = [f"{fact.indicator}{slot} {value}"]
    if fact.qualifier != "exact":
        words.append(fact.qualifier)
    if fact.period != "year":
        words.append(str(fact.period if fact.period == "cumulative" else fact.as_of or fact.period))
    if fact.rule in ("prose.sub_item", "prose.scoped"):
        words.append(fact.rule.removeprefix("prose."))
    return " ".join(words)


@pytest.fixture(scope="session")
def forms() -> object:
    """The package's forms."""
    return load_forms().by_id
