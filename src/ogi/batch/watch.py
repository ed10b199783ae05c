"""What is seen of a batch while it runs: a moving bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from ogi.batch.due import Due
from ogi.batch.outcome import Outcome
from ogi.batch.reasons import told


class Watch(Protocol):
    """Told the plan, of each item as it ends, and that all have ended."""

    def begin(self, dues: Sequence[Due]) -> None:
        """Take note of the plan: what is to be rendered, and what is up to date."""

    def ended(self, outcome: Outcome) -> None:
        """Take note of how an item ended."""

    def close(self) -> None:
        """Stop watching."""


def lines_of(outcome: Outcome) -> list[str]:
    """Return what there is to say of an item that ended."""
    ended = f"FAILED, {outcome.error}" if outcome.error else "rendered"
    lines = [f"{outcome.item}: {ended} ({outcome.seconds:.1f} s)"]
    if outcome.note:
        lines.append(f"no evidence page: {outcome.note}")
    return lines


class Lines:
    """Says each thing on a line of its own: for files, pipes and programs.

    `explain` says of what is up to date that it is, too.
    """

    def __init__(self, say: Callable[[str], object], *, explain: bool = False) -> None:
        self._say = say
        self._explain = explain
        self._done = self._all = 0

    def begin(self, dues: Sequence[Due]) -> None:
        """Say what is to be rendered and why."""
        self._all = sum(bool(one.why) for one in dues)
        for one in dues:
            if one.why:
                self._say(f"to render: {one.item} ({told(one.why)})")
            elif self._explain:
                self._say(f"up to date: {one.item}")

    def ended(self, outcome: Outcome) -> None:
        """Say how an item ended."""
        self._done += 1
        first, *others = lines_of(outcome)
        for line in (f"[{self._done}/{self._all}] {first}", *others):
            self._say(line)

    def close(self) -> None:
        """Nothing is left to say."""


class Bar:
    """Shows how far the batch is, its rate and the time left; failures are printed above as they come."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TextColumn("left:"),
            TimeRemainingColumn(),
            console=console,
        )
        self._task: TaskID | None = None
        self._failed = 0

    def begin(self, dues: Sequence[Due]) -> None:
        """Show the bar, when there is anything to do."""
        if todo := sum(bool(one.why) for one in dues):
            self._task = self._progress.add_task("rendering", total=todo, rate="")
            self._progress.start()

    def ended(self, outcome: Outcome) -> None:
        """Move the bar on; a failure and a missing evidence page get a line."""
        if self._task is None:
            return
        self._failed += bool(outcome.error)
        if outcome.error or outcome.note:
            for line in lines_of(outcome):
                self._progress.console.print(line, style="red" if outcome.error else "", markup=False)
        task = next(t for t in self._progress.tasks if t.id == self._task)
        done, seconds = task.completed + 1, task.elapsed or 0.0
        rate = f"{60 * done / seconds:.0f} a minute" if seconds else ""
        described = f"rendering, {self._failed} failed" if self._failed else "rendering"
        self._progress.update(self._task, advance=1, rate=rate, description=described)

    def close(self) -> None:
        """Leave the bar as it stands."""
        self._progress.stop()
