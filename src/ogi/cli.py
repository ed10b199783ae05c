"""The `ogi` command: arguments only; the work is done by the modules it calls."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ogi.errors import OgiError

app = typer.Typer(
    help="Reads annual reports on open government information as data that keeps its evidence.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


class LangChoice(StrEnum):
    """The languages to choose from."""

    zh = "zh"
    en = "en"


Paths = Annotated[
    list[str] | None,
    typer.Argument(help="Files, folders or addresses that are not registered.", metavar="PATH"),
]
Out = Annotated[
    str | None,
    typer.Option("--out", help="Folder or address for the tables; required with PATH.", metavar="PATH"),
]
Data = Annotated[Path | None, typer.Option("--data", help="Folder of the tables, when not data/processed.")]
Agencies = Annotated[
    list[str] | None, typer.Option("--agency", help="Agency id; may be repeated.", metavar="ID")
]
Years = Annotated[
    list[str] | None,
    typer.Option("--year", help="Report year, or years such as 2011-2018; may be repeated.", metavar="YEAR"),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler", help="Work on the Dask cluster whose scheduler is at ADDRESS.", metavar="ADDRESS"
    ),
]
Language = Annotated[LangChoice, typer.Option("--lang", help="Language of what is shown.")]


def _console() -> Console:
    """A console that does not cut Chinese messages where no terminal tells its width."""
    return Console(width=None if sys.stdout.isatty() else 160, highlight=False)


@app.command()
def ingest(
    paths: Paths = None,
    out: Out = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Files at once; without it as many as processors.")
    ] = None,
    scheduler: Scheduler = None,
) -> None:
    """Read reports into facts, findings and reports (Parquet and CSV).

    Without PATH: every report registered in data/raw/sources.csv, into data/processed. Exit status 2
    when a report was refused; the others are still processed.
    """
    from ogi.cluster import connect
    from ogi.cores import cores
    from ogi.ingest import ingest_paths, ingest_registered, some
    from ogi.many import CODE, with_cluster, with_processes
    from ogi.places import place
    from ogi.project import find_project

    jobs = jobs or cores()
    many = with_processes(jobs) if jobs > 1 else None
    if scheduler:
        many = with_cluster(connect(scheduler, *CODE))
    if paths:
        if out is None:
            raise typer.BadParameter("PATH needs --out DIR: data/processed holds registered reports only.")
        folder = place(out)
        result = ingest_paths(map(place, paths), folder, many)
    else:
        project = find_project()
        folder = place(out) if out else project.processed
        result = ingest_registered(project.register, folder, many=many)
    for error in result.errors:
        typer.echo(f"refused: {error}", err=True)
    for entry in result.misnamed:
        typer.echo(f"check the agency of {entry.file}: {entry.identity}", err=True)
    if result.passed_over:
        names = some([path.name for path in result.passed_over])
        typer.echo(f"passed over: {len(result.passed_over)} of kinds that hold no report ({names})", err=True)
    if result.read:
        typer.echo(
            f"{result.read} read, {result.refused} refused: "
            f"{result.facts} facts and {result.findings} findings in {_shown(folder)}"
            + (f" ({result.unchanged} unchanged)" if result.unchanged else "")
        )
    else:
        typer.echo(f"no report could be read; {_shown(folder)} is left as it was", err=True)
    if result.errors:
        raise typer.Exit(2)


@app.command()
def check(
    agency: Agencies = None,
    year: Years = None,
    lang: Language = LangChoice.zh,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with status 1 when an error is open.")
    ] = False,
    coverage: Annotated[
        bool,
        typer.Option("--coverage", help="Show how many of the numbers in each report were read, instead."),
    ] = False,
    data: Data = None,
) -> None:
    """Show where reports contradict themselves."""
    from ogi.corrections import finding_ids
    from ogi.project import find_project
    from ogi.select import Choice, choose
    from ogi.store.listing import read_listing
    from ogi.store.reading import read
    from ogi.tables import findings_console

    folder = data or find_project().processed
    choice = Choice(agencies=tuple(agency or ()), years=tuple(year or ()))
    chosen = choose(read_listing(folder).reports, choice)
    tables = read(folder, {report.report_id for report in chosen})
    refused: list[OgiError] = []
    if coverage:
        from ogi.evidence.console import coverage_console

        table, refused = coverage_console(tables, lang.value)
        _console().print(table)
        for error in refused:
            typer.echo(f"no coverage: {error}", err=True)
    else:
        ids = finding_ids([{str(k): v for k, v in row.items()} for row in tables.findings.to_dict("records")])
        _console().print(findings_console(tables.findings, ids, lang.value))
    if refused:
        raise typer.Exit(2)
    open_errors = ((tables.findings["severity"] == "error") & (tables.findings["status"] == "open")).sum()
    if strict and open_errors:
        raise typer.Exit(1)


@app.command()
def dataset(
    out: Annotated[Path, typer.Option("--out", help="Folder for the dataset.")], data: Data = None
) -> None:
    """Write the tables as Parquet by year, sorted by report: for very many reports.

    Every command and notebook that takes a folder of tables takes that of a dataset, too.
    """
    from ogi.project import find_project
    from ogi.store.dataset import write_dataset

    rows = write_dataset(data or find_project().processed, out)
    counted = f"{rows['facts']} facts and {rows['findings']} findings of {rows['reports']} reports"
    typer.echo(f"{counted} in {_shown(out)}")


@app.command()
def correct(
    finding: Annotated[str, typer.Argument(help="Id of a finding, from `ogi check`.", metavar="ID")],
    reason: Annotated[str, typer.Option("--reason", help="Why it is decided so.")],
    by: Annotated[str, typer.Option("--by", help="Who decides.")],
    use: Annotated[
        str | None,
        typer.Option("--use", help="Take NUMBER for that side.", metavar="left=NUMBER|right=NUMBER"),
    ] = None,
    ignore: Annotated[
        str | None,
        typer.Option("--ignore", help="Leave that side's number out.", metavar="left|right"),
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="The finding is known and stands.")] = False,
) -> None:
    """Write a decision on a finding into data/corrections.yaml; `ogi ingest` applies it.

    The report itself is never changed: the printed number stays beside the one to use.
    """
    from datetime import date

    from ogi.corrections import add_entry, load_corrections
    from ogi.decisions import decide
    from ogi.project import find_project
    from ogi.store.reading import read
    from ogi.whole import write_whole

    project = find_project()
    load_corrections(project.corrections)  # a file that cannot be used is mended before it grows
    decided = decide(
        read(project.processed),
        finding,
        reason=reason,
        by=by,
        on=date.today(),
        use=use,
        ignore=ignore,
        accept=accept,
    )
    write_whole(project.corrections, add_entry(project.corrections, decided))
    typer.echo(f"Written to {_shown(project.corrections)}. `ogi ingest` applies it.")


@app.command()
def forms(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Reports whose form is asked for.", metavar="FILE")
    ] = None,
    lang: Language = LangChoice.zh,
) -> None:
    """List the known forms, or say which form a FILE has and why."""
    from ogi.forms import load_forms
    from ogi.read import read_report
    from ogi.tables.forms import form_of, forms_table

    loaded = load_forms()
    for error in loaded.errors:
        typer.echo(f"refused: {error}", err=True)
    if not files:
        _console().print(forms_table(loaded.by_id.values(), lang.value))
    for file in files or ():
        sentence, table = form_of(read_report(file), loaded.by_id, lang.value)
        typer.echo(sentence)
        if table is not None:
            _console().print(table)
    if loaded.errors:
        raise typer.Exit(2)


@app.command()
def render(
    agency: Agencies = None,
    year: Years = None,
    level: Annotated[
        list[str] | None,
        typer.Option(
            "--level", help="Level as registered, such as county; may be repeated.", metavar="LEVEL"
        ),
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option("--region", help="Region or a part of it; may be repeated.", metavar="REGION"),
    ] = None,
    form: Annotated[
        list[str] | None,
        typer.Option("--form", help="Form id, from `ogi forms`; may be repeated.", metavar="ID"),
    ] = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="Of what was rendered before, what has changed since.")
    ] = False,
    failed: Annotated[bool, typer.Option("--failed", help="What failed last time.")] = False,
    notebook: Annotated[
        list[str] | None, typer.Option("--notebook", help="Notebook name; may be repeated.", metavar="NAME")
    ] = None,
    lang: Language = LangChoice.zh,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Notebooks at once; without it as many as processors.")
    ] = None,
    limit: Annotated[
        float | None, typer.Option("--limit", min=1, help="Most seconds for one notebook.")
    ] = None,
    run_limit: Annotated[
        float | None, typer.Option("--run-limit", min=1, help="Most seconds for all of them.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Render again what has not changed.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be rendered and why, and render nothing.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say of each item why it is rendered or not.")
    ] = False,
    parameter: Annotated[
        list[str] | None,
        typer.Option("--parameter", "-p", help="A notebook parameter.", metavar="NAME=VALUE"),
    ] = None,
    scheduler: Scheduler = None,
    out: Annotated[
        str | None,
        typer.Option("--out", help="Folder or address for the pages, when not reports/.", metavar="PATH"),
    ] = None,
    data: Annotated[
        str | None,
        typer.Option(
            "--data", help="Folder or address of the tables, when not data/processed.", metavar="PATH"
        ),
    ] = None,
) -> None:
    """Render notebooks for each report, agency or year, with charts and an index of them all.

    Exit status 1 when a notebook failed, 2 when there is nothing that could be rendered as asked.
    """
    from ogi.batch.due import Only, find_due
    from ogi.batch.plan import plan
    from ogi.batch.run import run
    from ogi.batch.shadow import standing_for
    from ogi.batch.state import CODE
    from ogi.batch.watch import Bar, Lines
    from ogi.cluster import connect
    from ogi.places import place
    from ogi.project import find_project
    from ogi.select import Choice
    from ogi.store.digests import RowDigests
    from ogi.store.listing import read_listing

    project = find_project()
    folder = _resolved(place(data) if data else project.processed)
    os.environ["OGI_DATA"] = str(folder)
    listing = read_listing(folder)
    choice = Choice(
        agencies=tuple(agency or ()),
        years=tuple(year or ()),
        levels=tuple(level or ()),
        regions=tuple(region or ()),
        forms=tuple(form or ()),
    )
    items = plan(
        listing,
        project.notebooks,
        choice,
        names=notebook or (),
        lang=lang.value,
        parameters=parameter or (),
    )
    target = _resolved(place(out) if out else project.reports)
    only: list[Only] = []
    if changed:
        only.append("changed")
    if failed:
        only.append("failed")
    if dry_run:
        with standing_for(target) as known:
            dues = find_due(items, listing, known, RowDigests(folder), force=force, only=only)
        todo = [one for one in dues if one.why]
        Lines(typer.echo, explain=explain).begin(dues)
        typer.echo(f"{len(todo)} to render, {len(dues) - len(todo)} unchanged")
        return
    summary = run(
        items,
        listing,
        target,
        lang=lang.value,
        jobs=jobs,
        limit=limit,
        run_limit=run_limit,
        client=connect(scheduler, *CODE) if scheduler else None,
        force=force,
        only=only,
        watch=Bar(_console()) if sys.stdout.isatty() and not explain else Lines(typer.echo, explain=explain),
    )
    typer.echo(f"{summary.rendered} rendered, {summary.unchanged} unchanged, {summary.failed} failed")
    typer.echo(f"Look at {_shown(target / 'index.html')}")
    if summary.failed:
        raise typer.Exit(1)


def _resolved(folder: Path) -> Path:
    """A folder by its full path; an address has no other."""
    from ogi.places import is_local

    return folder.resolve() if is_local(folder) else folder


def _shown(path: Path) -> str:
    """A path as the user would name it: relative to where they stand, if it is below."""
    from ogi.places import is_local

    try:
        return path.resolve().relative_to(Path.cwd()).as_posix() if is_local(path) else str(path)
    except ValueError:
        return str(path)


def main() -> None:
    """Run the command; an error a person can mend is one sentence and exit status 2."""
    try:
        app()
    except OgiError as error:
        typer.echo(f"error: {error}", err=True)
        raise SystemExit(2) from error
    except OSError as error:
        file, why = error.filename or "a file", error.strerror or error
        typer.echo(
            f"error: {file}: found a file or folder that cannot be used ({why}); "
            "expected one that can be read and written. Name another, or check its permissions.",
            err=True,
        )
        raise SystemExit(2) from error
