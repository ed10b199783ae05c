"""The parts of a Word file that say what it prints: document, styles, numbering."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from ogi.errors import InputError
from ogi.read.bounds import open_zip, parse_xml, read_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"

# ISO's strict variant has the same elements under other names; Word writes it on request.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/math"
    ),
}
_USUAL = "word/document.xml"
_STYLE_END = b"</w:style>"
_OFF = frozenset({"false", "0", "off", "none"})


@dataclass(frozen=True, slots=True)
class WordParts:
    """Roots of the document and its styles, and the unparsed numbering: few reports need the last."""

    document: etree._Element
    styles: etree._Element | None
    numbering: bytes | None


Properties: TypeAlias = Mapping[str, etree._Element]


def children(element: etree._Element | None) -> Properties:
    """Return an element's children by tag: one pass costs as much as a single `find`."""
    return {} if element is None else {child.tag: child for child in element}


def properties_of(element: etree._Element, name: str) -> Properties:
    """Return what an element's w:pPr, w:rPr, w:tcPr … says, by tag."""
    return children(next(element.iterchildren(W + name), None))


def value(properties: Properties, name: str) -> str | None:
    """Return the w:val of a property, or None without the property or the value."""
    child = properties.get(W + name)
    return None if child is None else child.get(VAL)


def switch(properties: Properties, name: str) -> bool | None:
    """Return whether a property is switched on or off, or None where it is not mentioned."""
    child = properties.get(W + name)
    return None if child is None else (child.get(VAL) or "").lower() not in _OFF


def number(text: str | None) -> int | None:
    """Return a whole number of at most nine digits, or None for anything else."""
    plain = (text or "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 9 else None


class _Package:
    def __init__(self, archive: zipfile.ZipFile, file: str) -> None:
        self.archive = archive
        self.file = file
        self.names = set(archive.namelist())

    def read(self, name: str) -> bytes:
        data = read_xml(self.archive, name, self.file)
        if b"purl.oclc.org" in data[:10_000]:
            for strict, usual in _STRICT.items():
                data = data.replace(strict, usual)
        return data

    def parse(self, name: str) -> etree._Element:
        return parse_xml(self.read(name), name, self.file)

    def related(self, name: str) -> dict[str, str]:
        """The parts that a part names, by the last word of the relation; nothing outside of the file."""
        folder, base = posixpath.split(name)
        listing = posixpath.join(folder, "_rels", f"{base}.rels")
        if listing not in self.names:
            return {}
        found: dict[str, str] = {}
        for relation in self.parse(listing):
            kind = (relation.get("Type") or "").rpartition("/")[2]
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or ""))
                found.setdefault(kind, target.lstrip("/"))
        return found


def _slim(styles: bytes) -> bytes:
    """The styles without those of tables: nine tenths of the part in many files, and half of all the time.

    Under another prefix than w: nothing is taken out, and nothing is lost.
    """
    pieces = styles.split(_STYLE_END)
    return _STYLE_END.join(
        piece
        for piece in pieces
        if not (piece.lstrip().startswith(b"<w:style ") and b'w:type="table"' in piece[:300])
    )


def open_word(data: bytes, file: str) -> WordParts:
    """Return the parts of a Word file.

    Raises InputError for a file that is damaged, beyond bounds, or no Word file.
    """
    with open_zip(data, file) as archive:
        package = _Package(archive, file)
        main = package.related("").get("officeDocument", _USUAL)
        main = main if main in package.names else _USUAL
        root = package.parse(main) if main in package.names else None
        if root is None or root.tag != f"{W}document":
            raise InputError(
                file,
                "",
                "a zip archive without a Word document",
                "a .docx file",
                "Open it to see what it is; a report in it can be saved as .docx or as text.",
            )
        related = package.related(main)
        styles, numbering = related.get("styles"), related.get("numbering")
        return WordParts(
            root,
            parse_xml(_slim(package.read(styles)), styles, file) if styles in package.names else None,
            package.read(numbering) if numbering in package.names else None,
        )
