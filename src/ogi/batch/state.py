"""What an item was rendered from, kept beside its outputs, so that an unchanged one is skipped."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Literal

from ogi.batch.plan import Item
from ogi.batch.reasons import Reason
from ogi.store.digests import SIZE, RowDigests, changed_rows
from ogi.version import digest, fonts_version, libraries, version_behind
from ogi.whole import write_whole

Status = Literal["rendered", "failed"]
# What a notebook runs and what makes its pages: all other code may change without their being made again.
CODE = ("helpers", "ogi.batch.render", "ogi.batch.kernels.engine", "ogi.batch.kernels.forked")
_DATA = ("facts", "findings", "reports")
_MOST_ROWS = 20_000  # of an item whose rows are kept one by one, to say how many changed


@dataclass(frozen=True, slots=True)
class Key:
    """Digests of all that an item's outputs depend on; two equal keys give equal outputs."""

    notebook: str
    parameters: str
    facts: str
    findings: str
    reports: str
    code: str
    fonts: str
    libraries: str

    def changed_from(self, old: Key) -> list[str]:
        """The names of the parts that differ."""
        return [f.name for f in fields(self) if getattr(self, f.name) != getattr(old, f.name)]

    def shows(self, data: Mapping[str, str]) -> bool:
        """Whether it is of these rows (`data_of`)."""
        return all(getattr(self, name) == value for name, value in data.items())


@dataclass(frozen=True, slots=True)
class State:
    """How an item's last run ended, after how many seconds, and why it was run.

    `rows` are the digests of the rows that it showed, by table, unless there were too many.
    """

    key: Key
    status: Status
    error: str = ""
    seconds: float = 0.0
    reasons: tuple[Reason, ...] = ()
    rows: Mapping[str, str] = field(default_factory=dict)


@cache
def _libraries() -> str:
    return digest(sys.version.encode(), repr(libraries()).encode())


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an item depends on as things stand now: its key, and its rows' digests as a state keeps them."""

    key: Key
    rows: Mapping[str, str]


def data_of(report_ids: Iterable[str], digests: RowDigests) -> dict[str, str]:
    """Return a digest of some reports' rows of each table, as a key holds them."""
    ids = tuple(report_ids)
    return {name: digest(digests.rows(name, ids)) for name in _DATA}


def inputs_of(item: Item, digests: RowDigests) -> Inputs:
    """Return what an item depends on as things stand now."""
    rows = {name: digests.rows(name, item.reports) for name in _DATA}
    key = Key(
        notebook=digest(item.notebook.read_bytes()),
        parameters=digest(json.dumps(item.parameters, sort_keys=True, default=str).encode()),
        **data_of(item.reports, digests),
        code=version_behind(*CODE),
        fonts=fonts_version(),
        libraries=_libraries(),
    )
    if sum(map(len, rows.values())) > _MOST_ROWS * SIZE:
        return Inputs(key, {})
    return Inputs(key, {name: base64.b64encode(own).decode() for name, own in rows.items()})


def _path(folder: Path, name: str) -> Path:
    return folder / f".{name}.state.json"


def read_state(folder: Path, name: str) -> State | None:
    """Return how the last run of a notebook into a folder ended, or None when there was none."""
    try:
        data = json.loads(_path(folder, name).read_text(encoding="utf-8"))
        reasons = tuple(Reason(*reason) for reason in data.pop("reasons"))
        return State(Key(**data.pop("key")), reasons=reasons, **data)
    except (OSError, json.JSONDecodeError, KeyError, TypeError, AttributeError):
        return None  # no run, or a state of another version: render again


def names_run(folder: Path) -> list[str]:
    """Return the names of the notebooks that were ever run into a folder."""
    return sorted(path.name[1 : -len(".state.json")] for path in folder.glob(".*.state.json"))


def forget_state(folder: Path, name: str) -> None:
    """Forget a notebook's last run, before its outputs are replaced."""
    _path(folder, name).unlink(missing_ok=True)


def write_state(folder: Path, name: str, state: State) -> None:
    """Record how a run ended, after its outputs are in place."""
    text = json.dumps(asdict(state), indent=1, ensure_ascii=False)
    write_whole(_path(folder, name), text.encode())


def _data_changed(name: str, subject: str, now: Inputs, before: State) -> Reason:
    """That rows of a table changed, and how many where that is known."""
    if name == "reports" or name not in now.rows or name not in before.rows:
        return Reason(name, subject)
    old, new = (base64.b64decode(rows[name]) for rows in (before.rows, now.rows))
    return Reason(name, subject, changed_rows(old, new))


def why_run(now: Inputs, state: State | None, subject: str, *, complete: bool) -> tuple[Reason, ...]:
    """Return why an item has to be rendered, or nothing when it is up to date."""
    if state is None:
        return (Reason("new"),)
    if state.status == "failed":
        return (Reason("failed"),)
    if changed := now.key.changed_from(state.key):
        return tuple(_data_changed(c, subject, now, state) if c in _DATA else Reason(c) for c in changed)
    return () if complete else (Reason("output"),)
