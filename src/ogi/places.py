"""Folders and files on this machine or at an address such as s3://bucket/folder."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any, cast

from ogi.errors import InputError


def is_address(text: str | Path) -> bool:
    """Whether a text names a place by an address and not by a path.

    >>> is_address("s3://bucket/reports"), is_address("data/processed")
    (True, False)
    """
    return "://" in str(text)


def place(text: str | Path) -> Path:
    """Return a path, or what is used like one where an address is given.

    Addresses are those of fsspec; where a store is and who may use it, its own settings say (for S3
    AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID and the like). Raises InputError when what reads such addresses is not
    installed.
    """
    if not is_address(text):
        return Path(text)
    scheme = str(text).partition("://")[0]
    try:
        from upath import UPath

        found = UPath(str(text))
        found.fs  # noqa: B018  # imports what reads the address
    except (ImportError, ValueError) as error:
        extra = "s3" if scheme == "s3" else scheme
        raise InputError(
            str(text),
            "",
            f"an address that nothing installed reads ({error})",
            "a path, or an address of fsspec",
            f"Install what reads it (pip install 'ogi-reports[{extra}]')."
            if scheme == "s3"
            else "Correct it, or install the package that fsspec names for it.",
        ) from error
    # A UPath is no Path, and does all that a Path is used for here.
    return cast("Path", found)


def is_local(folder: Path) -> bool:
    """Whether a place is on this machine."""
    return isinstance(folder, PurePath)


def exists(file: Path) -> bool:
    """Whether a file is there. Raises InputError when the store of its address cannot be got at."""
    if is_local(file):
        return file.is_file()
    try:
        return bool(filesystem(file).info(str(file))["type"] == "file")
    except FileNotFoundError:
        return False
    except Exception as error:  # each store's library has errors of its own; none of them is one of Python's
        raise InputError(
            str(file),
            "",
            f"a store that does not answer as it should ({type(error).__name__}: {error})",
            "a store that can be read",
            "Check the address, and where the store's settings say it is and who may use it.",
        ) from error


def filesystem(folder: Path) -> Any:
    """Return the file system of a place that is not on this machine."""
    return cast("Any", folder).fs


@contextlib.contextmanager
def here(file: Path) -> Iterator[Path]:
    """Have a file on this machine as long as it is needed."""
    if is_local(file):
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="ogi-") as folder:
        copy = Path(folder) / file.name
        copy.write_bytes(file.read_bytes())
        yield copy
