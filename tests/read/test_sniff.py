"""What a file is, its content decides."""

from __future__ import annotations

import io
import zipfile

import pytest

from ogi.read.sniff import sniff_bytes, sniff_text


def _zip(*names: str, mimetype: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


BYTES: list[tuple[bytes, str | None]] = [
    (_zip("word/document.xml"), "docx"),
    (_zip("word/document2.xml", "word/styles.xml"), "docx"),
    (_zip("xl/workbook.xml"), "sheet"),
    (_zip("xl/workbook.bin"), "sheet"),
    (_zip("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "sheet"),
    (_zip("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "odt"),
    (_zip("a.txt"), "zip"),
    (_zip("word/document.xml")[:60], "docx"),
    (OLE + "WordDocument".encode("utf-16-le"), "doc"),
    (OLE + "Workbook".encode("utf-16-le"), "sheet"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "doc"),
    (b"%PDF-1.7\n", "pdf"),
    (b"\n\n%PDF-1.4", "pdf"),
    (b"{\\rtf1\\ansi", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff\xe0", "image"),
    (b"II*\x00", "image"),
    (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image"),
    (b"RIFF\x00\x00\x00\x00WAVEfmt ", None),
    (b"BMW is a car", None),
    ("某某局年度报告".encode(), None),
    (b"", None),
]


# Archives hold the time of their making: their bytes may not name a case.
@pytest.mark.parametrize(("data", "kind"), BYTES, ids=range(len(BYTES)))
def test_bytes(data: bytes, kind: str | None) -> None:
    assert sniff_bytes(data) == kind


@pytest.mark.parametrize(
    ("text", "suffix", "kind"),
    [
        ("<!DOCTYPE html><p>报告", ".txt", "html"),
        ("<html><body>报告</body></html>", ".xls", "html"),
        ("<div>报告</div><table>", "", "html"),
        ("一、概述\n公开信息20条，其中<重要>3条。", ".html", "txt"),
        ("主动公开信息数,条,20\n其中网站,条,18\n公报,条,2\n申请,条,0\n", "", "csv"),
        ("指标\t数\n", ".tsv", "csv"),
        ("第一，第二，第三。\n又一，又二，又三。\n", ".txt", "txt"),
        ("From: a\nMIME-Version: 1.0\nContent-Type: multipart/related\n", ".mht", "mht"),
    ],
)
def test_text(text: str, suffix: str, kind: str) -> None:
    assert sniff_text(text, suffix) == kind
