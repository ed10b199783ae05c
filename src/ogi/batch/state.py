"""What an item was rendered from, kept beside its outputs, so that an unchanged one is skipped."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import pandas as pd

from ogi.batch.plan import Item
from ogi.store import Processed
from ogi.whole import write_whole

Status = Literal["rendered", "failed"]
_LIBRARIES = ("ipykernel", "matplotlib", "nbconvert", "numpy", "pandas", "papermill", "pyarrow", "seaborn")


@dataclass(frozen=True, slots=True)
class Key:
    """Digests of all that an item's outputs depend on; two equal keys give equal outputs."""

    notebook: str
    parameters: str
    data: str
    code: str
    libraries: str

    def changed_from(self, old: Key) -> list[str]:
        """The names of the parts that differ."""
        return [f.name for f in fields(self) if getattr(self, f.name) != getattr(old, f.name)]


@dataclass(frozen=True, slots=True)
class State:
    """How an item's last run ended."""

    key: Key
    status: Status
    error: str = ""


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def code_files() -> list[Path]:
    """Return the files of this project, fonts apart, that outputs depend on."""
    root = Path(__file__).resolve().parents[2]
    files = [root / "helpers.py", *sorted((root / "ogi").rglob("*"))]
    return [path for path in files if path.suffix in (".py", ".yaml", ".j2", ".css")]


@cache
def _code() -> str:
    return _digest(*(path.read_bytes() for path in code_files()))


@cache
def _libraries() -> str:
    return _digest(sys.version.encode(), *(f"{name} {version(name)}".encode() for name in _LIBRARIES))


def data_digest(tables: Processed, report_id: str) -> str:
    """Return a digest of one report's rows in the three tables."""

    def rows(frame: pd.DataFrame) -> bytes:
        own: str = frame[frame["report_id"] == report_id].to_csv(index=False)
        return own.encode()

    return _digest(rows(tables.facts), rows(tables.findings), rows(tables.reports))


def key_of(item: Item, tables: Processed) -> Key:
    """Return the key of an item as things stand now."""
    return Key(
        notebook=_digest(item.notebook.read_bytes()),
        parameters=_digest(json.dumps(item.parameters, sort_keys=True, default=str).encode()),
        data=data_digest(tables, item.report_id),
        code=_code(),
        libraries=_libraries(),
    )


def _path(folder: Path, name: str) -> Path:
    return folder / f".{name}.state.json"


def read_state(folder: Path, name: str) -> State | None:
    """Return how the last run of a notebook into a folder ended, or None when there was none."""
    try:
        data = json.loads(_path(folder, name).read_text(encoding="utf-8"))
        return State(Key(**data["key"]), data["status"], data["error"])
    except (FileNotFoundError, json.JSONDecodeError, KeyError, TypeError):
        return None  # no run, or a state of another version: render again


def forget_state(folder: Path, name: str) -> None:
    """Forget a notebook's last run, before its outputs are replaced."""
    _path(folder, name).unlink(missing_ok=True)


def write_state(folder: Path, name: str, state: State) -> None:
    """Record how a run ended, after its outputs are in place."""
    text = json.dumps(asdict(state), indent=1, ensure_ascii=False)
    write_whole(_path(folder, name), text.encode())


def why_run(key: Key, state: State | None, *, complete: bool) -> str:
    """Return why an item has to be rendered, or nothing when it is up to date.

    >>> key = Key("n", "p", "d", "c", "l")
    >>> why_run(key, State(Key("n", "p", "old", "c", "l"), "rendered"), complete=True)
    'data changed'
    """
    if state is None:
        return "not rendered yet"
    if state.status == "failed":
        return "failed last time"
    if changed := key.changed_from(state.key):
        return f"{' and '.join(changed)} changed"
    return "" if complete else "an output is missing"
