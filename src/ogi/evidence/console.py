"""How many of each report's numbers were read, as a table for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table

from ogi.errors import OgiError
from ogi.evidence.coverage import Coverage, Share, coverage
from ogi.evidence.source import read_source
from ogi.evidence.words import say
from ogi.language import Lang
from ogi.select import readable
from ogi.store.files import sources_of
from ogi.store.reading import Processed, facts_of


def coverages(tables: Processed) -> Iterator[tuple[str, Coverage | OgiError]]:
    """Yield each report's id with how many of its numbers were read, or why that cannot be said."""
    sources = sources_of(tables.folder)
    own = dict(iter(tables.facts.groupby("report_id", sort=False)))
    for row in readable(tables.reports).to_dict("records"):
        meta = {str(key): value for key, value in row.items()}
        report_id = str(meta["report_id"])
        facts = facts_of(own.get(report_id, tables.facts.iloc[:0]))
        try:
            yield report_id, coverage(read_source(meta, facts, sources)[1], facts)
        except OgiError as error:
            yield report_id, error


def _cells(shares: tuple[Share, ...]) -> Iterator[str]:
    for share in shares:
        yield f"{share.read:,} / {share.numbers:,}"
        yield "—" if share.share is None else f"{share.share:.1%}"


def coverage_console(tables: Processed, lang: Lang) -> tuple[Table, list[OgiError]]:
    """Return the numbers that could be counts and those read, a report a row and all in the last one.

    The numbers of the running text and those in tables stand apart. Reports whose published file is not
    there, or is another one, are left out of it: the errors that say so come with it.
    """
    table = Table(title=say(lang, "coverage_title"), title_justify="left")
    table.add_column(say(lang, "coverage_report"))
    for place in ("prose", "table", "all"):
        table.add_column(say(lang, f"coverage_place_{place}"), justify="right")
        table.add_column("%", justify="right")
    errors: list[OgiError] = []
    total = (Share(), Share(), Share())
    for report_id, found in coverages(tables):
        if isinstance(found, OgiError):
            errors.append(found)
            continue
        shares = (found.of("prose"), found.of("table"), found.all)
        total = (total[0] + shares[0], total[1] + shares[1], total[2] + shares[2])
        table.add_row(report_id, *_cells(shares))
    table.add_section()
    table.add_row(say(lang, "coverage_total"), *_cells(total))
    return table, errors
