"""What a chart says, before anybody draws it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ogi.language import Lang

Kind = Literal["bars", "bridge", "scorecard", "statement", "line"]
Role = Literal[
    "value",
    "derived",
    "number",
    "start",
    "step",
    "end",
    "error",
    "warning",
    "note",
    "holds",
    "line",
    "disputed",
]


@dataclass(frozen=True, slots=True)
class Row:
    """One bar, step or line of a chart.

    `key` picks the colour (a category keeps its colour in every chart); `derived` rows are computed, not
    stated, `number` rows are a number without a bar; `disputed` numbers are contradicted elsewhere in the
    report; `text` stands beside the value, or in place of a number without a bar; `sign` before it: ≈, ≥ or ≤
    for a number that the report gives as about, at least or at most.
    In a line chart a row is a year: points of one `group` are joined, `key` and `text` are the form in use,
    and a year without a number has none.
    """

    label: str
    value: Decimal | None = None
    key: str = ""
    role: Role = "value"
    group: str = ""
    disputed: bool = False
    text: str = ""
    sign: str = ""

    @property
    def number(self) -> str:
        """The value with its sign, or nothing where the row has none."""
        return "" if self.value is None else f"{self.sign}{self.value:,f}"


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """A chart: the finding as its title, what is measured, its rows, what disputes it, where it is from.

    `year` is that of the report, or the first and the last of several. `takeaway` says in one or two
    computed sentences what follows; `alt` describes the picture to those who cannot see it. All texts are in
    `lang`. With `own_scales` the bars of each group of rows are to a scale of their own.
    """

    name: str
    kind: Kind
    lang: Lang
    title: str
    measure: str
    unit: str
    agency: str
    year: int | str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    source: str
    takeaway: str
    own_scales: bool = False

    @property
    def subtitle(self) -> str:
        """Measure, unit, agency and year in one line."""
        if self.lang == "zh":
            unit = f"（{self.unit}）" if self.unit else ""
            return f"{self.measure}{unit} · {self.agency} · {self.year}年"
        unit = f" ({self.unit})" if self.unit else ""
        return f"{self.measure}{unit} | {self.agency} | {self.year}"

    @property
    def alt(self) -> str:
        """The chart in words: title, subtitle, every row, every note and the source."""
        stop = "。" if self.lang == "zh" else ". "
        joined = "；" if self.lang == "zh" else "; "
        rows = joined.join(f"{row.label} {row.text or row.number}".strip() for row in self.rows)
        parts = [self.title, self.subtitle, rows, *self.notes, self.source]
        return stop.join(part.rstrip("。. ") for part in parts if part) + stop.strip()
