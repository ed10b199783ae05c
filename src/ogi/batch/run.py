"""A plan carried out: what is unchanged is skipped, one bad item never stops the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ogi.batch.alone import alone_in
from ogi.batch.index import write_index
from ogi.batch.outcome import outputs
from ogi.batch.plan import Item
from ogi.batch.pool import Pool, cores
from ogi.batch.state import Key, data_digests, key_of, read_state, why_run
from ogi.evidence import sources_of
from ogi.language import Lang
from ogi.select import readable
from ogi.store.reading import Processed


@dataclass(slots=True)
class Summary:
    """How many items were rendered and left as they were, and those that failed with the reason."""

    rendered: int = 0
    unchanged: int = 0
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def failed(self) -> int:
        """How many items failed."""
        return len(self.failures)


def _with_source(tables: Processed) -> set[str]:
    """The ids of the reports whose published file is there: they can have an evidence page."""
    sources = sources_of(tables.folder)
    read = readable(tables.reports)
    named = zip(read["report_id"], read["source_file"], strict=True)
    return {report_id for report_id, file in named if sources.find(report_id, file) is not None}


def due(
    items: Iterable[Item], tables: Processed, target: Path, *, force: bool = False
) -> tuple[dict[Item, tuple[Key, str]], int]:
    """Return the items to be rendered, each with its key and the reason, and how many others there are."""
    data = data_digests(tables)
    there = _with_source(tables)
    todo: dict[Item, tuple[Key, str]] = {}
    unchanged = 0
    for item in items:
        key = key_of(item, data)
        state = read_state(target / item.folder, item.name)
        complete = all(p.is_file() for p in outputs(item, target, evidence=item.report_id in there))
        if why := "forced" if force else why_run(key, state, complete=complete):
            todo[item] = (key, why)
        else:
            unchanged += 1
    return todo, unchanged


def run(
    items: list[Item],
    tables: Processed,
    target: Path,
    *,
    lang: Lang = "zh",
    jobs: int | None = None,
    limit: float | None = None,
    run_limit: float | None = None,
    force: bool = False,
    say: Callable[[str], object] = print,
) -> Summary:
    """Render the items that need it, `jobs` at a time, and write the index; tell each as it ends.

    Without `jobs` there are as many as processors. `limit` is the most seconds for an item, `run_limit` for
    all. Raises InputError when another run is at work on the target folder.
    """
    until = None if run_limit is None else time.time() + run_limit
    summary = Summary()
    with alone_in(target):
        todo, summary.unchanged = due(items, tables, target, force=force)
        for item, (_, why) in todo.items():
            say(f"to render: {item} ({why})")
        pool = Pool(tables, target, jobs or cores(), limit, until)
        for done, outcome in enumerate(
            pool.outcomes({item: key for item, (key, _) in todo.items()}), start=1
        ):
            ended = f"FAILED, {outcome.error}" if outcome.error else "rendered"
            say(f"[{done}/{len(todo)}] {outcome.item}: {ended} ({outcome.seconds:.1f} s)")
            if outcome.note:
                say(f"no evidence page: {outcome.note}")
            if outcome.error:
                summary.failures[str(outcome.item)] = outcome.error
            else:
                summary.rendered += 1
        write_index(tables, target, lang)
    return summary
