"""Which code made something: digests of this project's own files."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
# What facts and findings depend on; what comes after them in the flow does not change them.
_OF_TABLES = ("read", "forms", "extract", "check", "store")


def code_files() -> list[Path]:
    """Return the files of this project, fonts apart, that outputs depend on."""
    files = [_ROOT / "helpers.py", *sorted((_ROOT / "ogi").rglob("*"))]
    return [path for path in files if path.suffix in (".py", ".yaml", ".j2", ".css", ".js", ".txt")]


def digest(*parts: bytes) -> str:
    """Return a short digest of some bytes."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


@cache
def code_version() -> str:
    """Return a digest of all code and data of the package."""
    return digest(*(path.read_bytes() for path in code_files()))


@cache
def tables_version() -> str:
    """Return a digest of the code and the forms that the processed tables depend on."""
    package = _ROOT / "ogi"
    below = [path for path in code_files() if package in path.parents]
    files = [p for p in below if p.parent == package or p.relative_to(package).parts[0] in _OF_TABLES]
    return digest(*(path.read_bytes() for path in files))
