"""A plan carried out: what is unchanged is skipped, one bad item never stops the others."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ogi.batch.alone import alone_in
from ogi.batch.due import Only, find_due
from ogi.batch.outcome import Outcome
from ogi.batch.plan import Item
from ogi.batch.record import index_key, index_stands, write_record
from ogi.batch.shadow import refresh, standing_for
from ogi.batch.watch import Lines, Watch
from ogi.cores import cores
from ogi.language import Lang
from ogi.store.digests import RowDigests
from ogi.store.listing import Listing

if TYPE_CHECKING:
    from distributed import Client

    from ogi.batch.elsewhere import Elsewhere
    from ogi.batch.pool import Pool


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
    client: Client | None = None,
    force: bool = False,
    only: Collection[Only] = (),
    watch: Watch | None = None,
) -> Summary:
    """Render the items that need it, `jobs` at a time, and write the index and the record of the run.

    Without `jobs` there are as many as processors; with a `client`, a Dask cluster does the work. `limit` is
    the most seconds for an item, `run_limit` for all. `only` is that of `find_due`. Raises InputError when
    another run is at work on the target folder.
    """
    began = datetime.now().astimezone()
    until = None if run_limit is None else time.time() + run_limit
    watch = watch or Lines(print)
    outcomes: dict[Item, Outcome] = {}
    with standing_for(target) as known, alone_in(known):
        digests = RowDigests(listing.folder)
        dues = find_due(items, listing, known, digests, force=force, only=only)
        todo = [one for one in dues if one.why]
        key = index_key(listing, lang, digests)
        stands = ""
        try:
            watch.begin(dues)
            if todo:
                renderer = _renderer(listing.folder, target, jobs, limit, until, client)
                for outcome in renderer.outcomes(todo):
                    outcomes[outcome.item] = outcome
                    watch.ended(outcome)
                refresh(target, known)
            if todo or not index_stands(known, key):
                from ogi.batch.index import write_index  # takes a second to import

                write_index(listing, known, lang, digests)
            stands = key
        finally:
            watch.close()
            write_record(known, began, dues, outcomes, listing, index=stands)
    failures = {str(item): outcome.error for item, outcome in outcomes.items() if outcome.error}
    return Summary(len(outcomes) - len(failures), len(dues) - len(todo), failures)


def _renderer(
    data: Path,
    target: Path,
    jobs: int | None,
    limit: float | None,
    until: float | None,
    client: Client | None,
) -> Pool | Elsewhere:
    """What renders the items: worker processes of this machine, or those of a cluster."""
    if client is not None:
        from ogi.batch.elsewhere import Elsewhere

        return Elsewhere(client, data, target, limit, until)
    from ogi.batch.pool import Pool  # not needed where all is up to date

    return Pool(data, target, jobs or cores(), limit, until)
