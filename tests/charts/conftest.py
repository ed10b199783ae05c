"""Views of the sample report, and of small reports, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ogi.ingest import ingest_paths
from ogi.language import Lang
from ogi.store.reading import Processed, read
from ogi.view import ReportView, view_report

View = Callable[[Lang], ReportView]


@pytest.fixture(scope="session")
def sample_view(tables: Processed) -> View:
    """The sample report as seen in a language."""
    return lambda lang: view_report(tables, "xiangshan-aic", 2011, lang)


@pytest.fixture
def small_view(tmp_path: Path) -> Callable[[str, Lang], ReportView]:
    """A report of a few sentences as seen in a language."""

    def view(text: str, lang: Lang) -> ReportView:
        path = tmp_path / "small.txt"
        path.write_text(
            f"某某县教育局2012年政府信息公开工作年度报告\n一、主动公开情况\n{text}\n", encoding="utf-8"
        )
        result = ingest_paths([path], tmp_path / "out")
        assert not result.errors
        return view_report(read(tmp_path / "out"), "某某县教育局", 2012, lang)

    return view
