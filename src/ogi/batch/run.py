"""A plan carried out: what is unchanged is skipped, one bad item never stops the others."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ogi.batch.alone import alone_in
from ogi.batch.due import Due, Only, find_due
from ogi.batch.outcome import Outcome
from ogi.batch.plan import Item
from ogi.batch.record import index_key, index_stands, write_record
from ogi.batch.watch import Lines, Watch
from ogi.language import Lang
from ogi.store.digests import RowDigests
from ogi.store.listing import Listing


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


def run(
    items: Iterable[Item],
    listing: Listing,
    target: Path,
    *,
    lang: Lang = "zh",
    jobs: int | None = None,
    limit: float | None = None,
    run_limit: float | None = None,
    force: bool = False,
    only: Collection[Only] = (),
    watch: Watch | None = None,
) -> Summary:
    """Render the items that need it, `jobs` at a time, and write the index and the record of the run.

    Without `jobs` there are as many as processors. `limit` is the most seconds for an item, `run_limit` for
    all. `only` is that of `find_due`. Raises InputError when another run is at work on the target folder.
    """
    began = datetime.now().astimezone()
    until = None if run_limit is None else time.time() + run_limit
    watch = watch or Lines(print)
    outcomes: dict[Item, Outcome] = {}
    with alone_in(target):
        digests = RowDigests(listing.folder)
        dues = find_due(items, listing, target, digests, force=force, only=only)
        todo = [one for one in dues if one.why]
        key = index_key(listing, lang, digests)
        stands = ""
        try:
            watch.begin(dues)
            for outcome in _outcomes(todo, listing.folder, target, jobs, limit, until):
                outcomes[outcome.item] = outcome
                watch.ended(outcome)
            if todo or not index_stands(target, key):
                from ogi.batch.index import write_index  # takes a second to import

                write_index(listing, target, lang, digests)
            stands = key
        finally:
            watch.close()
            write_record(target, began, dues, outcomes, listing, index=stands)
    failures = {str(item): outcome.error for item, outcome in outcomes.items() if outcome.error}
    return Summary(len(outcomes) - len(failures), len(dues) - len(todo), failures)


def _outcomes(
    todo: list[Due], data: Path, target: Path, jobs: int | None, limit: float | None, until: float | None
) -> Iterator[Outcome]:
    if todo:
        from ogi.batch.pool import Pool, cores  # not needed where all is up to date

        yield from Pool(data, target, jobs or cores(), limit, until).outcomes(todo)
