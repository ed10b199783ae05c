"""Rendered pages in a real browser: nothing fetched, no Chinese character left to a font that may lack it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from ..conftest import ROOT

pytestmark = pytest.mark.slow
_UNSEEN = ("STYLE", "TITLE", "SCRIPT", "NOSCRIPT")
OGI = str(Path(sys.executable).with_name("ogi"))


@pytest.fixture(scope="module", params=["zh", "en"])
def rendered(
    request: pytest.FixtureRequest, processed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """`ogi render` for a report of a local form and two of others, in one language."""
    out = tmp_path_factory.mktemp("reports")
    command = [
        OGI,
        "render",
        *("--agency", "xiangshan-aic", "--agency", "pingtan", "--year", "2011", "--year", "2021"),
        "--lang",
        request.param,
        "--jobs",
        "2",
        "--data",
        str(processed),
        "--out",
        str(out),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def _open(browser: Browser, path: Path) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(path.as_uri())
    page.evaluate("document.fonts.ready")
    return page, [url for url in requested if not url.startswith(("data:", "blob:"))]


def _foreign_glyphs(page: Page) -> dict[str, int]:
    """How many glyphs of elements with Chinese text no font inside the page drew, by the font that did."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": -1})["root"]
    foreign: dict[str, int] = {}

    def visit(node: dict[str, Any], parent: int) -> None:
        text = node.get("nodeValue", "")
        if node["nodeType"] == 3 and re.search("[\u4e00-\u9fff]", text) and parent:
            used = session.send("CSS.getPlatformFontsForNode", {"nodeId": parent})["fonts"]
            drawn_by_us = sum(font["glyphCount"] for font in used if font["isCustomFont"])
            chinese = len(re.findall("[\u3000-\u9fff\uff00-\uffef]", text))
            if used and drawn_by_us < chinese:  # what is hidden is not drawn at all
                foreign[text[:20]] = chinese - int(drawn_by_us)
        for child in node.get("children", []):
            visit(child, node["nodeId"] if node.get("nodeName") not in _UNSEEN else 0)

    visit(root, 0)
    return foreign


def test_pages_fetch_nothing_and_draw_every_character(browser: Browser, rendered: Path) -> None:
    pages = sorted(rendered.rglob("*.html"))
    assert rendered / "index.html" in pages
    for path in pages:
        page, requested = _open(browser, path)
        assert requested == [path.as_uri()]
        assert _foreign_glyphs(page) == {}, path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            "no sideways scrolling"
        )
        page.close()


def test_the_index_leads_to_every_page(browser: Browser, rendered: Path) -> None:
    page, _ = _open(browser, rendered / "index.html")
    links = page.eval_on_selector_all("table.pages a", "found => found.map(a => a.href)")
    pages = [link for link in links if link.endswith("01-report.html")]
    assert len(pages) == len(list(rendered.rglob("01-report.html")))
    evidence = [link for link in links if link.endswith("evidence.html")]
    assert len(evidence) == len(pages)
    assert page.locator("table.grid a[href$='01-report.html']").count() == len(pages)
    first = Path(pages[0].removeprefix("file://"))
    page.click(f"table.pages a[href='{first.relative_to(rendered).as_posix()}']")
    page.wait_for_load_state()
    charts = list((first.parent / "charts").glob("*.svg"))
    assert len(charts) - 1 <= page.locator("img").count() <= len(charts), (
        "one with nothing to draw is a sentence"
    )
    page.click("nav a[href='evidence.html']")
    page.wait_for_load_state()
    assert page.locator("#list .entry").count() > 10
    page.click("nav a[href='01-report.html']")
    page.wait_for_load_state()
    page.click("nav a")
    page.wait_for_load_state()
    assert page.url.endswith("index.html")


def test_the_index_shows_what_is_asked_for(browser: Browser, rendered: Path) -> None:
    page, _ = _open(browser, rendered / "index.html")
    shown = page.locator("table.pages tbody tr:visible")
    assert page.locator("output").inner_text() == f"{shown.count()} / {shown.count()}"
    every = shown.count()
    page.fill("input[name=agency]", "XIANGSHAN")
    assert 0 < shown.count() < every
    page.fill("input[name=agency]", "pingtan")
    page.select_option("select[name=status]", "rendered")
    years = shown.locator("td:nth-child(1)").all_inner_texts()
    assert {year for year in years if year.isdigit()} == {"2011", "2021"}
    assert sum(not year.isdigit() for year in years) == 1, "the trend of all its years"
    page.select_option("select[name=year]", "2021")
    assert shown.count() == 1
    assert page.locator("table.grid tbody tr:visible").count() == 1
    assert page.locator("table.grid thead th:visible").all_inner_texts()[1:] == ["2021"]
    page.select_option("select[name=status]", "failed")
    assert shown.count() == 0
    assert page.locator("table.grid tbody tr:visible").count() == 0


def test_the_index_reads_on_a_phone(browser: Browser, rendered: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto((rendered / "index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    cells = page.locator("table.pages tbody tr:first-child td:visible")
    assert all(box and box["x"] + box["width"] <= 390 for box in (c.bounding_box() for c in cells.all()))
    assert page.locator("table.pages").evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 14
