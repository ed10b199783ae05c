"""What kind of file some bytes are: content decides, not the name (a web page called .xls is common)."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import islice
from typing import Literal

FileKind = Literal["docx", "sheet", "doc", "odt", "rtf", "pdf", "image", "html", "csv", "txt", "zip", "mht"]

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(r"<(?:!doctype|html|head|meta|body|table|tr|td|div|p|span|br)\b", re.I)
_SHEET_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def sniff_bytes(data: bytes) -> FileKind | None:
    """Return the kind of a binary file, or None for what may be text.

    A zip archive that is no Office file is "zip"; an encrypted Office file, which is an OLE file, is "doc".
    """
    start = data.lstrip(b" \t\r\n\xef\xbb\xbf\x00")[:16]
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(data)
    if data.startswith(_OLE):
        is_sheet = (
            any(name in data for name in _SHEET_STREAMS) and "WordDocument".encode("utf-16-le") not in data
        )
        return "sheet" if is_sheet and _OLE_ENCRYPTED not in data else "doc"
    if start.startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        return "pdf"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_IMAGES) and (not data.startswith(b"RIFF") or data[8:12] == b"WEBP"):
        return "image" if not data.startswith(b"BM") or data[6:10] == b"\x00\x00\x00\x00" else None
    return None


def _sniff_zip(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
                return "docx"
            if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
                return "sheet"
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                mime = archive.read("mimetype")
                return "sheet" if b"spreadsheet" in mime else "odt" if b"opendocument.text" in mime else "zip"
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError):
        # A cut-off archive has no directory: its first member tells what it was meant to be.
        head = data[:4000]
        return "docx" if b"word/" in head else "sheet" if b"xl/" in head else "zip"
    return "zip"


def sniff_text(text: str, suffix: str) -> FileKind:
    """Return the kind of a decoded text: html by its tags, csv by regular separators, else txt."""
    head = text[:20000]
    if len(list(islice(_MARKUP.finditer(head), 2))) == 2 or re.match(
        r"\s*(?:<\?xml[^>]*\?>\s*)?<(?:!doctype html|html)\b", head, re.I
    ):
        return "html"
    if re.match(r"(?:From: |MIME-Version: )", head) and "multipart/related" in head:
        return "mht"
    lines = [line for line in head.splitlines() if line.strip()][:60]
    if suffix in (".csv", ".tsv") and lines:
        return "csv"
    separated = sum(line.count(",") >= 2 and "。" not in line and "，" not in line for line in lines)
    return "csv" if lines and separated >= max(4, 0.8 * len(lines)) else "txt"
