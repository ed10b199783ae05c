"""The evidence page in a real browser: words and facts choose one another, by mouse and by keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from ogi.evidence import evidence_page, find_evidence
from ogi.ingest import ingest_paths
from ogi.language import Lang
from ogi.store.reading import Processed, read
from ogi.view import view_report

from ..read.drawn import Paper, paragraphs_on
from .test_pages import _foreign_glyphs

pytestmark = pytest.mark.slow
IN_VIEW = """element => {
  const box = element.getBoundingClientRect(), pane = element.closest('#report, #list').getBoundingClientRect();
  return box.top >= pane.top && box.bottom <= pane.bottom && box.right <= pane.right;
}"""


@pytest.fixture(scope="module")
def pages(tables: Processed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the evidence pages of four reports, and one in English."""
    folder = tmp_path_factory.mktemp("evidence")
    wanted: list[tuple[str, int, Lang]] = [
        ("xiangshan-aic", 2011, "zh"),
        ("pingtan", 2011, "zh"),
        ("pingtan", 2015, "zh"),
        ("pingtan", 2022, "zh"),
        ("pingtan", 2022, "en"),
    ]
    for agency, year, lang in wanted:
        page = evidence_page(find_evidence(view_report(tables, agency, year, lang)))
        (folder / f"{agency}-{year}-{lang}.html").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture
def watched(browser: Browser) -> Iterator[Page]:
    """A page that fails the test when it asks for anything but itself or says anything on the console."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    requested: list[str] = []
    troubles: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    yield page
    # Chromium's inspector, asked for the fonts, fetches the page anew, which a file: page may not do itself.
    troubles = [text for text in troubles if not text.startswith(f"Unsafe attempt to load URL {page.url}")]
    fetched = [url for url in requested if not url.startswith(("data:", "blob:"))]
    page.close()
    assert troubles == []
    assert all(url.startswith("file:") and ".html" in url for url in fetched), fetched
    assert len({url.partition("#")[0] for url in fetched}) == 1


def _open(page: Page, path: Path, fragment: str = "") -> None:
    page.goto(path.as_uri() + fragment)
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(100)


def _lit(page: Page, name: str = "lit-a") -> str:
    return "".join(page.locator(f"#report .{name}").all_text_contents())


def test_a_fact_shows_its_words(watched: Page, pages: Path) -> None:
    _open(watched, pages / "pingtan-2011-zh.html")
    entry = watched.locator("#list .entry", has_text="公众查阅点").or_(
        watched.locator("#list .entry", has_text="12期")
    )
    entry.last.click()
    assert "12期" in _lit(watched)
    words = watched.locator("#report .lit-a").first
    watched.wait_for_timeout(100)
    assert words.evaluate(IN_VIEW)
    assert watched.evaluate("document.scrollingElement.scrollTop") == 0, "only the panes scroll"
    detail = watched.locator("#list li.on .detail")
    assert "读法" in (detail.text_content() or "")
    assert watched.url.split("#")[1] == entry.last.get_attribute("id")


def test_words_show_what_was_made_of_them(watched: Page, pages: Path) -> None:
    _open(watched, pages / "xiangshan-aic-2011-zh.html")
    watched.locator("#report span[data-f]", has_text="550条").last.click()
    chosen = watched.locator("#list li.on")
    expect(chosen).to_have_count(1)
    assert "550 条" in (chosen.text_content() or "")
    assert chosen.locator("[aria-current=true]").count() == 1
    watched.wait_for_timeout(100)
    assert chosen.locator(".entry").evaluate(IN_VIEW)


def test_a_cell_shows_its_fact_and_a_label_all_of_its_row(watched: Page, pages: Path) -> None:
    _open(watched, pages / "pingtan-2022-zh.html")
    watched.locator("#report td[data-f]", has_text=re.compile("^71$")).first.click()
    assert "71 件" in (watched.locator("#list li.on").text_content() or "")
    assert watched.locator("#report td.lit-a").count() == 1
    assert watched.locator("#report td.lit-l").count() == 1
    label = watched.locator("#report td.lit-l")
    first = watched.locator("#list li.on .entry").get_attribute("id")
    label.click()
    second = watched.locator("#list li.on .entry").get_attribute("id")
    assert (first, second) != (None, None)
    assert int((second or "").split("-")[1]) == int((first or "").split("-")[1]) + 1, "the next of the row"


def test_a_finding_shows_both_of_its_sides(watched: Page, pages: Path) -> None:
    _open(watched, pages / "xiangshan-aic-2011-zh.html")
    finding = watched.locator("#list li.warning .entry").first
    finding.click()
    assert "3490条" in _lit(watched)
    assert "3473" in _lit(watched, "lit-b")
    finding.locator(".side.b").click()
    watched.wait_for_timeout(100)
    assert watched.locator("#report .lit-b").first.evaluate(IN_VIEW)
    watched.keyboard.press("Enter")
    watched.wait_for_timeout(100)
    assert watched.locator("#report .lit-a").first.evaluate(IN_VIEW)


def test_what_was_left_out_is_marked_by_more_than_colour(watched: Page, pages: Path) -> None:
    _open(watched, pages / "pingtan-2015-zh.html")
    unread = watched.locator("#report [data-u]")
    assert unread.all_text_contents() == ["20多家", "389"]
    assert unread.first.evaluate("e => getComputedStyle(e).borderBottomStyle") == "dotted"
    watched.locator("[data-kind=unread]").click()
    assert watched.locator("#list li:visible").count() == 2
    unread.last.click()
    assert "389" in (watched.locator("#list li.on").text_content() or "")


def test_keys_go_through_the_page(watched: Page, pages: Path) -> None:
    _open(watched, pages / "pingtan-2015-zh.html")
    watched.keyboard.press("u")
    assert _lit(watched) == "20多家"
    watched.keyboard.press("u")
    assert _lit(watched) == "389"
    watched.keyboard.press("f")
    assert watched.locator("li.on .entry").get_attribute("id") == "finding-1"
    entries = watched.locator("#list .entry").evaluate_all("all => all.map(entry => entry.id)")
    second, third = entries[1:3]
    watched.keyboard.press("ArrowDown")
    assert watched.evaluate("document.activeElement.id") == second
    watched.keyboard.press("Enter")
    assert watched.locator("li.on .entry").get_attribute("id") == second
    watched.keyboard.press("ArrowDown")
    assert watched.evaluate("document.activeElement.id") == third
    assert watched.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    watched.keyboard.press("/")
    watched.keyboard.type("uf24")
    assert watched.locator("#filter").input_value() == "uf24", "letters are letters in the filter"
    watched.locator("#filter").fill("240项")
    shown = watched.locator("#list li:visible").all_text_contents()
    assert shown
    assert all("240" in text for text in shown)
    watched.keyboard.press("Escape")
    assert watched.locator("#filter").input_value() == ""
    watched.keyboard.press("Escape")
    watched.keyboard.press("Escape")
    assert watched.locator("li.on, #report .lit-a, #report .lit-l").count() == 0


def test_kinds_sift_the_list(watched: Page, pages: Path) -> None:
    _open(watched, pages / "xiangshan-aic-2011-zh.html")
    for button in watched.locator("[data-kind]").all():
        button.click()
        wanted = int(button.locator("b").text_content() or 0)
        facts = watched.locator("#list .entry[id^=fact]:visible, #list .entry[id^=unread]:visible")
        assert facts.count() == wanted
    assert watched.locator(".empty").is_visible(), "nothing of the sample is unread"


@pytest.mark.parametrize("fragment", ["#fact-9", "#finding-2", "#unread-1", "#fact-9999", "#x"])
def test_an_address_opens_with_its_entry(watched: Page, pages: Path, fragment: str) -> None:
    _open(watched, pages / "pingtan-2022-zh.html", fragment)
    there = watched.locator(fragment).count()
    assert watched.locator("li.on").count() == there
    if there:
        assert watched.locator("#report .lit-a").first.evaluate(IN_VIEW)
        assert watched.locator("li.on .entry").evaluate(IN_VIEW)


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("name", ["xiangshan-aic-2011-zh", "pingtan-2022-zh", "pingtan-2022-en"])
def test_every_character_is_drawn_and_nothing_runs_over(
    watched: Page, pages: Path, name: str, width: int
) -> None:
    watched.set_viewport_size({"width": width, "height": 844})
    _open(watched, pages / f"{name}.html", "#fact-1")
    assert _foreign_glyphs(watched) == {}
    assert watched.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert watched.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
    for pane in ("#report", "#list"):
        box = watched.locator(pane).bounding_box()
        assert box
        assert box["height"] > 200
        assert watched.locator(pane).evaluate("e => e.scrollWidth <= e.clientWidth")


def test_a_fact_of_a_pdf_is_marked_on_its_page(watched: Page, tmp_path: Path) -> None:
    paper = Paper()
    paper.text(100, 60, "甲县教育局2011年政府信息公开工作年度报告", 18)
    paragraphs_on(
        paper, ["一、主动公开情况", "本局共主动公开政府信息90条。"] * 9 + ["本局收到政府信息公开申请7件。"]
    )
    (tmp_path / "paper.pdf").write_bytes(paper.pdf())
    assert not ingest_paths([tmp_path / "paper.pdf"], tmp_path / "data").errors
    page = evidence_page(find_evidence(view_report(read(tmp_path / "data"), "甲县教育局", 2011, "zh")))
    (tmp_path / "evidence.html").write_text(page, encoding="utf-8")
    _open(watched, tmp_path / "evidence.html")
    watched.locator("#list .entry", has_text="7 件").first.click()
    frame, mark = watched.locator("li.on .printed"), watched.locator("li.on .printed .box")
    expect(mark).to_have_count(1)
    watched.wait_for_timeout(200)
    around, marked = frame.bounding_box(), mark.bounding_box()
    assert around
    assert marked
    assert around["y"] < marked["y"] < marked["y"] + marked["height"] < around["y"] + around["height"]
    assert around["x"] - 1 <= marked["x"] < marked["x"] + marked["width"] <= around["x"] + around["width"]
    # There is ink under the mark: the page's picture is there, and what is marked is words.
    shown = Image.open(BytesIO(mark.screenshot())).convert("L")
    assert shown.histogram()[:90] != [0] * 90
    watched.keyboard.press("Escape")
    expect(watched.locator(".printed")).to_have_count(0)


def test_the_page_works_in_a_frame_of_a_notebook(
    browser: Browser, processed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import helpers as h

    monkeypatch.setenv("OGI_DATA", str(processed))
    (tmp_path / "notebook.html").write_text(h.evidence("pingtan", 2015).html, encoding="utf-8")
    page = browser.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto((tmp_path / "notebook.html").as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#report [data-u]").first.click()
    expect(frame.locator("#list li.on")).to_have_count(1)
    assert page.evaluate("window.scrollY") == 0
    assert troubles == []
    page.close()
