"""The batch: the plan, what is skipped and why, one bad item among good ones, whole outputs, the pages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bs4 import BeautifulSoup

from ogi.batch.due import Only, find_due
from ogi.batch.outcome import Outcome
from ogi.batch.page import body_of, exporter
from ogi.batch.plan import Item, plan
from ogi.batch.reasons import told
from ogi.batch.run import Summary, run
from ogi.batch.state import read_state
from ogi.batch.watch import Lines
from ogi.errors import InputError
from ogi.pages import font_for
from ogi.select import Choice
from ogi.store.digests import RowDigests
from ogi.store.listing import Listing, read_listing
from ogi.version import code_files, modules_behind

from ..conftest import ROOT
from .conftest import notebook_file


def test_the_plan_is_the_product_of_what_is_there(small: Listing, notebooks: Path) -> None:
    items = plan(small, notebooks)
    assert [str(item) for item in items] == [
        "2011 甲县教育局 01-small",
        "2012 乙县民政局 01-small",
        "2012 甲县教育局 01-small",
    ]
    assert [str(item) for item in plan(small, notebooks, Choice(("甲县教育局",), ("2012",)))] == [
        "2012 甲县教育局 01-small"
    ]


def test_a_notebook_without_a_parameters_cell_is_refused(small: Listing, notebooks: Path) -> None:
    notebook_file(notebooks / "02-bare.ipynb", "1 + 1", parameters="")
    with pytest.raises(InputError, match="02-bare"):
        plan(small, notebooks)


def test_a_notebook_that_lacks_a_parameter_is_refused(small: Listing, notebooks: Path) -> None:
    notebook_file(notebooks / "02-poor.ipynb", "1 + 1", parameters='agency = "x"')
    with pytest.raises(InputError, match="no lang, output_dir"):
        plan(small, notebooks)


def _run(items: list[Item], listing: Listing, target: Path, **options: object) -> tuple[Summary, list[str]]:
    said: list[str] = []
    summary = run(items, listing, target, watch=Lines(said.append), **options)  # type: ignore[arg-type]
    return summary, said


def test_one_bad_item_stops_no_other(small: Listing, notebooks: Path, tmp_path: Path) -> None:
    target = tmp_path / "reports"
    items = plan(small, notebooks, Choice(years=("2012",)), parameters=["break_at=甲县教育局"])
    summary, said = _run(items, small, target, jobs=2)
    assert (summary.rendered, summary.failed) == (1, 1)
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
    small: Listing, notebooks: Path, tmp_path: Path
) -> None:
    target = tmp_path / "reports"
    items = plan(small, notebooks, Choice(years=("2011",)))
    _, said = _run(items, small, target)
    assert said[0] == "to render: 2011 甲县教育局 01-small (not rendered yet)"
    page = target / "2011" / "甲县教育局" / "01-small.html"
    first = page.stat().st_mtime_ns
    for jobs in (1, 2):
        summary, said = _run(items, small, target, jobs=jobs)
        assert (summary.unchanged, said) == (1, [])
    assert page.stat().st_mtime_ns == first

    notebook_file(notebooks / "01-small.ipynb", "print('anders')")
    _, said = _run(plan(small, notebooks, Choice(years=("2011",))), small, target)
    assert "(notebook changed)" in said[0]
    _, said = _run(plan(small, notebooks, Choice(years=("2011",)), lang="en"), small, target)
    assert "(parameters changed)" in said[0]
    page.unlink()
    _, said = _run(plan(small, notebooks, Choice(years=("2011",)), lang="en"), small, target)
    assert "(an output is missing)" in said[0]
    _, said = _run(plan(small, notebooks, Choice(years=("2011",)), lang="en"), small, target, force=True)
    assert "(forced)" in said[0]


def test_the_evidence_page_stands_beside_the_others(small: Listing, notebooks: Path, tmp_path: Path) -> None:
    target = tmp_path / "reports"
    items = plan(small, notebooks, Choice(years=("2012",)), parameters=["break_at=甲县教育局"])
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
    _, said = _run(plan(small, notebooks, Choice(("乙县民政局",))), small, target)
    assert "changed" in said[0], said  # the parameters
    (good / "evidence.html").unlink()
    _, said = _run(plan(small, notebooks, Choice(("乙县民政局",))), small, target)
    assert "(an output is missing)" in said[0]


def test_a_published_file_that_is_gone_costs_only_the_evidence_page(
    small: Listing, notebooks: Path, tmp_path: Path
) -> None:
    target = tmp_path / "reports"
    items = plan(small, notebooks, Choice(years=("2011",)))
    _run(items, small, target)
    (tmp_path / "甲县教育局-2011.txt").unlink()
    summary, said = _run(items, small, target)
    assert (summary.unchanged, said) == (1, [])
    summary, said = _run(items, small, target, force=True)
    assert summary.rendered == 1
    assert said[-1].startswith("no evidence page: 甲县教育局-2011.txt, report 甲县教育局-2011: found no file")
    folder = target / "2011" / "甲县教育局"
    assert not (folder / "evidence.html").exists(), "an old page would pass for a new one"
    assert "evidence.html" not in (folder / "01-small.html").read_text(encoding="utf-8")
    assert "evidence.html" not in (target / "index.html").read_text(encoding="utf-8")


def test_an_interrupted_item_is_rendered_again(small: Listing, notebooks: Path, tmp_path: Path) -> None:
    target = tmp_path / "reports"
    items = plan(small, notebooks, Choice(years=("2011",)))
    _run(items, small, target)
    folder = target / "2011" / "甲县教育局"
    (folder / ".01-small.state.json").write_text("{", encoding="utf-8")
    assert read_state(folder, "01-small") is None
    _, said = _run(items, small, target)
    assert "(not rendered yet)" in said[0]


def _reword(folder: Path, report_id: str, rows: int = 1) -> None:
    """Change the label of the first facts of a report."""
    path = folder / "facts.parquet"
    table = pq.read_table(path)
    values = table.to_pylist()
    for row in [row for row in values if row["report_id"] == report_id][:rows]:
        row["label"] = "别的"
    pq.write_table(pa.Table.from_pylist(values, schema=table.schema), path)


def test_a_page_of_older_data_is_marked_in_the_index(small: Listing, notebooks: Path, tmp_path: Path) -> None:
    target = tmp_path / "reports"
    items = plan(small, notebooks)
    _run(items[:1], small, target)
    _reword(small.folder, "甲县教育局-2011")
    _run([], small, target)
    index = (target / "index.html").read_text(encoding="utf-8")
    assert "数据已更新" in index
    assert "未生成" in index


def test_chinese_parameters_are_recorded_as_they_are(small: Listing, notebooks: Path, tmp_path: Path) -> None:
    target = tmp_path / "reports"
    _run(plan(small, notebooks, Choice(years=("2011",))), small, target)
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
def report_page(processed: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the sample's notebook, rendered as `ogi render` does."""
    target = tmp_path_factory.mktemp("reports")
    listing = read_listing(processed)
    items = plan(listing, ROOT / "notebooks", Choice(("xiangshan-aic",)), names=["01-report"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OGI_DATA", str(processed))
        summary, said = _run(items, listing, target)
    assert summary.rendered == 1, said
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


def _executed(picture: dict[str, object]) -> nbformat.NotebookNode:
    """A notebook with a text, a table and a picture of one dot, described as given."""
    dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
    table = "<table class='ogi'><tr><td>甲 &amp; 乙</td></tr></table>"
    shown = [
        nbformat.v4.new_output("display_data", {"image/png": dot}, metadata={"image/png": picture}),
        nbformat.v4.new_output("display_data", {"text/html": table, "text/plain": "甲"}),
        nbformat.v4.new_output("stream", text="a < b"),
    ]
    cells = [nbformat.v4.new_markdown_cell("# 标题 *a*"), nbformat.v4.new_code_cell("1", outputs=shown)]
    return nbformat.v4.new_notebook(cells=cells)


def test_a_page_is_what_nbconvert_makes() -> None:
    executed = _executed({"alt": "甲的图", "width": 9})
    parsed, _ = exporter("zh").from_notebook_node(executed)
    assert str(BeautifulSoup(body_of(executed, "zh"), "html.parser")) == parsed


@pytest.mark.parametrize("picture", [{}, {"width": 9}])
def test_a_picture_without_words_gets_some(picture: dict[str, object]) -> None:
    assert "No description" in body_of(_executed(picture), "zh")


def test_what_renders_is_imported_without_the_parser_of_addresses() -> None:
    program = (
        "import sys, ogi.batch.render, nbformat\n"
        "assert 'jsonschema' in sys.modules and not {'lark', 'rfc3987_syntax'} & sys.modules.keys()\n"
        "nbformat.validate(nbformat.v4.new_notebook())\n"
        "import rfc3987_syntax\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


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


def test_the_state_of_an_item_is_plain_json(small: Listing, notebooks: Path, tmp_path: Path) -> None:
    _run(plan(small, notebooks, Choice(years=("2011",))), small, tmp_path / "reports")
    path = tmp_path / "reports" / "2011" / "甲县教育局" / ".01-small.state.json"
    state = json.loads(path.read_text(encoding="utf-8"))
    assert state["status"] == "rendered"
    assert set(state["key"]) == {
        *("notebook", "parameters", "facts", "findings", "reports", "code", "fonts", "libraries")
    }


def test_a_plan_can_be_looked_at_and_years_be_a_range(
    small: Listing, notebooks: Path, tmp_path: Path
) -> None:
    items = plan(small, notebooks, Choice(years=("2012-2020",)))
    dues = find_due(items, small, tmp_path / "reports", RowDigests(small.folder))
    assert [(str(one.item), told(one.why)) for one in dues] == [
        ("2012 乙县民政局 01-small", "not rendered yet"),
        ("2012 甲县教育局 01-small", "not rendered yet"),
    ]
    assert not (tmp_path / "reports").exists(), "looking at a plan writes nothing"


@pytest.fixture
def scopes(tmp_path: Path) -> Path:
    """A folder with a notebook for each report, one for each agency and one for each year."""
    folder = tmp_path / "scopes"
    folder.mkdir()
    notebook_file(folder / "01-report.ipynb", "print(agency, year)")
    for name, own in (("02-agency", 'agency = "x"'), ("03-year", "year = 1")):
        parameters = f'{own}\nlang = "zh"\noutput_dir = ""'
        notebook_file(folder / f"{name}.ipynb", "print(sorted(globals()))", parameters=parameters)
    return folder


def test_a_notebook_says_by_its_parameters_what_it_is_run_for(
    small: Listing, scopes: Path, tmp_path: Path
) -> None:
    items = plan(small, scopes, Choice(years=("2012",)))
    assert [(str(item), item.folder.as_posix(), item.reports) for item in items] == [
        ("2012 乙县民政局 01-report", "2012/乙县民政局", ("乙县民政局-2012",)),
        ("2012 甲县教育局 01-report", "2012/甲县教育局", ("甲县教育局-2012",)),
        ("2012 03-year", "years/2012", ("乙县民政局-2012", "甲县教育局-2012")),
        ("乙县民政局 02-agency", "agencies/乙县民政局", ("乙县民政局-2012",)),
        # All of its years are shown, whichever were chosen.
        ("甲县教育局 02-agency", "agencies/甲县教育局", ("甲县教育局-2011", "甲县教育局-2012")),
    ]
    target = tmp_path / "reports"
    summary, said = _run(items, small, target)
    assert summary.rendered == 5, said
    assert not list((target / "agencies").rglob("evidence.html")), "only a report has a text of its own"
    index = (target / "index.html").read_text(encoding="utf-8")
    for link in (
        "agencies/甲县教育局/02-agency.html",
        "years/2012/03-year.html",
        "2012/甲县教育局/01-report.html",
    ):
        assert f'href="{link}"' in index


def test_one_report_changed_is_rendered_again_with_what_puts_it_together(
    small: Listing, scopes: Path, tmp_path: Path
) -> None:
    target = tmp_path / "reports"
    items = plan(small, scopes)
    assert _run(items, small, target)[0].rendered == 7
    _reword(small.folder, "甲县教育局-2011")
    dues = find_due(items, small, target, RowDigests(small.folder))
    assert {str(one.item): told(one.why) for one in dues if one.why} == {
        "2011 甲县教育局 01-report": "facts of 甲县教育局 2011 changed: 1 row",
        "2011 03-year": "facts of 2011 changed: 1 row",
        "甲县教育局 02-agency": "facts of 甲县教育局 changed: 1 row",
    }
    summary, said = _run(items[:1], small, target)
    assert (summary.rendered, said[0]) == (
        1,
        "to render: 2011 甲县教育局 01-report (facts of 甲县教育局 2011 changed: 1 row)",
    )


def test_what_changed_and_what_failed_can_be_chosen(small: Listing, notebooks: Path, tmp_path: Path) -> None:
    target = tmp_path / "reports"
    items = plan(small, notebooks, parameters=["break_at=乙县民政局"])
    _run(items[:2], small, target)  # the first is rendered, the second fails, the third is never run
    assert _chosen(items, small, target, "failed") == ["2012 乙县民政局 01-small"]
    assert _chosen(items, small, target, "changed") == []
    _reword(small.folder, "甲县教育局-2011")
    assert _chosen(items, small, target, "changed") == ["2011 甲县教育局 01-small"]
    assert _chosen(items, small, target, "changed", "failed") == [
        "2011 甲县教育局 01-small",
        "2012 乙县民政局 01-small",
    ]


def _chosen(items: list[Item], listing: Listing, target: Path, *only: Only) -> list[str]:
    return [str(o.item) for o in find_due(items, listing, target, RowDigests(listing.folder), only=only)]


def test_explaining_names_what_is_up_to_date(small: Listing, notebooks: Path, tmp_path: Path) -> None:
    items = plan(small, notebooks, Choice(years=("2011",)))
    _run(items, small, tmp_path / "reports")
    said: list[str] = []
    run(items, small, tmp_path / "reports", watch=Lines(said.append, explain=True))
    assert said == ["up to date: 2011 甲县教育局 01-small"]


def test_the_record_of_a_run_says_how_each_item_ended(
    small: Listing, notebooks: Path, tmp_path: Path
) -> None:
    target = tmp_path / "reports"
    items = plan(small, notebooks, parameters=["break_at=乙县民政局"])
    _run(items[:2], small, target)
    _run(items, small, target)
    record = json.loads((target / "run.json").read_text(encoding="utf-8"))
    assert record["counts"] == {"failed": 1, "rendered": 1, "unchanged": 1}
    found = {(e["year"], e["agency"]): e for e in record["items"]}
    unchanged, failed, new = (
        found[k] for k in ((2011, "甲县教育局"), (2012, "乙县民政局"), (2012, "甲县教育局"))
    )
    assert (unchanged["status"], unchanged["reason"]) == ("unchanged", None)
    assert unchanged["seconds"] > 0, "those of the run that made it"
    assert (failed["status"], failed["reason"]) == ("failed", "failed last time")
    assert "AssertionError: 坏了" in failed["error"]
    assert (new["status"], new["reason"]) == ("rendered", "not rendered yet")
    assert set(new["findings"]) == {"errors", "warnings", "notes"}


def test_a_run_that_is_interrupted_leaves_its_record(small: Listing, notebooks: Path, tmp_path: Path) -> None:
    class Impatient(Lines):
        def ended(self, outcome: Outcome) -> None:
            super().ended(outcome)
            raise KeyboardInterrupt

    target = tmp_path / "reports"
    with pytest.raises(KeyboardInterrupt):
        run(plan(small, notebooks), small, target, jobs=1, watch=Impatient(print))
    record = json.loads((target / "run.json").read_text(encoding="utf-8"))
    assert record["counts"] == {"interrupted": 2, "rendered": 1}


def test_an_index_that_stands_is_left(small: Listing, notebooks: Path, tmp_path: Path) -> None:
    target = tmp_path / "reports"
    items = plan(small, notebooks, Choice(years=("2011",)))
    _run(items, small, target)
    index = target / "index.html"
    first = index.stat().st_mtime_ns
    _run(items, small, target)
    assert index.stat().st_mtime_ns == first
    _run(items, small, target, lang="en")
    assert index.stat().st_mtime_ns > first
    index.unlink()
    _run(items, small, target, lang="en")
    assert index.is_file()


def test_code_that_shapes_no_page_is_not_in_the_key() -> None:
    behind = modules_behind("helpers", "ogi.batch.render")
    assert {"ogi.charts.draw", "ogi.evidence.page", "ogi.notebook.report", "ogi.batch.page"} <= behind
    assert not {"ogi.cli", "ogi.ingest", "ogi.batch.run", "ogi.batch.index", "ogi.corrections"} & behind


def test_every_module_that_is_imported_is_behind_it() -> None:
    code = (
        "import sys, helpers, ogi.batch.render; print(*[m for m in sys.modules if m.split('.')[0] == 'ogi'])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    entry_points = {"ogi.batch.kernels.engine", "ogi.batch.kernels.forked"}  # loaded by papermill and Jupyter
    assert set(loaded.split()) <= modules_behind("helpers", "ogi.batch.render", *entry_points)


def test_the_evidence_page_is_the_first_notebooks_whichever_ends_last(
    small: Listing, notebooks: Path, tmp_path: Path
) -> None:
    notebook_file(notebooks / "02-more.ipynb", "print(year)")
    items = plan(small, notebooks, Choice(years=("2011",)))
    pages = []
    for order in (items, items[::-1]):
        target = tmp_path / order[0].name
        _run(order, small, target, jobs=1)
        folder = target / "2011" / "甲县教育局"
        pages.append((folder / "evidence.html").read_bytes())
        assert 'href="evidence.html"' in (folder / "02-more.html").read_text(encoding="utf-8")
    assert pages[0] == pages[1]
    assert b'href="01-small.html"' in pages[0]
