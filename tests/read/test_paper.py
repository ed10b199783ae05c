"""Made-up reports printed to PDF and photographed: their cells come back, and what OCR read says so."""

from __future__ import annotations

import os
import random
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.made_up import Made, as_docx, make
from ogi.extract import extract
from ogi.extract.facts import READ_BY_OCR
from ogi.forms import load_forms
from ogi.read import read_report
from ogi.read.office import find_office
from ogi.report import Fact, RegisterEntry, Report

from ..conftest import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed: nothing to print with"),
]
FORMS = load_forms().by_id
PRINTED = ("fujian-2009", "national-2014", "national-2019", "national-2021")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Made, Path]]:
    """Reports of four forms as PDF, by form."""
    folder = tmp_path_factory.mktemp("printed")
    (folder / "fonts.conf").write_text(
        f"<fontconfig><dir>{ROOT / 'src' / 'ogi' / 'fonts'}</dir></fontconfig>", encoding="utf-8"
    )
    made = {form: make(FORMS[form], "临海县教育局", 2013, random.Random(form)) for form in PRINTED}
    for form, report in made.items():
        (folder / f"{form}.docx").write_bytes(as_docx(report))
    command = [
        str(find_office()),
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    command += ["--outdir", str(folder), *(str(folder / f"{form}.docx") for form in PRINTED)]
    env = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    subprocess.run(command, check=True, capture_output=True, timeout=300, env=env)
    return {form: (report, folder / f"{form}.pdf") for form, report in made.items()}


def _read(path: Path) -> tuple[Report, tuple[Fact, ...]]:
    report = read_report(path, RegisterEntry(path.name, "made-up", "临海县教育局", 2013))
    return report, extract(report, FORMS).facts


def _cells(facts: tuple[Fact, ...]) -> Counter[tuple[object, ...]]:
    return Counter(
        (f.indicator, f.category, f.period or "", int(f.value))
        for f in facts
        if f.place == "table" and f.value is not None
    )


@pytest.mark.parametrize("form", PRINTED)
def test_every_cell_of_a_printed_report_comes_back_with_its_page(
    printed: dict[str, tuple[Made, Path]], form: str
) -> None:
    made, path = printed[form]
    report, facts = _read(path)
    assert (report.reader, report.title) == ("pdf", made.title)
    assert _cells(facts) == Counter(made.truth)
    assert len(report.pages) > 1
    for fact in facts:
        assert report.text[fact.char_start : fact.char_end] == fact.quote
        assert fact.page == report.page_at(fact.char_start)
    pages = [fact.page for fact in facts if fact.page]
    assert max(pages) > 1
    totals = [fact for fact in facts if fact.rule == "prose.total"]
    assert any(fact.indicator == "proactive_items_total" for fact in totals)


def test_a_picture_of_a_page_is_read_and_every_number_is_marked(
    printed: dict[str, tuple[Made, Path]], tmp_path: Path
) -> None:
    pytest.importorskip("rapidocr", reason="the extra `ocr` is not installed")
    import pypdfium2

    made, path = printed["fujian-2009"]
    document = pypdfium2.PdfDocument(path)
    images = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in document]
    scan = tmp_path / "scan.tif"
    images[0].save(scan, save_all=True, append_images=images[1:])
    report, facts = _read(scan)
    assert report.reader == "ocr"
    assert {fact.review for fact in facts} == {READ_BY_OCR}
    truth: Counter[tuple[object, ...]] = Counter(made.truth)
    right = (_cells(facts) & truth).total()
    assert right >= 0.95 * truth.total()


def test_a_scanned_pdf_without_the_extra_says_what_to_install(
    printed: dict[str, tuple[Made, Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import builtins

    import pypdfium2

    from ogi.errors import InputError

    _, path = printed["fujian-2009"]
    picture = pypdfium2.PdfDocument(path)[0].render(scale=2).to_pil()
    scan = tmp_path / "scan.pdf"
    picture.convert("RGB").save(scan)
    real = builtins.__import__

    def without(name: str, *args: object, **kwargs: object) -> object:
        if name.split(".")[0] in ("rapidocr", "onnxruntime"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *_: None)
    with pytest.raises(InputError, match=r"ogi-reports\[ocr\]") as error:
        _read(scan)
    assert "scan.pdf" in str(error.value)


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9])
def test_a_pdf_that_is_cut_off_is_refused(
    printed: dict[str, tuple[Made, Path]], tmp_path: Path, cut: float
) -> None:
    from ogi.errors import InputError

    data = printed["fujian-2009"][1].read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(data[: int(len(data) * cut)])
    with pytest.raises(InputError, match=r"cut\.pdf"):
        _read(path)
