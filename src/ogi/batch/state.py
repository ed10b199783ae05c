"""What an item was rendered from, kept beside its outputs, so that an unchanged one is skipped."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from ogi.batch.plan import Item
from ogi.store.reading import Processed
from ogi.version import code_version, digest
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


@cache
def _libraries() -> str:
    return digest(sys.version.encode(), *(f"{name} {version(name)}".encode() for name in _LIBRARIES))


def data_digests(tables: Processed) -> dict[str, str]:
    """Return a digest of each report's rows in the three tables, by report id."""
    parts: dict[str, list[bytes]] = {}
    for frame in (tables.reports, tables.facts, tables.findings):
        for report_id, rows in frame.groupby("report_id", sort=False):
            parts.setdefault(str(report_id), []).append(rows.to_csv(index=False).encode())
    return {report_id: digest(*rows) for report_id, rows in parts.items()}


def key_of(item: Item, data: Mapping[str, str]) -> Key:
    """Return the key of an item as things stand now; `data` are the digests of the reports' rows."""
    return Key(
        notebook=digest(item.notebook.read_bytes()),
        parameters=digest(json.dumps(item.parameters, sort_keys=True, default=str).encode()),
        data=data.get(item.report_id, ""),
        code=code_version(),
        libraries=_libraries(),
    )


def _path(folder: Path, name: str) -> Path:
    return folder / f".{name}.state.json"


def read_state(folder: Path, name: str) -> State | None:
    """Return how the last run of a notebook into a folder ended, or None when there was none."""
    try:
        data = json.loads(_path(folder, name).read_text(encoding="utf-8"))
        return State(Key(**data["key"]), data["status"], data["error"])
    except (OSError, json.JSONDecodeError, KeyError, TypeError):
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
