"""The published file is found and is the very one, or one sentence says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ogi.errors import InputError
from ogi.evidence import find_evidence, summary
from ogi.ingest import ingest_paths
from ogi.store.files import files_read
from ogi.store.reading import Processed, read
from ogi.view import ReportView, view_report

TEXT = "甲县教育局2011年政府信息公开工作年度报告\n一、主动公开情况\n共主动公开政府信息90条，另有13个部门，网站访客有1402。\n"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A report that no register names, read into tables of its own."""
    file = tmp_path / "elsewhere" / "report.txt"
    file.parent.mkdir()
    file.write_text(TEXT, encoding="utf-8")
    assert not ingest_paths([file], tmp_path / "data").errors
    return file


def _view(published: Path) -> ReportView:
    tables = read(published.parents[1] / "data")
    return view_report(tables, "甲县教育局", 2011, "en")


def test_a_report_is_read_again_from_where_it_was(published: Path) -> None:
    assert files_read(published.parents[1] / "data") == {"甲县教育局-2011": published}
    found = find_evidence(_view(published))
    assert found.report.text == TEXT
    assert summary(found) == (
        "甲县教育局, 2011: the report's text beside what was read from it (numbers: 1, findings: 0); "
        "numbers that could be counts: 3, unread: 2."
    )


def test_a_registered_report_is_found_beside_the_register(tables: Processed) -> None:
    bare = Processed(tables.facts, tables.findings, tables.reports)
    view = view_report(bare, "xiangshan-aic", 2011, "zh")
    assert view.folder is None
    assert find_evidence(view).report.entry.agency == "象山工商分局"


def test_a_file_that_is_gone_is_one_sentence(published: Path) -> None:
    published.unlink()
    with pytest.raises(InputError, match=r"report\.txt, .*: found no file at .*expected the published file"):
        find_evidence(_view(published))


def test_another_file_in_its_place_is_refused(published: Path) -> None:
    published.write_text(TEXT + "补充。\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"found a file whose SHA-256 is .*; expected .* run `ogi ingest`"):
        find_evidence(_view(published))


def test_facts_of_another_reading_are_refused(published: Path) -> None:
    """The same file read to another text, as by another version: highlights would stand on other words."""
    tables = read(published.parents[1] / "data")
    moved = tables.facts.assign(
        char_start=tables.facts["char_start"] + 1, char_end=tables.facts["char_end"] + 1
    )
    view = view_report(
        Processed(moved, tables.findings, tables.reports, tables.folder), "甲县教育局", 2011, "zh"
    )
    with pytest.raises(InputError, match=r"characters 33 to .*Another version of ogi read them"):
        find_evidence(view)


def test_tables_whose_run_is_not_known_have_no_paths(tmp_path: Path) -> None:
    assert files_read(tmp_path) == {}
    (tmp_path / ".ingest.json").write_text('{}\n{"files": [1]}', encoding="utf-8")
    assert files_read(tmp_path) == {}
