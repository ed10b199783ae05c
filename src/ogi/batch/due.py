"""Which items of a plan have to be rendered, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ogi.batch.outcome import outputs
from ogi.batch.plan import Item
from ogi.batch.reasons import Reason
from ogi.batch.state import Inputs, State, inputs_of, read_state, why_run
from ogi.store.digests import RowDigests
from ogi.store.files import sources_of
from ogi.store.listing import Listing

Only = Literal["changed", "failed"]


@dataclass(frozen=True, slots=True)
class Due:
    """An item, what it depends on now, how its last run ended, and why it is to be rendered.

    An item that is up to date has no `why`.
    """

    item: Item
    inputs: Inputs
    last: State | None
    why: tuple[Reason, ...]

    @property
    def failed_before(self) -> bool:
        """Whether its last run failed."""
        return self.last is not None and self.last.status == "failed"

    @property
    def changed(self) -> bool:
        """Whether it was rendered, and would be another one now."""
        return self.last is not None and self.last.key != self.inputs.key


def _with_source(listing: Listing) -> set[str]:
    """The ids of the reports whose published file is there: they can have an evidence page."""
    sources = sources_of(listing.folder)
    return {r.report_id for r in listing.reports if sources.find(r.report_id, r.source_file) is not None}


def find_due(
    items: Iterable[Item],
    listing: Listing,
    target: Path,
    digests: RowDigests,
    *,
    force: bool = False,
    only: Collection[Only] = (),
) -> list[Due]:
    """Return each item with why it has to be rendered, in their order.

    `only` leaves those whose inputs changed since they were rendered, those that failed, or both.
    """
    with_source = _with_source(listing)
    found: list[Due] = []
    for item in items:
        inputs = inputs_of(item, digests)
        last = read_state(target / item.folder, item.name)
        evidence = item.with_evidence and item.reports[0] in with_source
        complete = all(path.is_file() for path in outputs(item, target, evidence=evidence))
        why = (Reason("forced"),) if force else why_run(inputs, last, item.subject, complete=complete)
        one = Due(item, inputs, last, why)
        if not only or ("changed" in only and one.changed) or ("failed" in only and one.failed_before):
            found.append(one)
    return found
