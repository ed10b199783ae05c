"""The published file of a report whose facts are in the tables: found, and read again as it was then."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from ogi.errors import InputError
from ogi.places import here
from ogi.read import read_report
from ogi.report import Fact, RegisterEntry, Report
from ogi.store.files import Sources


def _entry(meta: Mapping[str, object]) -> RegisterEntry:
    return RegisterEntry(
        file=str(meta["source_file"]),
        agency_id=str(meta["agency_id"]),
        agency=str(meta["agency"]),
        year=int(str(meta["year"])),
        agency_en=str(meta["agency_en"] or ""),
    )


def _missing(meta: Mapping[str, object], sources: Sources) -> InputError:
    name = str(meta["source_file"])
    known = sources.read_at.get(str(meta["report_id"]))
    place = known or (sources.raw / name if sources.raw else Path(name))
    return InputError(
        name,
        f"report {meta['report_id']}",
        f"no file at {place}",
        "the published file that its facts were read from",
        "Put it back there, or read it again where it is now: ogi ingest.",
    )


def read_source(meta: Mapping[str, object], facts: Iterable[Fact], sources: Sources) -> tuple[Path, Report]:
    """Return a report's file and the report read from it again, given its row of reports and its facts.

    Raises InputError when the file is nowhere, when it is not the very file that the facts were read from
    (by its SHA-256), or when it is and this version reads another text from it than the facts quote.
    """
    path = sources.find(str(meta["report_id"]), str(meta["source_file"]))
    if path is None:
        raise _missing(meta, sources)
    name, expected = str(meta["source_file"]), str(meta["source_sha256"])
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != expected:
        raise InputError(
            name,
            str(path),
            f"a file whose SHA-256 is {found}",
            f"{expected}, the file that the facts were read from",
            "Restore that file, or run `ogi ingest` to read this one.",
        )
    with here(path) as file:
        report = read_report(file, _entry(meta))
    for fact in facts:
        if report.text[fact.char_start : fact.char_end] != fact.quote:
            there = report.text[fact.char_start : fact.char_end]
            raise InputError(
                name,
                f"characters {fact.char_start} to {fact.char_end}",
                f"“{there[:30]}”",
                f"“{fact.quote[:30]}”, as when its facts were read",
                "Another version of ogi read them: run `ogi ingest` again.",
            )
    return path, report
