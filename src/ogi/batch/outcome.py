"""How an item ended, and which files it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ogi.batch.plan import Item

EVIDENCE = "evidence.html"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an item ended, after how many seconds; `note` says why there is no evidence page."""

    item: Item
    error: str
    seconds: float
    note: str = ""


def names_of(item: Item) -> tuple[str, ...]:
    """The names of the files that an item may leave, besides its charts."""
    own = (f"{item.name}.ipynb", f"{item.name}.html")
    return (*own, EVIDENCE) if item.with_evidence else own


def outputs(item: Item, target: Path, *, evidence: bool) -> list[Path]:
    """The notebook and the page of an item, and the report's evidence page if there can be one."""
    folder = target / item.folder
    return [folder / name for name in names_of(item) if evidence or name != EVIDENCE]
