"""A spreadsheet, or a text of separated values, becomes text and tables."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections import Counter

from python_calamine import CalamineError, PasswordError

from ogi.errors import InputError
from ogi.read.bounds import open_zip
from ogi.read.document import Composer, Document
from ogi.read.sheet import cells
from ogi.read.sheet.cells import SheetCells, TooLargeError, load_sheets, trimmed
from ogi.read.sheet.layout import write_rows
from ogi.read.sheet.scan import SheetNotes, scan_ods, scan_xlsx, too_large

_SEPARATORS = ",;\t"
_SNIFFED_LINES = 100
_SAID = re.compile(r"sep=(.)\n", re.I)
_SECONDS = 90


def read_sheet(data: bytes, file: str) -> Document:
    """Return what the visible sheets of an xls, xlsx or ods file show, in order.

    Raises InputError for a file that is damaged, protected by a password, or beyond bounds.
    """
    try:
        sheets = _load_zip(data, file) if data.startswith(b"PK") else _load_apart(data, file)
    except TooLargeError as error:
        raise too_large(file, "", str(error)) from error
    except PasswordError as error:
        raise InputError(
            file,
            "",
            "a spreadsheet protected by a password",
            "one without",
            "Open it with its password and save it without one.",
        ) from error
    except CalamineError as error:
        raise _unreadable(file) from error
    composer = Composer()
    for sheet in sheets:
        merges = [
            (top - sheet.top, left - sheet.left, bottom - sheet.top, right - sheet.left)
            for top, left, bottom, right in sheet.merges or ()
        ]
        write_rows(sheet.rows, merges, composer)
    return composer.document("xlsx", "utf-8")


def _unreadable(file: str) -> InputError:
    return InputError(
        file,
        "",
        "a spreadsheet that cannot be read",
        "a whole .xls, .xlsx or .ods file",
        "Open it in its program and save it as .xlsx.",
    )


def _load_zip(data: bytes, file: str) -> list[SheetCells]:
    with open_zip(data, file) as archive:
        names = {name.casefold() for name in archive.namelist()}
        if "xl/workbook.xml" in names:
            notes = scan_xlsx(archive, file)
        elif "content.xml" in names:
            notes = scan_ods(archive, file)
        else:  # xlsb: its parts are binary as xls is
            return _load_apart(data, file)
    try:
        sheets = load_sheets(data, {name: note.shown for name, note in notes.items()})
    except BaseException as error:
        # What calamine takes for impossible it ends with a panic, which is no Exception.
        if type(error).__name__ == "PanicException":
            raise _unreadable(file) from error
        raise
    return [
        sheet._replace(merges=notes.get(sheet.name, SheetNotes()).merges) if sheet.merges is None else sheet
        for sheet in sheets
    ]


def _load_apart(data: bytes, file: str) -> list[SheetCells]:
    """The sheets of a binary file, read in a process of its own: see `cells` for why."""
    # Without -I the folder of the program would come first in its search for modules.
    command = [sys.executable, "-I", str(cells.__file__)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 (our own file)
    except subprocess.TimeoutExpired as error:
        raise _unreadable(file) from error
    if done.returncode:
        raise _unreadable(file)
    answer = json.loads(done.stdout)
    if "too_large" in answer:
        raise TooLargeError(answer["too_large"])
    return [SheetCells(*sheet) for sheet in answer["sheets"]]


def _separator(text: str) -> str:
    """The separator that parts most lines into the same number of values."""

    def regularity(separator: str) -> tuple[int, int]:
        rows = csv.reader(text.splitlines()[:_SNIFFED_LINES], delimiter=separator)
        try:
            widths = Counter(len(row) for row in rows if len(row) > 1)
        except csv.Error:  # it is met again, and told, when all is read
            return 0, 0
        width, lines = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        return lines, width

    return max(_SEPARATORS, key=regularity)


def _separated(text: str, file: str) -> list[list[str]]:
    said = _SAID.match(text)
    if said:
        text = text[said.end() :]
    separator = said[1] if said else _separator(text)
    lines = text.splitlines(keepends=True)
    try:
        return list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error:
        # A quote that is never closed, or is a letter like others, must not swallow the lines after it.
        try:
            return list(csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE))
        except csv.Error as error:
            raise too_large(file, "", "a value of more than 131,072 characters") from error


def read_csv(text: str, encoding: str, file: str = "separated values") -> Document:
    """Return text and tables of a decoded text of values parted by commas, semicolons or tabs.

    Raises InputError when there are more rows or columns than a report has.
    """
    try:
        _, _, rows = trimmed(_separated(text, file))
    except TooLargeError as error:
        raise too_large(file, "", str(error)) from error
    composer = Composer()
    write_rows(rows, (), composer)
    return composer.document("csv", encoding)
