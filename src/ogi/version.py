"""Which code made something: digests of this project's own files."""

from __future__ import annotations

import hashlib
import re
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_IMPORT = re.compile(
    r"^\s*(?:from|import)\s+(?P<module>(?:ogi|helpers)\b[\w.]*)(?:\s+import\s+(?P<names>\([^)]*\)|[^\n]*))?",
    re.M,
)
_LIBRARIES = (
    *("ipykernel", "jinja2", "lxml", "matplotlib", "nbclient", "nbconvert", "numpy", "pandas"),
    *("papermill", "pdfplumber", "pillow", "pyarrow", "seaborn", "uharfbuzz"),
)


def code_files() -> list[Path]:
    """Return the files of this project, fonts apart, that some output depends on."""
    files = [_ROOT / "helpers.py", *sorted((_ROOT / "ogi").rglob("*"))]
    return [path for path in files if path.suffix in (".py", ".yaml", ".j2", ".css", ".js", ".txt")]


def digest(*parts: bytes) -> str:
    """Return a short digest of some bytes."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def _file_of(module: str) -> Path | None:
    """The file of one of our modules; None for what is none of ours or is no module."""
    place = _ROOT.joinpath(*module.split("."))
    return next((f for f in (place.with_suffix(".py"), place / "__init__.py") if f.is_file()), None)


def _package(path: Path) -> Path:
    """The folder of the package that a file belongs to."""
    return next(folder for folder in path.parents if (folder / "__init__.py").is_file())


def modules_behind(*modules: str) -> set[str]:
    """Return our modules that some of them import, directly or not, themselves among them."""
    found: set[str] = set()
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        file = _file_of(module)
        if module in found or file is None:
            continue
        found.add(module)
        waiting.append(module.rpartition(".")[0])  # a package is imported before what is in it
        for match in _IMPORT.finditer(file.read_text(encoding="utf-8")):
            waiting.append(match["module"])
            waiting += [f"{match['module']}.{name}" for name in re.findall(r"\w+", match["names"] or "")]
    return found


@cache
def version_behind(*modules: str) -> str:
    """Return a digest of the code that some modules depend on, and of the data in their packages."""
    files = [file for module in sorted(modules_behind(*modules)) if (file := _file_of(module))]
    folders = {file.parent for file in files}
    data = [path for path in code_files() if path.suffix != ".py" and _package(path) in folders]
    return digest(*(path.read_bytes() for path in [*files, *data]))


@cache
def fonts_version() -> str:
    """Return a digest of the fonts that charts and pages are set in."""
    return digest(*(path.read_bytes() for path in sorted((_ROOT / "ogi" / "fonts").glob("*.ttf"))))


@cache
def tables_version() -> str:
    """Return a digest of the code and the forms that the processed tables depend on."""
    return version_behind("ogi.ingest")


@cache
def libraries() -> dict[str, str]:
    """Return the versions of Python and of the libraries that outputs depend on, by name."""
    return {"python": sys.version.split()[0], **{name: version(name) for name in _LIBRARIES}}
