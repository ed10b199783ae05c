"""One item rendered: notebook, page and charts, put in place together or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

from ogi.batch import lean  # noqa: F401  (before nbformat is)
from ogi.batch.due import Due
from ogi.batch.engine import execute
from ogi.batch.failures import KernelDiedError, NotebookError
from ogi.batch.outcome import EVIDENCE, Outcome, names_of
from ogi.batch.page import report_page
from ogi.batch.plan import Item
from ogi.batch.state import State, Status, forget_state, write_state
from ogi.batch.words import say
from ogi.errors import InputError
from ogi.evidence import evidence_page, find_evidence
from ogi.places import is_local
from ogi.store.files import sources_of
from ogi.store.reading import read
from ogi.view import view_report


def _write_evidence(item: Item, data: Path, aside: Path, *, page: bool) -> None:
    """Write the report's text beside its facts; `page` says whether there is a page of the item to link to.

    Raises InputError when the published file is not there or is another one.
    """
    links = [("../../index.html", say(item.lang, "back"))]
    if page:
        links.append((f"{item.name}.html", say(item.lang, "report_page")))
    own = read(data, item.reports)
    found = find_evidence(view_report(own, item.agency_id, int(str(item.year)), item.lang))
    (aside / EVIDENCE).write_text(evidence_page(found, links), encoding="utf-8")


def render(
    due: Due,
    data: Path,
    target: Path,
    limit: float | None = None,
    *,
    last: bool = True,
) -> Outcome:
    """Render an item into its folder below `target`, here or at an address; `data` has the tables.

    `limit` is the most seconds that its notebook may run. Where its kernel dies, the outcome says so; with
    `last` not set KernelDiedError is raised instead, and everything is as it was: it may be tried again.

    Everything is made aside and then moved, the record of the run last, so that an interrupted run is
    done again. A failed item keeps its notebook, with the error in it, and has no page. The evidence page is
    the report's: it does not depend on the notebook, and where the published file is not there, only it is
    missing.
    """
    if is_local(target):
        return _render(due, data, target, limit, last=last)
    with tempfile.TemporaryDirectory(prefix="ogi-item-") as aside:
        outcome = _render(due, data, Path(aside), limit, last=last)
        _send(due.item, Path(aside), target)
    return outcome


def _send(item: Item, made: Path, target: Path) -> None:
    """Put an item's outputs at an address: the record of the old run away first, that of the new one last."""
    there, here = target / item.folder, made / item.folder
    forget_state(there, item.name)
    for name in names_of(item):
        if not (here / name).is_file():
            (there / name).unlink(missing_ok=True)
    states = here.glob(".*.state.json")
    others = sorted(path for path in here.rglob("*") if path.is_file() and not path.name.startswith("."))
    for path in [*others, *states]:
        (there / path.relative_to(here).as_posix()).write_bytes(path.read_bytes())


def _render(due: Due, data: Path, target: Path, limit: float | None, *, last: bool) -> Outcome:
    start = time.monotonic()
    item = due.item
    folder = target / item.folder
    folder.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
    error = note = ""
    evidence = item.with_evidence or _has_source(item, data)
    executed = None
    try:
        notebook = aside / f"{item.name}.ipynb"
        try:
            executed = execute(item.notebook, notebook, item.parameters, limit)
        except NotebookError as failed:
            if isinstance(failed, KernelDiedError) and not last:
                raise
            error = str(failed)
        if item.with_evidence:
            try:
                _write_evidence(item, data, aside, page=executed is not None)
            except InputError as missing:
                note, evidence = str(missing), False
        if executed is not None:
            page = report_page(executed, item.title, item.lang, item.name, evidence=evidence)
            (aside / f"{item.name}.html").write_text(page, encoding="utf-8")
        _put_in_place(item, aside, folder)
        seconds = time.monotonic() - start
        status: Status = "failed" if error else "rendered"
        state = State(due.inputs.key, status, error, round(seconds, 2), due.why, due.inputs.rows)
        write_state(folder, item.name, state)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Outcome(item, error, seconds, note)


def _has_source(item: Item, data: Path) -> bool:
    """Whether an evidence page is made with another notebook of the same report."""
    if not item.of_report:
        return False
    (file,) = read(data, item.reports).reports["source_file"]
    return sources_of(data).find(item.reports[0], str(file)) is not None


def _put_in_place(item: Item, aside: Path, folder: Path) -> None:
    """Replace an item's outputs by those made aside; what was not made again is taken away."""
    forget_state(folder, item.name)
    for name in names_of(item):
        made = aside / name
        if made.is_file():
            os.replace(made, folder / made.name)
        else:
            (folder / made.name).unlink(missing_ok=True)
    for chart in sorted((aside / "charts").glob("*")):
        (folder / "charts").mkdir(exist_ok=True)
        os.replace(chart, folder / "charts" / chart.name)
