"""Conversion with LibreOffice, what it is kept from, and the words when it is not there."""

from __future__ import annotations

import io
import os
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import docx
import pytest

from ogi.errors import InputError
from ogi.read import office
from ogi.read.document import Document
from ogi.read.office import convert, find_office
from ogi.read.word.reader import read_docx

from .official import DISCLOSED, REQUESTS, Placed, expected, placed, places, without_unused_columns

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
needs_office = pytest.mark.skipif(
    find_office() is None, reason="LibreOffice (soffice) is not installed: nothing converts .doc, .rtf, .odt"
)


def _refused(data: bytes, suffix: str) -> str:
    with pytest.raises(InputError) as caught:
        convert(data, suffix, "docx", f"r{suffix}")
    return str(caught.value)


def _ole(*streams: str) -> bytes:
    return OLE + b"\0" * 504 + b"".join(name.encode("utf-16-le") + b"\0" * 64 for name in streams)


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")


def _stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Put a shell script in LibreOffice's place."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_without_libreoffice_the_message_says_what_to_do(no_office: None) -> None:
    assert find_office() is None
    message = _refused(_ole("WordDocument"), ".doc")
    assert message.startswith("r.doc: found a .doc file and no LibreOffice (soffice) on PATH")
    assert "Install LibreOffice" in message
    assert "save the file as .docx" in message


def test_what_is_no_such_file_is_refused_before_libreoffice_takes_it_for_text(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _stand_in(monkeypatch, tmp_path, f"touch {tmp_path}/started")
    assert "no .doc file" in _refused(b"\x00\x01\x02" * 50, ".doc")
    assert "no .doc file" in _refused(_ole("Workbook"), ".doc")
    assert "no .rtf file" in _refused(b"plain text", ".rtf")
    assert "password" in _refused(_ole("WordDocument", "EncryptedPackage"), ".doc")
    assert "damaged" in _refused(b"PK\x03\x04", ".odt")
    assert not (tmp_path / "started").exists()
    with pytest.raises(ValueError, match="no format"):
        convert(b"", "./../x", "docx", "r.doc")


def test_nothing_made_is_a_refusal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _stand_in(monkeypatch, tmp_path, "exit 0")
    assert "LibreOffice cannot read" in _refused(_ole("WordDocument"), ".doc")


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are a thing of POSIX")
def test_at_the_timeout_everything_that_was_started_is_killed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _stand_in(
        monkeypatch, tmp_path, f"sleep 60 & echo $! > {tmp_path}/child\necho $HOME > {tmp_path}/home\nwait"
    )
    monkeypatch.setattr(office, "SECONDS", 1)
    started = time.monotonic()
    assert "did not convert in 1 seconds" in _refused(_ole("WordDocument"), ".doc")
    assert time.monotonic() - started < 20
    child = int((tmp_path / "child").read_text())
    for _ in range(100):  # until init has taken note of its end
        state = Path(f"/proc/{child}/stat")
        if not state.exists() or state.read_text().split()[2] == "Z":
            break
        time.sleep(0.05)
    else:
        pytest.fail(f"process {child} goes on")
    home = Path((tmp_path / "home").read_text().strip())
    assert home.name.startswith("ogi-office-")
    assert not home.exists()


def test_what_libreoffice_is_started_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("SECRET_TOKEN", "x")
    script = f'env > {tmp_path}/env; echo "$@" > {tmp_path}/arguments; mkdir out; printf made > out/in.docx'
    _stand_in(monkeypatch, tmp_path, script)
    assert convert(b"{\\rtf1}", ".rtf", "docx", "r.rtf") == b"made"
    environment = (tmp_path / "env").read_text()
    assert "SECRET_TOKEN" not in environment
    assert "DISPLAY" not in environment
    arguments = (tmp_path / "arguments").read_text()
    assert "-env:UserInstallation=file:///" in arguments
    assert "--headless" in arguments


def _report() -> bytes:
    document = docx.Document()
    document.add_paragraph("二、主动公开政府信息情况")
    for layout in (DISCLOSED, REQUESTS):
        table = document.add_table(len(layout), sum(colspan for _, _, colspan in layout[0]))
        for r, column, text, rowspan, colspan in places(layout):
            last = table.cell(r + rowspan - 1, column + colspan - 1)
            table.cell(r, column).merge(last).text = text
        document.add_paragraph("单位：某局")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _grids(document: Document) -> list[Placed]:
    return [without_unused_columns(placed(table)) for table in document.tables]


_OFFICIAL = [without_unused_columns(expected(layout)) for layout in (DISCLOSED, REQUESTS)]


@pytest.fixture(scope="module")
def doc() -> bytes:
    return convert(_report(), ".docx", "doc", "r.docx")


@needs_office
@pytest.mark.slow
def test_a_doc_gives_what_the_docx_gives(doc: bytes) -> None:
    assert doc.startswith(OLE)
    for suffix in (".doc", ".wps"):  # Kingsoft's .wps is a .doc under another name
        read = read_docx(convert(doc, suffix, "docx", "r.doc"), "r.doc")
        assert _grids(read) == _OFFICIAL
        assert read.text == read_docx(_report(), "r.docx").text


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("target", ["odt", "rtf"])
def test_odt_and_rtf_are_converted(target: str) -> None:
    there = convert(_report(), ".docx", target, "r.docx")
    read = read_docx(convert(there, f".{target}", "docx", "r"), "r")
    assert _grids(read) == _OFFICIAL


@needs_office
@pytest.mark.slow
def test_a_damaged_doc_is_refused(doc: bytes) -> None:
    damaged = doc[:512] + b"\xff" * (len(doc) // 2) + doc[512 + len(doc) // 2 :]
    assert "r.doc: found" in _refused(damaged, ".doc")


_NAMES = {
    "office": "opendocument:xmlns:office:1.0",
    "text": "opendocument:xmlns:text:1.0",
    "draw": "opendocument:xmlns:drawing:1.0",
}
_FLAT_ODT = (
    '<?xml version="1.0"?><office:document office:version="1.2" '
    + " ".join(f'xmlns:{key}="urn:oasis:names:tc:{name}"' for key, name in _NAMES.items())
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" office:mimetype="application/vnd.oasis.opendocument.text">'
    "<office:body><office:text>{}</office:text></office:body></office:document>"
)


@pytest.fixture
def asked() -> Iterator[tuple[int, list[str]]]:
    """A web server of our own: its port, and the paths it was asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port, paths
    server.shutdown()
    server.server_close()
    thread.join()


@needs_office
@pytest.mark.slow
def test_nothing_outside_of_the_file_is_fetched(asked: tuple[int, list[str]], tmp_path: Path) -> None:
    port, paths = asked
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    picture = f'<draw:frame text:anchor-type="as-char"><draw:image xlink:href="http://127.0.0.1:{port}/p.png"/></draw:frame>'
    section = f'<text:section text:name="s"><text:section-source xlink:href="{secret.as_uri()}"/><text:p>旧</text:p></text:section>'
    page = _FLAT_ODT.format(f"<text:p>正文{picture}</text:p>{section}")
    read = read_docx(convert(page.encode(), ".fodt", "docx", "r.fodt"), "r.fodt")
    assert read.text == "正文\n旧\n"
    assert paths == []
