"""The command: what it prints, its exit statuses, and bad input from the first file on."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from ogi.cli import main
from ogi.ingest import ingest_paths
from ogi.store.reading import read

from .conftest import REGISTER, ROOT, SAMPLE

OGI = str(Path(sys.executable).with_name("ogi"))


@dataclass(frozen=True)
class Done:
    """How a command ended and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str | Path, cwd: Path = ROOT) -> Done:
    """The command as a user runs it, but in this process."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(cwd)
        patch.setattr(sys, "argv", ["ogi", *map(str, arguments)])
        patch.setattr(os, "environ", os.environ.copy())
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
    return Done(code, out.getvalue(), err.getvalue())


def test_the_installed_command_is_this_one() -> None:
    done = subprocess.run([OGI, "--help"], capture_output=True, text=True, check=True)
    for command in ("ingest", "check", "forms", "render"):
        assert command in done.stdout


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of its own with the sample registered, and nothing else."""
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    header, *rows = REGISTER.read_text(encoding="utf-8").splitlines(keepends=True)
    own = [row for row in rows if row.startswith("xiangshan-aic-2011.txt")]
    (raw / "sources.csv").write_text(header + "".join(own), encoding="utf-8")
    shutil.copy(SAMPLE, raw)
    return tmp_path


def _report(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _text(agency: str, total: int) -> str:
    return f"{agency}2012年政府信息公开工作年度报告\n一、主动公开情况\n共主动公开政府信息{total}条。\n"


def test_ingest_reads_what_is_registered(project: Path) -> None:
    done = run("ingest", cwd=project)
    assert done.returncode == 0, done.stderr
    assert "1 read, 0 refused: 34 facts and 7 findings in data/processed" in done.stdout
    files = {f"{table}.{kind}" for table in ("facts", "findings", "reports") for kind in ("csv", "parquet")}
    assert {p.name for p in (project / "data" / "processed").iterdir()} == {*files, ".ingest.json"}


def test_ingest_twice_gives_the_same_bytes(project: Path) -> None:
    run("ingest", cwd=project)
    folder = project / "data" / "processed"
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    run("ingest", cwd=project)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first


def test_ingest_of_files_takes_agency_and_year_from_each_report(tmp_path: Path) -> None:
    _report(tmp_path, "a.txt", _text("某某县教育局", 20))
    (tmp_path / "b.txt").write_bytes(_text("某某县民政局", 30).encode("gbk"))
    done = run("ingest", tmp_path, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    reports = pd.read_csv(tmp_path / "out" / "reports.csv").set_index("agency")
    assert sorted(reports.index) == ["某某县教育局", "某某县民政局"]
    assert set(reports["identity"]) == {"report (title)"}
    assert reports.loc["某某县民政局", "encoding"] == "gb18030"
    facts = pd.read_csv(tmp_path / "out" / "facts.csv")
    assert sorted(facts["value"]) == [20, 30]


def test_files_need_a_folder_of_their_own(tmp_path: Path) -> None:
    done = run("ingest", SAMPLE)
    assert done.returncode == 2
    assert "--out" in done.stderr


def test_files_of_other_kinds_in_a_folder_are_named(tmp_path: Path) -> None:
    _report(tmp_path, "a.txt", _text("某某县教育局", 20))
    (tmp_path / "b.mp3").write_bytes(b"ID3")
    done = run("ingest", tmp_path, "--out", tmp_path / "out")
    assert done.returncode == 0
    assert done.stderr == "passed over: 1 of kinds that hold no report (b.mp3)\n"


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    blocked = _report(tmp_path, "a.txt", _text("某某县教育局", 20))
    done = run("ingest", blocked, "--out", blocked / "out")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "cannot be used" in done.stderr


BAD_FILES: dict[str, tuple[bytes | None, str]] = {
    "empty.txt": (b"", "an empty file (0 bytes)"),
    "missing.txt": (None, "no such file"),
    "binary.txt": (bytes(range(256)) * 9, "no readable Chinese"),
    "letter.txt": ("某某局工作总结\n一年来，我局工作取得成绩。".encode(), "no title of an annual report"),
    "page.html": ("<html><body><h1>404</h1><p>您访问的页面不存在</p></body></html>".encode(), "no title of"),
    "archive.zip": (b"PK\x05\x06" + bytes(18), "an archive (zip)"),
    "cut.docx": (b"PK\x03\x04" + b"word/document.xml" * 9, "cut.docx"),
    "noyear.txt": ("某某局政府信息公开工作年度报告\n我局公开信息20条。".encode(), "no year"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_one_sentence_and_the_others_are_read(tmp_path: Path, name: str) -> None:
    data, found = BAD_FILES[name]
    good = _report(tmp_path, "good.txt", _text("某某县教育局", 20))
    bad = tmp_path / name
    if data is not None:
        bad.write_bytes(data)
    done = run("ingest", good, bad, "--out", tmp_path / "out")
    assert done.returncode == 2
    sentences = [line for line in done.stderr.splitlines() if line]
    assert len(sentences) == 1
    assert sentences[0].startswith(f"refused: {name}")
    assert found in sentences[0]
    assert "expected" in sentences[0]
    assert "1 read, 1 refused" in done.stdout
    reports = read(tmp_path / "out").reports.set_index("source_file")
    assert reports.loc[name, "status"] == "refused"
    assert found in str(reports.loc[name, "reason"])
    assert reports.loc["good.txt", "facts"] == 1


def test_nothing_readable_leaves_the_old_tables(project: Path) -> None:
    run("ingest", cwd=project)
    folder = project / "data" / "processed"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (project / "data" / "raw" / "xiangshan-aic-2011.txt").write_bytes(b"")
    done = run("ingest", cwd=project)
    assert done.returncode == 2
    assert "an empty file" in done.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_file_that_differs_from_its_digest_is_refused(project: Path) -> None:
    path = project / "data" / "raw" / "xiangshan-aic-2011.txt"
    path.write_bytes(path.read_bytes() + b"\n")
    done = run("ingest", cwd=project)
    assert done.returncode == 2
    assert f"a file whose SHA-256 is {hashlib.sha256(path.read_bytes()).hexdigest()}" in done.stderr


def _register(project: Path, old: str, new: str) -> None:
    path = project / "data" / "raw" / "sources.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_report_of_another_year_than_registered_is_refused(project: Path) -> None:
    _register(project, ",2011,", ",2012,")
    done = run("ingest", cwd=project)
    assert done.returncode == 2
    assert "found the year 2011" in done.stderr
    assert "expected the registered year 2012" in done.stderr


def test_an_agency_that_the_title_calls_otherwise_is_said(project: Path) -> None:
    _register(project, ",象山工商分局,", ",宁海教育局,")
    done = run("ingest", cwd=project)
    assert done.returncode == 0
    assert done.stderr.strip().endswith("register (the title says 象山工商分局)")
    reports = read(project / "data" / "processed").reports
    assert reports["identity"].iloc[0] == "register (the title says 象山工商分局)"


def test_two_reports_for_one_agency_and_year_are_both_refused(tmp_path: Path) -> None:
    paths = [_report(tmp_path, f"{n}.txt", _text("某某县教育局", n)) for n in range(5)]
    other = _report(tmp_path, "other.txt", _text("某某县民政局", 30))
    done = run("ingest", *paths, other, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "1 read, 5 refused" in done.stdout
    assert all(len(line) < 400 for line in done.stderr.splitlines())
    assert set(read(tmp_path / "out").facts["value"].astype(int)) == {30}


def test_a_folder_without_reports_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    done = run("ingest", tmp_path / "in", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "a folder without reports" in done.stderr


def test_a_broken_form_spec_refuses_only_the_reports_that_may_need_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    specs = tmp_path / "specs"
    shutil.copytree(ROOT / "src" / "ogi" / "forms" / "specs", specs)
    spec = specs / "ningbo-2011.yaml"
    spec.write_text(spec.read_text(encoding="utf-8") + "colour: red\n", encoding="utf-8")
    from ogi import ingest
    from ogi.forms import load_forms

    monkeypatch.setattr(ingest, "load_forms", lambda: load_forms(specs))
    plain = _report(tmp_path, "plain.txt", _text("某某县教育局", 20))
    result = ingest_paths([SAMPLE, plain], tmp_path / "out")
    assert result.read == 1
    assert "the unknown key “colour”" in str(result.errors[0])
    assert "Mend the spec first" in str(result.errors[1])


@pytest.fixture(scope="module")
def data(processed: Path) -> Path:
    """The folder of processed tables, for commands that only read."""
    return processed


@pytest.mark.parametrize(("lang", "word"), [("zh", "矛盾"), ("en", "error")])
def test_check_prints_every_finding(data: Path, lang: str, word: str) -> None:
    done = run("check", "--lang", lang, "--data", data)
    assert done.returncode == 0
    assert done.stdout.count(word) >= 2
    for number in ("3,490", "3,495", "3,473"):
        assert number in done.stdout


@pytest.mark.parametrize(
    ("lang", "title", "total"), [("zh", "像计数的数字", "全部"), ("en", "could be counts", "All")]
)
def test_check_coverage_counts_the_numbers_and_those_read(
    data: Path, lang: str, title: str, total: str
) -> None:
    done = run("check", "--coverage", "--data", data, "--lang", lang, "--agency", "pingtan", "--year", "2011")
    assert done.returncode == 0
    assert title in done.stdout
    rows = {row.split("│")[1].strip(): row for row in done.stdout.splitlines() if "│" in row}
    for name in ("pingtan-2011", total):
        cells = [cell.strip() for cell in rows[name].split("│")[2:-1]]
        assert cells == ["20 / 20", "100.0%", "34 / 34", "100.0%", "54 / 54", "100.0%"]
    assert "相差" not in done.stdout


def test_check_coverage_without_the_published_file_is_one_sentence(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    gone, _ = _report(raw, "a.txt", _text("甲县教育局", 10)), _report(raw, "b.txt", _text("乙县民政局", 20))
    assert not ingest_paths([raw], tmp_path / "out").errors
    gone.unlink()
    done = run("check", "--coverage", "--data", tmp_path / "out")
    assert done.returncode == 2
    assert done.stderr.startswith("no coverage: a.txt, report 甲县教育局-2012: found no file at ")
    assert done.stderr.count("\n") == 1
    assert "乙县民政局-2012" in done.stdout


def test_check_strict_fails_when_an_error_is_open(data: Path, tmp_path: Path) -> None:
    assert run("check", "--strict", "--data", data).returncode == 1
    clean = _report(tmp_path, "a.txt", _text("某某县教育局", 20))
    run("ingest", clean, "--out", tmp_path / "out")
    done = run("check", "--strict", "--lang", "en", "--data", tmp_path / "out")
    assert done.returncode == 0
    assert "No findings." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["check", "--agency", "nobody"], "xiangshan-aic (象山工商分局)"),
        (["check", "--year", "1999"], "a year that is there: 2011"),
        (["render", "--agency", "nobody"], "xiangshan-aic (象山工商分局)"),
        (["render", "--year", "1999"], "a year that is there: 2011"),
        (["render", "--notebook", "99-other"], "one of: 01-report"),
        (["render", "--level", "village"], "one of: "),
        (["render", "--region", "月球"], "a part of one of: "),
        (["render", "--form", "national-1999"], "one of: "),
        (["render", "--year", "1999-2001"], "a year that is there: 2011"),
        (["check", "--year", "2011..2013"], "a year such as 2011, or 2011-2018"),
        (["render", "-p", "colour=red"], "“colour”"),
        (["render", "-p", "year=2012"], "Use --year"),
        (["render", "-p", "colour"], "NAME=VALUE"),
    ],
)
def test_what_is_not_there_is_refused_naming_what_is(data: Path, arguments: list[str], found: str) -> None:
    done = run(*arguments, "--data", data)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert found in done.stderr


def test_without_tables_the_first_step_is_named(tmp_path: Path) -> None:
    done = run("check", "--data", tmp_path)
    assert done.returncode == 2
    assert "Run `ogi ingest`" in done.stderr
