"""The record of a run, `run.json`: each item with its status, reason, duration and findings, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from ogi.batch.due import Due
from ogi.batch.outcome import Outcome
from ogi.batch.plan import Item
from ogi.batch.reasons import told
from ogi.batch.state import data_of
from ogi.language import Lang
from ogi.store.digests import RowDigests
from ogi.store.listing import Listed, Listing
from ogi.version import digest, version_behind
from ogi.whole import write_whole

RECORD = "run.json"
INDEX = "index.html"


def _status(one: Due, outcome: Outcome | None) -> str:
    if outcome is not None:
        return "failed" if outcome.error else "rendered"
    return "interrupted" if one.why else "unchanged"


def _findings(item: Item, reports: Mapping[str, Listed]) -> dict[str, int]:
    own = [reports[report_id] for report_id in item.reports]
    return {grade: sum(getattr(r, grade) for r in own) for grade in ("errors", "warnings", "notes")}


def _entry(one: Due, outcome: Outcome | None, reports: Mapping[str, Listed]) -> dict[str, object]:
    item = one.item
    seconds = outcome.seconds if outcome else one.last.seconds if one.last and not one.why else None
    return {
        "agency": item.agency_id or None,
        "year": item.year,
        "notebook": item.name,
        "lang": item.lang,
        "folder": item.folder.as_posix(),
        "status": _status(one, outcome),
        "reason": told(one.why) or None,
        "seconds": None if seconds is None else round(seconds, 2),
        "error": outcome.error or None if outcome else None,
        "note": outcome.note or None if outcome else None,
        "findings": _findings(item, reports),
    }


def write_record(
    target: Path,
    began: datetime,
    dues: Iterable[Due],
    outcomes: Mapping[Item, Outcome],
    listing: Listing,
    *,
    index: str,
) -> Path:
    """Write `run.json` below the target folder and return its path.

    An item that was to be rendered and has not ended is "interrupted"; `seconds` of one that is unchanged are
    those of the run that made it. `index` is what the index was made of, nothing when it was not.
    """
    reports = {r.report_id: r for r in listing.reports}
    entries = [_entry(one, outcomes.get(one.item), reports) for one in dues]
    statuses = [str(entry["status"]) for entry in entries]
    ended = datetime.now().astimezone()
    record = {
        "began": began.isoformat(timespec="seconds"),
        "ended": ended.isoformat(timespec="seconds"),
        "seconds": round((ended - began).total_seconds(), 2),
        "counts": {status: statuses.count(status) for status in sorted(set(statuses))},
        "index": index or None,
        "items": entries,
    }
    path = target / RECORD
    write_whole(path, json.dumps(record, ensure_ascii=False, indent=1).encode())
    return path


def index_key(listing: Listing, lang: Lang, digests: RowDigests) -> str:
    """Return a digest of what the index is made of, apart from what runs leave."""
    data = data_of((r.report_id for r in listing.reports), digests)
    parts = (
        repr(listing.reports),
        repr(listing.refused),
        repr(data),
        lang,
        version_behind("ogi.batch.index"),
    )
    return digest(*(part.encode() for part in parts))


def index_stands(target: Path, key: str) -> bool:
    """Whether the index is there, and is what it would be if it were made again after a run of nothing."""
    try:
        known = json.loads((target / RECORD).read_text(encoding="utf-8"))["index"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return known == key and (target / INDEX).is_file()
