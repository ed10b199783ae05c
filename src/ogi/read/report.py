"""One file becomes one Report."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

from ogi.errors import InputError
from ogi.read.decode import decode
from ogi.read.identity import find_title, identify, may_be_one, title_says
from ogi.read.sections import find_sections
from ogi.read.stacked import find_stacked_tables
from ogi.report import RegisterEntry, Report

SUFFIXES = frozenset({".txt"})


_MARKUP = re.compile(r"<(?:!doctype|html|head|body|table|div|p|span)\b", re.I)


def _refuse_markup(text: str, file: str) -> None:
    """Raise InputError for a web page: its tags would be read as text, and cells would run together."""
    if _MARKUP.search(text):
        raise InputError(
            file,
            "",
            "a web page (HTML)",
            "a report as plain text",
            "Open it in a browser, save its text as UTF-8 .txt, and read that.",
        )


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
    """Read a plain-text report; with no register entry, agency and year come from the report itself.

    Raises InputError when the file is missing or empty, differs from the registered `sha256`, is in no
    readable encoding, or is not an annual report on open government information.
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
            "Put the file there, or correct its row in the register.",
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
    text, encoding = decode(data, name)
    if sha256 and digest != sha256.lower():
        raise InputError(
            name,
            "column sha256",
            f"a file whose SHA-256 is {digest}",
            f"the registered {sha256}",
            "Restore the published file, or register the new one's SHA-256 if the agency republished it.",
        )
    _refuse_markup(text, name)
    title = find_title(text, name)
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
    report = Report(entry=entry, title=title, text=text, encoding=encoding, sha256=digest)
    return replace(report, sections=find_sections(text), tables=find_stacked_tables(text))
