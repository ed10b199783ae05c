"""What is to be known of a spreadsheet's XML before and beside its values.

How far its cells reach, so that a stray cell in the last row of a sheet is refused before a grid is laid out
up to it; and what calamine leaves out: errors, percentages as they are shown, merged cells of ODS.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from lxml import etree

from ogi.errors import InputError
from ogi.read.bounds import parse_xml, read_xml
from ogi.read.sheet.cells import MOST_CELLS, MOST_MERGES

_REFERENCE = re.compile(r"([A-Za-z]{1,6})([1-9]\d{0,8})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PERCENT = re.compile(r"0(?:\.(0+))?%")
_BUILT_IN_PERCENT = {9: 0, 10: 2}
_SHOWN_AS_TEXT = frozenset({"percentage", "boolean", "time", "error"})


def too_large(file: str, where: str, found: str) -> InputError:
    """Return the error of a sheet beyond bounds."""
    return InputError(
        file,
        where,
        found,
        "a report's tables",
        "Delete what stands far from them, or copy the report into a new file.",
    )


@dataclass(slots=True)
class SheetNotes:
    """What calamine does not tell of a sheet: texts shown in place of values, and merged ranges (ODS)."""

    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


class _Extent:
    """The smallest range that holds all filled cells."""

    def __init__(self) -> None:
        self.rows: tuple[int, int] | None = None
        self.columns: tuple[int, int] | None = None

    def add(self, row: int, column: int, last_row: int, last_column: int) -> None:
        rows, columns = self.rows or (row, row), self.columns or (column, column)
        self.rows = min(rows[0], row), max(rows[1], last_row)
        self.columns = min(columns[0], column), max(columns[1], last_column)

    def check(self, file: str, where: str) -> None:
        if self.rows and self.columns:
            height, width = (last - first + 1 for first, last in (self.rows, self.columns))
            if height * width > MOST_CELLS:
                raise too_large(file, where, f"{height:,} rows and {width:,} columns")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class _XlsxTarget:
    """Takes the elements of a worksheet as they come; no tree of it is built."""

    def __init__(self, percents: dict[int, int]) -> None:
        self.extent = _Extent()
        self.notes = SheetNotes()
        self._percents = percents
        self._row = self._column = -1
        self._noted: str | int | None = None  # "e" in a cell with an error, decimals in one of per cent
        self._text: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif name == "c":
            self._cell(attributes)
        elif name in ("v", "is"):
            self.extent.add(self._row, self._column, self._row, self._column)
            self._text = [] if name == "v" and self._noted is not None else None

    def _cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            found = _REFERENCE.fullmatch(attributes["r"])
            if found is None:
                raise ValueError(attributes["r"])
            self._row = int(found[2]) - 1
            self._column = _column(found[1])
        else:
            self._column += 1
        kind = attributes.get("t", "n")
        style = attributes.get("s", "")
        if kind == "e":
            self._noted = "e"
        else:
            self._noted = self._percents.get(int(style)) if kind == "n" and style.isdigit() else None

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        if self._text is not None and _local(tag) == "v":
            text = "".join(self._text).strip()
            if text:
                here = self._row, self._column
                self.notes.shown[here] = text if self._noted == "e" else _percent(text, self._noted)
            self._text = None

    def close(self) -> None:
        """The parser asks for it; there is nothing to close."""


def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _percent(text: str, decimals: int | str | None) -> str:
    number = Decimal(text) * 100
    return f"{number:.{decimals}f}%" if number.is_finite() else text


def _percent_styles(root: etree._Element) -> dict[int, int]:
    """The cell styles that show a number as per cent, and with how many decimals."""
    codes = dict(_BUILT_IN_PERCENT)
    for form in root.iter("{*}numFmt"):
        if (found := _PERCENT.fullmatch(form.get("formatCode") or "")) and (
            form.get("numFmtId") or ""
        ).isdigit():
            codes[int(form.get("numFmtId") or 0)] = len(found[1] or "")
    styles: dict[int, int] = {}
    for cells in root.iterchildren("{*}cellXfs"):
        for i, style in enumerate(cells.iterchildren("{*}xf")):
            code = style.get("numFmtId") or ""
            if code.isdigit() and int(code) in codes:
                styles[i] = codes[int(code)]
    return styles


def _feed(data: bytes, target: _XlsxTarget | _OdsTarget, file: str, where: str) -> None:
    taker = cast("etree.ParserTarget", target)  # which names a class of the stubs alone
    parser = etree.XMLParser(target=taker, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, ArithmeticError, KeyError) as error:
        raise InputError(
            file,
            where,
            "a damaged sheet",
            "a whole spreadsheet file",
            "Fetch the file again, or open it in its program and save it anew.",
        ) from error


def _members(archive: zipfile.ZipFile, file: str) -> dict[str, bytes]:
    """All members that are XML by their name, by their names in small letters."""
    return {
        _key(name): read_xml(archive, name, file)
        for name in archive.namelist()
        if name.casefold().endswith((".xml", ".rels"))
    }


def _key(name: str) -> str:
    return name.lstrip("/").casefold()


def _relations(listing: bytes, file: str) -> dict[str, str]:
    """The members that a workbook calls its sheets, by the names it has for them."""
    relations: dict[str, str] = {}
    for relation in parse_xml(listing, "workbook.xml.rels", file):
        target = relation.get("Target") or ""
        folder = "/" if target.startswith("xl/") else "/xl"
        relations[relation.get("Id") or ""] = _key(posixpath.normpath(posixpath.join(folder, target)))
    return relations


def scan_xlsx(archive: zipfile.ZipFile, file: str) -> dict[str, SheetNotes]:
    """Return the notes on each sheet of an xlsx workbook by its name.

    Raises InputError for XML that is broken or declares entities, and for a sheet beyond bounds.
    """
    members = _members(archive, file)
    listing = members.get("xl/_rels/workbook.xml.rels")
    relations = {} if listing is None else _relations(listing, file)
    for name in archive.namelist():  # a sheet may have any name
        if _key(name) in relations.values() and _key(name) not in members:
            members[_key(name)] = read_xml(archive, name, file)
    styles = members.get("xl/styles.xml")
    percents = {} if styles is None else _percent_styles(parse_xml(styles, "styles.xml", file))
    by_member: dict[str, SheetNotes] = {}
    for name, data in members.items():
        if b"sheetData" in data:
            target_ = _XlsxTarget(percents)
            _feed(data, target_, file, name)
            target_.extent.check(file, name)
            by_member[name] = target_.notes
    notes: dict[str, SheetNotes] = {}
    if (workbook := members.get("xl/workbook.xml")) is not None:
        for sheet in parse_xml(workbook, "workbook.xml", file).iter("{*}sheet"):
            member = relations.get(sheet.get(_RELATION) or "", "")
            notes[sheet.get("name") or ""] = by_member.get(member) or SheetNotes()
    return notes


class _OdsTarget:
    """Takes the elements of an ODS file's content as they come; no tree of it is built."""

    def __init__(self, file: str) -> None:
        self.sheets: dict[str, SheetNotes] = {}
        self._file = file
        self._name = ""
        self._notes = SheetNotes()
        self._extent = _Extent()
        self._row = self._column = 0
        self._rows = self._columns = 1  # how often the row, the cell is repeated
        self._kind = ""
        self._text: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        about = {_local(name): text for name, text in attributes.items()} if attributes else {}
        match _local(tag):
            case "table":
                self._name = about.get("name", "")
                self._notes = self.sheets.setdefault(self._name, SheetNotes())
                self._extent = _Extent()
                self._row = 0
            case "table-row":
                self._column = 0
                self._rows = max(int(about.get("number-rows-repeated", "1")), 1)
            case "table-cell" | "covered-table-cell":
                self._cell(attributes, about)
            case "p" if self._kind in _SHOWN_AS_TEXT:
                self._text = []

    def _cell(self, attributes: dict[str, str], about: dict[str, str]) -> None:
        self._columns = max(int(about.get("number-columns-repeated", "1")), 1)
        # LibreOffice marks errors with an attribute of its own beside the standard one.
        kinds = {text for name, text in attributes.items() if _local(name) == "value-type"}
        self._kind = "error" if "error" in kinds else next(iter(kinds), "")
        if kinds:
            last_column = self._column + self._columns - 1
            self._extent.add(self._row, self._column, self._row + self._rows - 1, last_column)
        down, across = (int(about.get(f"number-{what}-spanned", "1")) for what in ("rows", "columns"))
        if down > 1 or across > 1:
            last = self._row + down - 1, self._column + across - 1
            self._notes.merges.append((self._row, self._column, *last))
            if len(self._notes.merges) > MOST_MERGES:
                raise too_large(self._file, self._name, "too many merged cells")

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        match _local(tag):
            case "p" if self._text is not None:
                self._notes.shown[self._row, self._column] = "".join(self._text).strip()
                self._text, self._kind = None, ""
            case "table-cell" | "covered-table-cell":
                self._column += self._columns
                self._kind = ""
            case "table-row":
                self._row += self._rows
                self._rows = 1
            case "table":
                self._extent.check(self._file, self._name)

    def close(self) -> None:
        """The parser asks for it; there is nothing to close."""


def scan_ods(archive: zipfile.ZipFile, file: str) -> dict[str, SheetNotes]:
    """Return the notes on each sheet of an ODS workbook by its name. Raises InputError as `scan_xlsx`."""
    members = _members(archive, file)
    target = _OdsTarget(file)
    if (content := members.get("content.xml")) is not None:
        _feed(content, target, file, "content.xml")
    return target.sheets
