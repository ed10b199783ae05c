"""The batch: the plan, what is skipped and why, one bad item among good ones, whole outputs, the pages."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from ogi.batch import Item, due, plan, run
from ogi.batch.state import read_state
from ogi.errors import InputError
from ogi.pages import font_for
from ogi.select import years_named
from ogi.store.reading import Processed
from ogi.version import code_files

from ..conftest import ROOT
from .conftest import notebook_file


def test_the_plan_is_the_product_of_what_is_there(small: Processed, notebooks: Path) -> None:
    items = plan(small, notebooks)
    assert [str(item) for item in items] == [
        "2011 甲县教育局 01-small",
        "2012 乙县民政局 01-small",
        "2012 甲县教育局 01-small",
    ]
    assert [str(item) for item in plan(small, notebooks, agencies=["甲县教育局"], years=[2012])] == [
        "2012 甲县教育局 01-small"
    ]


def test_a_notebook_without_a_parameters_cell_is_refused(small: Processed, notebooks: Path) -> None:
    notebook_file(notebooks / "02-bare.ipynb", "1 + 1", parameters="")
    with pytest.raises(InputError, match="02-bare"):
        plan(small, notebooks)


def test_a_notebook_that_lacks_a_parameter_is_refused(small: Processed, notebooks: Path) -> None:
    notebook_file(notebooks / "02-poor.ipynb", "1 + 1", parameters='agency = "x"')
    with pytest.raises(InputError, match="no lang, output_dir, year"):
        plan(small, notebooks)


def _run(items: list[Item], tables: Processed, target: Path, **options: object) -> tuple[object, list[str]]:
    said: list[str] = []
    summary = run(items, tables, target, say=said.append, **options)  # type: ignore[arg-type]
    return summary, said


def test_one_bad_item_stops_no_other(small: Processed, notebooks: Path, tmp_path: Path) -> None:
    target = tmp_path / "reports"
    items = plan(small, notebooks, years=[2012], parameters=["break_at=甲县教育局"])
    summary, said = _run(items, small, target, jobs=2)
    assert (summary.rendered, summary.failed) == (1, 1)  # type: ignore[attr-defined]
    assert any("FAILED, cell" in line and "AssertionError: 坏了" in line for line in said)
    bad, good = target / "2012" / "甲县教育局", target / "2012" / "乙县民政局"
    assert "AssertionError" in (bad / "01-small.ipynb").read_text(encoding="utf-8")
    assert not (bad / "01-small.html").exists(), "a failed item has no page that looks whole"
    assert (good / "01-small.html").is_file()
    index = (target / "index.html").read_text(encoding="utf-8")
    assert "生成失败" in index
    assert "AssertionError: 坏了" in index
    assert not list(target.rglob(".new-*"))


def test_what_is_unchanged_is_skipped_and_the_rest_says_why(
    small: Processed, notebooks: Path, tmp_path: Path
) -> None:
    target = tmp_path / "reports"
    items = plan(small, notebooks, years=[2011])
    _, said = _run(items, small, target)
    assert said[0] == "to render: 2011 甲县教育局 01-small (not rendered yet)"
    page = target / "2011" / "甲县教育局" / "01-small.html"
    first = page.stat().st_mtime_ns
    for jobs in (1, 2):
        summary, said = _run(items, small, target, jobs=jobs)
        assert (summary.unchanged, said) == (1, [])  # type: ignore[attr-defined]
    assert page.stat().st_mtime_ns == first

    notebook_file(notebooks / "01-small.ipynb", "print('anders')")
    _, said = _run(plan(small, notebooks, years=[2011]), small, target)
    assert "(notebook changed)" in said[0]
    _, said = _run(plan(small, notebooks, years=[2011], lang="en"), small, target)
    assert "(parameters changed)" in said[0]
    page.unlink()
    _, said = _run(plan(small, notebooks, years=[2011], lang="en"), small, target)
    assert "(an output is missing)" in said[0]
    _, said = _run(plan(small, notebooks, years=[2011], lang="en"), small, target, force=True)
    assert "(forced)" in said[0]


def test_the_evidence_page_stands_beside_the_others(
    small: Processed, notebooks: Path, tmp_path: Path
) -> None:
    target = tmp_path / "reports"
    items = plan(small, notebooks, years=[2012], parameters=["break_at=甲县教育局"])
    _run(items, small, target)
    bad, good = target / "2012" / "甲县教育局", target / "2012" / "乙县民政局"
    assert 'href="evidence.html"' in (good / "01-small.html").read_text(encoding="utf-8")
    evidence = (good / "evidence.html").read_text(encoding="utf-8")
    assert 'href="01-small.html"' in evidence
    assert "2012条" in evidence
    # It does not depend on the notebook: one that failed has no page to lead back to.
    assert "01-small.html" not in (bad / "evidence.html").read_text(encoding="utf-8")
    assert 'href="2012/乙县民政局/evidence.html"' in (target / "index.html").read_text(encoding="utf-8")
    (good / "evidence.html").unlink()
    _, said = _run(plan(small, notebooks, agencies=["乙县民政局"]), small, target)
    assert "changed" in said[0], said  # the parameters
    (good / "evidence.html").unlink()
    _, said = _run(plan(small, notebooks, agencies=["乙县民政局"]), small, target)
    assert "(an output is missing)" in said[0]


def test_a_published_file_that_is_gone_costs_only_the_evidence_page(
    small: Processed, notebooks: Path, tmp_path: Path
) -> None:
    target = tmp_path / "reports"
    items = plan(small, notebooks, years=[2011])
    _run(items, small, target)
    (tmp_path / "甲县教育局-2011.txt").unlink()
    summary, said = _run(items, small, target)
    assert (summary.unchanged, said) == (1, [])  # type: ignore[attr-defined]
    summary, said = _run(items, small, target, force=True)
    assert summary.rendered == 1  # type: ignore[attr-defined]
    assert said[-1].startswith("no evidence page: 甲县教育局-2011.txt, report 甲县教育局-2011: found no file")
    folder = target / "2011" / "甲县教育局"
    assert not (folder / "evidence.html").exists(), "an old page would pass for a new one"
    assert "evidence.html" not in (folder / "01-small.html").read_text(encoding="utf-8")
    assert "evidence.html" not in (target / "index.html").read_text(encoding="utf-8")


def test_an_interrupted_item_is_rendered_again(small: Processed, notebooks: Path, tmp_path: Path) -> None:
    target = tmp_path / "reports"
    items = plan(small, notebooks, years=[2011])
    _run(items, small, target)
    folder = target / "2011" / "甲县教育局"
    (folder / ".01-small.state.json").write_text("{", encoding="utf-8")
    assert read_state(folder, "01-small") is None
    _, said = _run(items, small, target)
    assert "(not rendered yet)" in said[0]


def test_a_page_of_older_data_is_marked_in_the_index(
    small: Processed, notebooks: Path, tmp_path: Path
) -> None:
    target = tmp_path / "reports"
    items = plan(small, notebooks)
    _run(items[:1], small, target)
    changed = Processed(small.facts.assign(label="别的"), small.findings, small.reports)
    _run([], changed, target)
    index = (target / "index.html").read_text(encoding="utf-8")
    assert "数据已更新" in index
    assert "未生成" in index


def test_chinese_parameters_are_recorded_as_they_are(
    small: Processed, notebooks: Path, tmp_path: Path
) -> None:
    target = tmp_path / "reports"
    _run(plan(small, notebooks, years=[2011]), small, target)
    notebook = nbformat.read(target / "2011" / "甲县教育局" / "01-small.ipynb", 4)
    injected = next(c for c in notebook.cells if "injected-parameters" in c.metadata.get("tags", []))
    assert 'agency = "甲县教育局"' in injected.source.replace("'", '"')
    assert notebook.metadata["papermill"]["parameters"]["agency"] == "甲县教育局"


class _References(HTMLParser):
    """Everything a page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("src", "srcset", "poster", "data") or (tag == "link" and name == "href"):
                self.fetched.append(value or "")


@pytest.fixture(scope="module")
def report_page(processed: Path, tables: Processed, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the sample's notebook, rendered as `ogi render` does."""
    target = tmp_path_factory.mktemp("reports")
    items = plan(tables, ROOT / "notebooks", agencies=["xiangshan-aic"], years=[2011], names=["01-report"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OGI_DATA", str(processed))
        summary, said = _run(items, tables, target)
    assert summary.rendered == 1, said  # type: ignore[attr-defined]
    folder = target / "2011" / "xiangshan-aic"
    assert {path.suffix for path in (folder / "charts").iterdir()} == {".png", ".svg"}
    return (folder / "01-report.html").read_text(encoding="utf-8")


def test_a_page_fetches_nothing(report_page: str) -> None:
    references = _References()
    references.feed(report_page)
    assert all(reference.startswith("data:") for reference in references.fetched)
    assert not re.search(r"url\((?!data:)|@import|<script", report_page)


def test_a_page_hides_code_and_speaks_one_language(report_page: str) -> None:
    assert "import helpers" not in report_page
    assert "哪些数字互相对得上" in report_page
    assert "Which numbers agree" not in report_page
    assert "改动下面的参数" not in report_page, "there are no parameters to change on a page"


def test_every_picture_of_a_page_has_its_words(report_page: str) -> None:
    pictures = re.findall(r"<img[^>]*>", report_page, re.S)
    assert len(pictures) == 6
    assert all(re.search(r'alt="[^"]{40,}"', picture) for picture in pictures)


def test_the_font_of_a_page_has_its_characters() -> None:
    import base64
    import io

    from fontTools.ttLib import TTFont

    text = "象山工商分局 3,490 条（其中“网站”）▲ ≠ −5"
    font = TTFont(io.BytesIO(base64.b64decode(font_for(text).partition(",")[2])))
    covered = set(font.getBestCmap())
    assert {ord(c) for c in text if ord(c) > 0x7F} <= covered
    assert len(covered) < 40
    assert font_for(text) == font_for(text)


def test_whatever_shapes_a_page_is_part_of_its_key() -> None:
    kept = set(code_files())
    for path in (ROOT / "src").rglob("*"):
        if (
            path.is_file()
            and path.suffix not in (".ttf", ".txt", ".typed", ".pyc")
            and "egg-info" not in str(path)
        ):
            assert path in kept, path


def test_the_state_of_an_item_is_plain_json(small: Processed, notebooks: Path, tmp_path: Path) -> None:
    _run(plan(small, notebooks, years=[2011]), small, tmp_path / "reports")
    path = tmp_path / "reports" / "2011" / "甲县教育局" / ".01-small.state.json"
    state = json.loads(path.read_text(encoding="utf-8"))
    assert state["status"] == "rendered"
    assert set(state["key"]) == {"notebook", "parameters", "data", "code", "libraries"}


def test_a_plan_can_be_looked_at_and_years_be_a_range(
    small: Processed, notebooks: Path, tmp_path: Path
) -> None:
    years = years_named(["2012-2020"], small.reports)
    assert years == [2012]
    assert years_named(["2011", "2011-2012"], small.reports) == [2011, 2012]
    todo, unchanged = due(plan(small, notebooks, years=years), small, tmp_path / "reports")
    assert [(str(item), why) for item, (_, why) in todo.items()] == [
        ("2012 乙县民政局 01-small", "not rendered yet"),
        ("2012 甲县教育局 01-small", "not rendered yet"),
    ]
    assert unchanged == 0
    assert not (tmp_path / "reports").exists(), "looking at a plan writes nothing"
