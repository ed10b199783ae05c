"""What the cells of a notebook show: HTML for notebooks and pages, plain text everywhere else."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ogi.charts import ChartSpec, draw, encode, write
from ogi.charts.save import DPI, FORMATS
from ogi.charts.text import width
from ogi.errors import InputError
from ogi.language import LANGS
from ogi.notebook.words import say as said
from ogi.tables.words import say

_NUMBERS = {say(lang, f"column_{c}") for lang in LANGS for c in ("value", "difference", "year")}
_SHORT = 15  # half-width columns: a date, a unit, a grade stay on one line


@dataclass(frozen=True, slots=True)
class Shown:
    """Something to look at: HTML where it can be shown, its text elsewhere."""

    html: str
    text: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.text}

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Chart:
    """A drawn chart: `spec` says what is in it; in a notebook it shows as a picture with alternative text.

    One with nothing to draw shows as the sentence that it is.
    """

    spec: ChartSpec
    png: bytes
    width: int

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, object], dict[str, object]]:
        if self.spec.kind == "statement" and not self.spec.rows:
            return {"text/html": f"<p>{html.escape(self.spec.title)}</p>", "text/plain": repr(self)}, {}
        data: dict[str, object] = {"image/png": self.png, "text/plain": repr(self)}
        return data, {"image/png": {"width": self.width, "alt": self.spec.alt}}

    def __repr__(self) -> str:
        return self.spec.alt


def drawn(spec: ChartSpec, output_dir: str | Path, formats: Iterable[str]) -> Chart:
    """Return a chart drawn; given a folder, also write it there as charts/NAME in each of the formats.

    Raises InputError for a format that is none, naming those that are.
    """
    wanted = tuple(formats)
    if unknown := [kind for kind in wanted if kind not in FORMATS]:
        raise InputError("format", "", f"“{unknown[0]}”", f"one of: {', '.join(FORMATS)}", "Correct it.")
    figure = draw(spec)
    encoded = encode(figure, spec, {"png", *wanted} if str(output_dir) else ["png"])
    if str(output_dir):
        write(Path(output_dir) / "charts", spec.name, {kind: encoded[kind] for kind in wanted})
    return Chart(spec, encoded["png"], round(figure.get_figwidth() * DPI))


def paragraphs(*texts: str, title: str = "") -> Shown:
    """Return texts as paragraphs, under a title if there is one."""
    body = "".join(f"<p>{html.escape(text)}</p>" for text in texts if text)
    head = f"<h1>{html.escape(title)}</h1>" if title else ""
    return Shown(head + body, "\n\n".join(text for text in (title, *texts) if text))


def framed(page: str, text: str) -> Shown:
    """Return a whole page as a frame of its own, with its title for readers that cannot see it."""
    frame = (
        f'<iframe srcdoc="{html.escape(page)}" title="{html.escape(text)}" '
        'style="width:100%;height:760px;border:1px solid #d0d5db"></iframe>'
    )
    return Shown(frame, text)


def _cell(column: str, text: str) -> str:
    kind = "number" if column in _NUMBERS else "short" if width(text) <= _SHORT else ""
    return f'<td class="{kind}">{html.escape(text)}</td>'


def show(frame: pd.DataFrame) -> Shown:
    """Return a table with all its text, numbers to the right; the frame itself is for further work.

    Of a table without rows it says that there are none.
    """
    if frame.empty:
        chinese = any(not str(column).isascii() for column in frame.columns)
        return paragraphs(said("zh" if chinese else "en", "no_rows"))
    heads = "".join(f"<th>{html.escape(str(column))}</th>" for column in frame.columns)
    rows = []
    for row in frame.itertuples(index=False):
        cells = (_cell(str(column), str(value)) for column, value in zip(frame.columns, row, strict=True))
        rows.append(f"<tr>{''.join(cells)}</tr>")
    body = f'<table class="ogi"><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    return Shown(_STYLE + body, frame.to_string(index=False))


# Scoped to our tables: a notebook's own style lays text to the right and keeps lines short.
_STYLE = (
    "<style>table.ogi{border-collapse:collapse;font-size:13px;line-height:1.5}"
    "table.ogi th,table.ogi td{text-align:left!important;vertical-align:top;padding:5px 9px;"
    "border-bottom:1px solid #d0d5db;white-space:normal;max-width:34em}"
    "table.ogi td.short{white-space:nowrap}"
    "table.ogi th{white-space:nowrap;border-bottom:2px solid #5b6470}"
    "table.ogi td.number{text-align:right!important;white-space:nowrap;font-variant-numeric:tabular-nums}"
    "</style>"
)
