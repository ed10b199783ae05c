"""One table printed in many ways, in many files: no number becomes another, and none that is there is lost."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.made_up import Made, make
from ogi.extract import extract
from ogi.forms import load_forms
from ogi.read import read_report
from ogi.report import RegisterEntry

from .ways import LESS, PLACED, SAME, UNPLACED, Way, side_by_side

FORMS = load_forms().by_id
Number = tuple[str, str | None, str, int]

# What cannot be told apart: with single blanks, a label and one number without a unit are words of a sentence;
# with a cell a line, a row's number is the last row's value.
_NOT_READ = {
    ("single blanks.txt", "blanks around numbers"),
    ("single blanks.txt", "blanks in labels"),
    ("single blanks.txt", "what nobody sees behind numbers"),
    ("single blanks.txt", "notes behind numbers"),
    ("single blanks.txt", "units in labels"),
    ("single blanks.txt", "no units"),
    ("single blanks.txt", "no numbering"),
    ("single blanks.txt", "decimals"),
    ("single blanks.txt", "units in cells"),
    ("single blanks.txt", "row numbers"),
    ("a cell a line.txt", "row numbers"),
}


def _read(
    form: str, way: Way, file: str, write: Callable[[Made], bytes], folder: Path
) -> tuple[Counter[Number], Counter[Number], str | None]:
    """What the tables state, and what of it is read: indicator, category, cumulative or not, number."""
    made = make(FORMS[form], "临海县教育局", 2013, random.Random(form))
    blocks = tuple(block if isinstance(block, str) else way(block) for block in made.blocks)
    path = folder / file
    path.write_bytes(write(Made(made.title, blocks, made.truth)))
    extracted = extract(read_report(path, RegisterEntry(path.name, "made-up", "临海县教育局", 2013)), FORMS)
    truth = Counter((i, c, "cumulative" if p == "cumulative" else "", v) for i, c, p, v in made.truth)
    read = Counter(
        (f.indicator, f.category, "cumulative" if f.period == "cumulative" else "", int(f.value))
        for f in extracted.facts
        if f.place == "table" and f.indicator and f.value is not None
    )
    return truth, read, extracted.form


@pytest.mark.parametrize("file", [*PLACED, *UNPLACED])
@pytest.mark.parametrize("way", SAME)
def test_every_number_is_read(way: str, file: str, tmp_path: Path) -> None:
    write = (PLACED | UNPLACED)[file]
    for form in FORMS:
        truth, read, recognised = _read(form, SAME[way], file, write, tmp_path)
        assert not read - truth, form
        if (file, way) not in _NOT_READ:
            assert (recognised, truth - read) == (form, Counter()), form


@pytest.mark.parametrize("file", [*PLACED, *UNPLACED])
@pytest.mark.parametrize("way", LESS)
def test_no_number_is_read_where_another_is_missing(way: str, file: str, tmp_path: Path) -> None:
    for form in FORMS:
        truth, read, _ = _read(form, LESS[way], file, (PLACED | UNPLACED)[file], tmp_path)
        assert not read - truth, form


@pytest.mark.parametrize("file", PLACED)
@pytest.mark.parametrize("way", ["blank for nought", "stroke for nought", "words for nought"])
def test_what_stands_beside_blanks_is_read(way: str, file: str, tmp_path: Path) -> None:
    for form in FORMS:
        truth, read, _ = _read(form, LESS[way], file, PLACED[file], tmp_path)
        missing = truth - read
        assert not [number for number in missing if number[-1]], form


@pytest.mark.parametrize("file", ["page.html", "sheet.xlsx", "values.csv", "word.docx"])
@pytest.mark.parametrize("form", ["national-2014", "ningbo-2011"])
def test_a_form_printed_side_by_side_is_read_one_side_after_the_other(
    form: str, file: str, tmp_path: Path
) -> None:
    truth, read, recognised = _read(form, side_by_side, file, PLACED[file], tmp_path)
    assert (recognised, read - truth, truth - read) == (form, Counter(), Counter())
