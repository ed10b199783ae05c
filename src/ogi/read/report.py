"""One file becomes one Report."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

from ogi.errors import InputError
from ogi.numerals import flatten
from ogi.read.decode import decode, empty_file
from ogi.read.document import Document
from ogi.read.html.reader import read_html
from ogi.read.identity import find_title, identify, may_be_one, title_says
from ogi.read.sections import find_sections
from ogi.read.sniff import FileKind, sniff_bytes, sniff_text
from ogi.read.stacked import find_stacked_tables
from ogi.report import RegisterEntry, Report

# The kinds of files taken from a folder; what a file really is, its content decides.
SUFFIXES = frozenset(
    re.findall(
        r"\.\w+",
        ".txt .html .htm .shtml .xhtml .jsp .aspx .docx .doc .rtf .odt .wps .pdf .xls .xlsx .xlsm .et .ods "
        ".csv .tsv .png .jpg .jpeg .tif .tiff .bmp .webp",
    )
)
MOST_BYTES = 64 * 1024 * 1024
_MOST_TEXT_BYTES = 16 * 1024 * 1024
_LONGEST_TEXT = 4_000_000
# A page that says so has no report, whatever its title.
_NOTHING_HERE = re.compile(r"404|页面不存在|无法访问|找不到(?:该|您|页面)|已(?:被)?删除|访问的(?:页面|内容)")
_SHORT = 300
_SHORTEST_BODY = 60
_ABOUT = re.compile(r"公开|申请")


def _too_large(file: str, found: str) -> InputError:
    return InputError(
        file,
        "",
        found,
        f"a report of at most {MOST_BYTES >> 20} MB and {_LONGEST_TEXT:,} characters",
        "Take the report out of the file, or remove it.",
    )


def _no_format(file: str, found: str) -> InputError:
    return InputError(
        file,
        "",
        found,
        "a report as text, web page, Word, PDF or spreadsheet file",
        "Unpack it or save the report in one of these formats, and read that.",
    )


def _refuse_empty(text: str, title: str, document: Document, file: str) -> None:
    """Raise InputError for a title with no report under it: a page not found, a list of links."""
    body = text.replace(title, "", 1).strip()
    nothing = len(body) < _SHORT and _NOTHING_HERE.search(body)
    empty = len(body) < _SHORTEST_BODY and not _ABOUT.search(flatten(body))
    if nothing or (empty and not document.tables):
        raise InputError(
            file,
            "",
            f"the title “{title[:40]}” and no report under it (“{' '.join(body[:30].split())}”)",
            "a report's text or tables",
            "Open its address in a browser and save the report itself.",
        )


def read_document(data: bytes, file: str) -> Document:
    """Return text and tables of a file, its format told by its content.

    Raises InputError for a file in no readable format or beyond bounds, and what its format's reader raises.
    """
    if len(data) > MOST_BYTES:
        raise _too_large(file, f"a file of {len(data) >> 20} MB")
    kind = sniff_bytes(data)
    if kind is None:
        if len(data) > _MOST_TEXT_BYTES:
            raise _too_large(file, f"a text of {len(data) >> 20} MB")
        text, encoding = decode(data, file)
        if len(text) > _LONGEST_TEXT:
            raise _too_large(file, f"a text of {len(text):,} characters")
        kind = sniff_text(text, Path(file).suffix.lower())
        if kind == "html":
            return read_html(text, encoding, file)
        if kind == "csv":
            from ogi.read.sheet.reader import read_csv

            return read_csv(text, encoding)
        if kind == "txt":
            return Document(text, (), "txt", encoding)
        raise _no_format(file, "a saved web archive (MHT)")
    return _read_binary(data, kind, file)


def _read_binary(data: bytes, kind: FileKind, file: str) -> Document:
    # The readers of binary formats load large libraries: only when such a file is at hand.
    if kind == "docx":
        from ogi.read.word.reader import read_docx

        return read_docx(data, file)
    if kind in ("doc", "rtf", "odt"):
        from ogi.read.office import convert
        from ogi.read.word.reader import read_docx

        return replace(read_docx(convert(data, f".{kind}", "docx", file), file), reader="doc")
    if kind == "sheet":
        from ogi.read.sheet.reader import read_sheet

        return read_sheet(data, file)
    if kind == "pdf":
        from ogi.read.pdf.reader import read_pdf

        return read_pdf(data, file)
    if kind == "image":
        from ogi.read.ocr.reader import read_image

        return read_image(data, file)
    raise _no_format(file, "an archive (zip)")


def _as_registered(entry: RegisterEntry, title: str) -> RegisterEntry:
    """Return the register's entry, noting an agency that the title calls otherwise.

    Raises InputError for another year than the title's: every number would be taken for another year's.
    """
    said = title_says(title)
    if said.year is not None and said.year != entry.year:
        raise InputError(
            entry.file,
            "title",
            f"the year {said.year} (“{title[:40]}”)",
            f"the registered year {entry.year}",
            "Correct the year in its row of the register, or the file that the row names.",
        )
    if said.agency and not may_be_one(said.agency, entry.agency):
        return replace(entry, identity=f"register (the title says {said.agency})")
    return entry


def read_report(path: Path, entry: RegisterEntry | None = None, *, sha256: str | None = None) -> Report:
    """Read a report of any format; with no register entry, agency and year come from the report itself.

    Raises InputError when the file is missing or empty, differs from the registered `sha256`, is in no
    readable format or encoding, or is not an annual report on open government information.
    """
    name = entry.file if entry else path.name
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            name,
            "",
            "no such file",
            f"the report at {path}",
            "Put the file there, or correct its name in the register or the command.",
        ) from None
    except OSError as error:
        raise InputError(
            name,
            "",
            f"a file that cannot be read ({error.strerror})",
            "a readable file",
            "Check its permissions.",
        ) from error
    digest = hashlib.sha256(data).hexdigest()
    if not data.strip():
        raise empty_file(name, len(data))
    if sha256 and digest != sha256.lower():
        raise InputError(
            name,
            "column sha256",
            f"a file whose SHA-256 is {digest}",
            f"the registered {sha256}",
            "Restore the published file, or register the new one's SHA-256 if the agency republished it.",
        )
    document = read_document(data, name)
    text = document.text
    title = find_title(text, name)
    _refuse_empty(text, title, document, name)
    if entry is not None:
        entry = _as_registered(entry, title)
    else:
        identity = identify(title, text, name)
        entry = RegisterEntry(
            file=name,
            agency_id=identity.agency,
            agency=identity.agency,
            year=identity.year,
            identity=f"report ({identity.source})",
        )
    stacked = find_stacked_tables(text, (table.span for table in document.tables))
    tables = tuple(sorted((*document.tables, *stacked), key=lambda table: table.span.start))
    return Report(
        entry=entry,
        title=title,
        text=text,
        encoding=document.encoding,
        sha256=digest,
        sections=find_sections(text, tables),
        tables=tables,
        reader=document.reader,
        pages=document.pages,
        boxes=document.boxes,
        page_sizes=document.page_sizes,
    )
