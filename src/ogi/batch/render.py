"""One item rendered: notebook, page and charts, put in place together or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from ogi.batch.engine import NotebookError, execute
from ogi.batch.page import report_page
from ogi.batch.plan import Item
from ogi.batch.state import Key, State, forget_state, write_state


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an item ended, after how many seconds."""

    item: Item
    error: str
    seconds: float


def outputs(item: Item, target: Path) -> tuple[Path, Path]:
    """The notebook and the page of an item."""
    folder = target / item.folder
    return folder / f"{item.name}.ipynb", folder / f"{item.name}.html"


def render(item: Item, target: Path, key: Key) -> Outcome:
    """Render an item into its folder below `target`.

    Everything is made aside and then moved, the record of the run last, so that an interrupted run is
    done again. A failed item keeps its notebook, with the error in it, and has no page.
    """
    start = time.monotonic()
    folder = target / item.folder
    folder.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
    error = ""
    try:
        notebook = aside / f"{item.name}.ipynb"
        try:
            executed = execute(item.notebook, notebook, item.parameters)
            title = f"{item.agency} {item.year}"
            page = report_page(executed, title, item.lang, item.name)
            (aside / f"{item.name}.html").write_text(page, encoding="utf-8")
        except NotebookError as failed:
            error = str(failed)
        _put_in_place(item, aside, folder)
        write_state(folder, item.name, State(key, "failed" if error else "rendered", error))
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Outcome(item, error, time.monotonic() - start)


def _put_in_place(item: Item, aside: Path, folder: Path) -> None:
    """Replace an item's outputs by those made aside; what was not made again is taken away."""
    forget_state(folder, item.name)
    for ending in ("ipynb", "html"):
        made = aside / f"{item.name}.{ending}"
        if made.is_file():
            os.replace(made, folder / made.name)
        else:
            (folder / made.name).unlink(missing_ok=True)
    for chart in sorted((aside / "charts").glob("*")):
        (folder / "charts").mkdir(exist_ok=True)
        os.replace(chart, folder / "charts" / chart.name)
