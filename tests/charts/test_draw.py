"""The pictures: nothing overlaps or is cut off, nothing is a box, the same chart gives the same bytes."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image

from ogi.charts import CHARTS, ChartSpec, Row, chart_spec, draw, encode, write
from ogi.charts.save import with_palette
from ogi.charts.style import INK, colour
from ogi.charts.text import balanced, width, wrap
from ogi.errors import MissingGlyphError
from ogi.extract.taxonomy import taxonomy
from ogi.fonts import BOLD, REGULAR
from ogi.language import LANGS, Lang

from .conftest import View

ALL = [(name, lang) for name in CHARTS for lang in LANGS]


def _texts(figure: Figure) -> list[tuple[str, Bbox]]:
    figure.canvas.draw()
    found = [
        t for t in figure.findobj(Text) if isinstance(t, Text) and t.get_visible() and t.get_text().strip()
    ]
    return [(t.get_text(), t.get_window_extent()) for t in found]


def _check_layout(figure: Figure) -> None:
    page = figure.bbox
    texts = _texts(figure)
    for text, box in texts:
        assert box.x0 >= page.x0 - 1, f"cut off at the left: {text}"
        assert box.x1 <= page.x1 + 1, f"cut off at the right: {text}"
        assert box.y0 >= page.y0 - 1, f"cut off at the bottom: {text}"
        assert box.y1 <= page.y1 + 1, f"cut off at the top: {text}"
    for (one, a), (other, b) in combinations(texts, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= 1 or high <= 1, f"overlap: {one!r} and {other!r}"


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_nothing_overlaps_or_is_cut_off(sample_view: View, name: str, lang: Lang) -> None:
    _check_layout(draw(chart_spec(sample_view(lang), name)))


def test_long_labels_and_many_rows_fit(sample_view: View) -> None:
    spec = chart_spec(sample_view("zh"), "volume-by-channel")
    rows = tuple(
        replace(spec.rows[0], label=f"某某市某某区人民政府信息公开网站第{n}个专栏及其附属的各个栏目信息", value=spec.rows[0].value)
        for n in range(15)
    )  # fmt: skip
    _check_layout(draw(replace(spec, rows=rows, title=spec.title * 3)))


@pytest.mark.parametrize("name", CHARTS)
def test_the_same_chart_gives_the_same_bytes(sample_view: View, name: str) -> None:
    spec = chart_spec(sample_view("zh"), name)
    assert encode(draw(spec), spec) == encode(draw(spec), spec)


def test_another_process_gives_the_same_bytes(sample_view: View) -> None:
    spec = chart_spec(sample_view("zh"), "two-vintages")
    program = (
        "import hashlib, pickle, sys; from ogi.charts import draw, encode\n"
        "spec = pickle.load(sys.stdin.buffer)\n"
        "print({k: hashlib.sha256(v).hexdigest() for k, v in encode(draw(spec), spec).items()})"
    )
    import hashlib
    import pickle

    done = subprocess.run(
        [sys.executable, "-c", program], input=pickle.dumps(spec), capture_output=True, check=True
    )
    here = {kind: hashlib.sha256(data).hexdigest() for kind, data in encode(draw(spec), spec).items()}
    assert done.stdout.decode().strip() == str(here)


def test_a_missing_glyph_is_an_error_and_no_box(sample_view: View) -> None:
    spec = chart_spec(sample_view("zh"), "volume-by-channel")
    with pytest.raises(MissingGlyphError, match=r"U\+1F600"):
        draw(replace(spec, rows=(Row("网站😀", spec.rows[0].value),)))


def test_the_font_that_draws_is_the_one_that_travels(sample_view: View) -> None:
    figure = draw(chart_spec(sample_view("zh"), "volume-by-channel"))
    used = {
        t.get_fontproperties().get_name()
        for t in figure.findobj(Text)
        if isinstance(t, Text) and t.get_text()
    }
    assert used == {"Noto Sans SC"}
    assert REGULAR.is_file()
    assert BOLD.is_file()
    assert "SIL OPEN FONT LICENSE" in REGULAR.with_name("OFL.txt").read_text(encoding="utf-8").upper()


def test_files_carry_title_and_alternative_text(sample_view: View, tmp_path: object) -> None:
    spec = chart_spec(sample_view("zh"), "volume-by-type")
    encoded = encode(draw(spec), spec)
    assert spec.title in encoded["svg"].decode("utf-8")
    picture = Image.open(io.BytesIO(encoded["png"]))
    picture.load()
    assert picture.info["Description"] == spec.alt
    assert picture.width == 1800, "twice the nominal 900"
    assert encoded["pdf"].startswith(b"%PDF")
    from pathlib import Path

    folder = Path(str(tmp_path)) / "charts"
    paths = write(folder, spec.name, encoded)
    assert sorted(p.name for p in folder.iterdir()) == sorted(p.name for p in paths)


def test_paper_ink_and_fills_keep_their_colours_in_a_png(sample_view: View) -> None:
    spec = chart_spec(sample_view("zh"), "volume-by-channel")
    picture = Image.open(io.BytesIO(encode(draw(spec), spec, ["png"])["png"]))
    assert picture.mode == "P", "with a palette"
    dots = np.asarray(picture.convert("RGB")).reshape(-1, 3)
    drawn = {f"#{r:02x}{g:02x}{b:02x}" for r, g, b in np.unique(dots, axis=0)}
    assert {"#ffffff", INK, *(colour(row.key) for row in spec.rows)} <= drawn
    assert picture.convert("RGB").getpixel((picture.width - 1, picture.height - 1)) == (255, 255, 255)


def test_a_picture_of_one_colour_is_packed_too() -> None:
    dots = np.full((3, 5, 4), 255, np.uint8)
    assert with_palette(dots).convert("RGB").getcolors() == [(15, (255, 255, 255))]


@given(arrays(np.uint8, (7, 9, 3), elements=st.sampled_from([0, 60, 120, 200, 255])))
def test_few_colours_are_all_kept(dots: np.ndarray) -> None:
    few = dots.copy()
    few[..., 1:] = few[..., :1]  # five greys
    drawn = np.dstack([few, np.full((7, 9), 255, np.uint8)])
    assert np.array_equal(np.asarray(with_palette(drawn).convert("RGB")), few)


def test_neighbouring_categories_differ_in_colour() -> None:
    for dimension in taxonomy().dimensions.values():
        colours = [colour(category.id) for category in dimension.categories]
        assert all(a != b for a, b in pairwise(colours))


@pytest.mark.parametrize("columns", [8, 20, 41])
def test_wrapped_lines_are_no_wider_than_asked(columns: int) -> None:
    text = "县政府外网信息最多：550 条，占按公开渠道列出的 878 条的 63%（报告称 3,490，各项合计 3,495）"
    lines = wrap(text, columns).split("\n")
    assert all(width(line) <= columns + 2 for line in lines), "two columns for hanging punctuation"
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in "，。；：、）" for line in lines)


def _widest(text: str) -> int:
    """The width of the widest line, without punctuation that hangs over its end."""
    return max(width(line.rstrip("、，） ")) for line in text.split("\n"))


@given(st.text("公开目录信息、（）， ab1", min_size=1, max_size=60), st.integers(8, 40))
def test_balanced_lines_are_as_many_and_no_wider(text: str, columns: int) -> None:
    greedy, even = wrap(text, columns), balanced(text, columns)
    assert even.count("\n") == greedy.count("\n")
    assert _widest(even) <= max(columns, _widest(greedy))
    assert re.sub(r"\s", "", even) == re.sub(r"\s", "", text)


def test_no_character_of_a_label_stands_alone() -> None:
    lines = balanced("环保、公共卫生、安全生产、食品药品、产品质量类信息", 48).split("\n")
    assert min(map(len, lines)) > 10


def _spec(kind: str) -> ChartSpec:
    return ChartSpec("x", "statement", "zh", "标题", "指标", "", kind, 2012, (), (), "来源", "所以")


def test_a_statement_without_lines_is_drawn(sample_view: View) -> None:
    _check_layout(draw(_spec("某某局")))
