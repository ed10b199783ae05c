"""What an untrusted Office file may hold: a sound zip of bounded size, XML without entities."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from lxml import etree

from ogi.errors import InputError

MOST_MEMBERS = 2_000
MOST_BYTES = 200_000_000
# A run of one letter is packed 1,000 to 1 and a real document 5 to 30 to 1; small members may be denser.
MOST_RATIO = 200
RATIO_FROM = 1_000_000
# A tree takes many times the room of its text.
MOST_TREE = 32_000_000

_DIRECTORY_ENTRY = b"PK\x01\x02"
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OverflowError, OSError, struct.error)
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_AGAIN = "Fetch the file again, or open it in its program and save it anew."
_LIMITED = "If the file is to be trusted, open it in its program and save a copy without what is not needed."


def open_zip(data: bytes, file: str) -> zipfile.ZipFile:
    """Return a zip archive whose members keep to the bounds above by what its directory says of them.

    Raises InputError for an archive that is broken, encrypted, or beyond a bound.
    """
    # The directory is made into objects before it can be counted: a first count looks at bytes alone.
    if data.count(_DIRECTORY_ENTRY) > 10 * MOST_MEMBERS:
        raise _beyond(file, "", f"more than {10 * MOST_MEMBERS:,} members", f"at most {MOST_MEMBERS:,}")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (*_BROKEN, NotImplementedError) as error:
        raise _broken(file, "") from error
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise _beyond(file, "", f"{len(members):,} members", f"at most {MOST_MEMBERS:,}")
    if (total := sum(member.file_size for member in members)) > MOST_BYTES:
        raise _beyond(file, "", f"{total:,} bytes when unpacked", f"at most {MOST_BYTES:,}")
    for member in members:
        if member.flag_bits & 0x1:
            raise InputError(
                file,
                member.filename,
                "an encrypted member",
                "a file without a password",
                "Open it with its password and save it without one.",
            )
        if member.compress_type not in _METHODS:
            raise _broken(file, member.filename)
        if member.file_size > max(RATIO_FROM, MOST_RATIO * member.compress_size):
            found = f"{member.file_size:,} bytes packed into {member.compress_size:,}"
            raise _beyond(file, member.filename, found, f"at most {MOST_RATIO} to 1")
    return archive


def check_zip(data: bytes, file: str) -> None:
    """Check that an archive is sound and within bounds. Raises InputError when it is not."""
    open_zip(data, file).close()


def read_member(archive: zipfile.ZipFile, name: str, file: str) -> bytes:
    """Return a member's bytes. Raises InputError when it is damaged or larger than its directory says."""
    try:
        member = archive.getinfo(name)
        with archive.open(member) as stream:
            # Reading to the end would unpack all that is there before the size is looked at.
            data = stream.read(member.file_size)
            stream.read(1)  # the check sum is compared at the end
    except (*_BROKEN, KeyError, RuntimeError, NotImplementedError) as error:
        raise _broken(file, name) from error
    if len(data) != member.file_size:
        raise _broken(file, name)
    return data


def read_xml(archive: zipfile.ZipFile, name: str, file: str) -> bytes:
    """Return an XML member's bytes. Raises InputError for a damaged one or one that declares entities."""
    data = read_member(archive, name, file)
    # UTF-16 hides the words between zero bytes.
    plain = data.replace(b"\0", b"") if b"\0" in data[:4] else data
    if any(word in plain for word in _DECLARATIONS):
        raise _declares(file, name)
    return data


def parse_xml(data: bytes, name: str, file: str) -> etree._Element:
    """Return the root of an XML member.

    Raises InputError for XML that is broken, has a document type, or is beyond bounds in size or depth.
    """
    if len(data) > MOST_TREE:
        raise _beyond(file, name, f"{len(data):,} bytes of XML", f"at most {MOST_TREE:,}")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise _beyond(file, name, "elements nested too deep", "at most 256 levels") from error
        raise _broken(file, name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _declares(file, name)
    return root


def _broken(file: str, where: str) -> InputError:
    return InputError(file, where, "a damaged Office file", "a whole one", _AGAIN)


def _declares(file: str, where: str) -> InputError:
    return InputError(file, where, "a document type or entities", "XML without them", _LIMITED)


def _beyond(file: str, where: str, found: str, expected: str) -> InputError:
    return InputError(file, where, found, expected, _LIMITED)
