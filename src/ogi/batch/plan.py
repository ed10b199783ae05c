"""The plan of a batch: which notebooks, for which agencies and years, with which parameters."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from ogi.errors import InputError
from ogi.language import Lang
from ogi.select import select
from ogi.store.reading import Processed

# What each item sets by itself; the rest of a notebook's parameters may be given by the user.
_SET_BY_ITEM = {"agency": "--agency", "year": "--year", "lang": "--lang", "output_dir": "--out"}


@dataclass(frozen=True, slots=True)
class Item:
    """One notebook for one agency and year; `folder` is where its outputs go, below the target folder."""

    notebook: Path
    report_id: str
    agency_id: str
    agency: str
    year: int
    lang: Lang
    extra: tuple[tuple[str, object], ...]

    @property
    def name(self) -> str:
        """The notebook's name without its ending."""
        return self.notebook.stem

    @property
    def folder(self) -> Path:
        """YEAR/AGENCY, relative to the target folder."""
        return Path(str(self.year)) / self.agency_id

    @property
    def parameters(self) -> dict[str, object]:
        """What the notebook is run with; it is run in its output folder, hence `output_dir` is "."."""
        own = {"agency": self.agency_id, "year": self.year, "lang": self.lang, "output_dir": "."}
        return own | dict(self.extra)

    def __str__(self) -> str:
        return f"{self.year} {self.agency_id} {self.name}"


def _find(notebooks: Path, names: Iterable[str]) -> list[Path]:
    there = {path.stem: path for path in sorted(notebooks.glob("*.ipynb"))}
    if not there:
        raise InputError(notebooks, "", "no notebook", "files such as 01-report.ipynb", "Restore the folder.")
    wanted = [name.removesuffix(".ipynb") for name in names]
    for name in wanted:
        if name not in there:
            raise InputError(
                "notebook",
                "",
                f"“{name}”",
                f"one of: {', '.join(there)}",
                f"Correct the name; see {notebooks}.",
            )
    return [there[name] for name in dict.fromkeys(wanted)] or list(there.values())


def _assigned(notebook: Path) -> set[str]:
    """The names that the cell tagged `parameters` assigns (papermill tells them, too, but loads slowly)."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        sources = ["".join(c["source"]) for c in cells if "parameters" in c["metadata"].get("tags", ())]
        statements = [statement for source in sources for statement in ast.parse(source).body]
    except (ValueError, KeyError, TypeError, SyntaxError) as error:
        raise InputError(
            notebook,
            "",
            f"a file that is no notebook with a readable parameters cell ({error})",
            "a Jupyter notebook",
            "Open it in JupyterLab and save it again.",
        ) from error
    targets = [t for s in statements if isinstance(s, ast.Assign) for t in s.targets]
    targets += [s.target for s in statements if isinstance(s, ast.AnnAssign)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _parameters_of(notebook: Path) -> set[str]:
    """The names that a notebook's cell tagged `parameters` defines; those that each item sets among them."""
    known = _assigned(notebook)
    if missing := set(_SET_BY_ITEM) - known:
        raise InputError(
            notebook,
            "cell tagged “parameters”",
            "no such cell" if not known else f"no {', '.join(sorted(missing))}",
            f"a cell that defines {', '.join(_SET_BY_ITEM)}",
            "Add the cell or the parameter: without it every item would show the defaults.",
        )
    return known


def _given(parameters: Iterable[str], notebooks: Iterable[Path]) -> tuple[tuple[str, object], ...]:
    """NAME=VALUE texts as parameters, their values read as YAML, each known to every notebook."""
    known = {notebook: _parameters_of(notebook) for notebook in notebooks}
    given: dict[str, object] = {}
    for text in parameters:
        name, equals, value = text.partition("=")
        if not equals:
            raise InputError("parameter", "", f"“{text}”", "NAME=VALUE", "Write it with an equals sign.")
        if name in _SET_BY_ITEM:
            raise InputError(
                "parameter",
                "",
                f"“{name}”, which each item sets",
                "another parameter",
                f"Use {_SET_BY_ITEM[name]}.",
            )
        for notebook, names in known.items():
            if name not in names:
                free = ", ".join(sorted(names - set(_SET_BY_ITEM))) or "none besides those that an item sets"
                raise InputError(
                    "parameter", notebook.name, f"“{name}”", f"one of: {free}", "Correct the name."
                )
        given[name] = yaml.safe_load(value)
    return tuple(given.items())


def plan(
    tables: Processed,
    notebooks: Path,
    *,
    agencies: Iterable[str] = (),
    years: Iterable[int] = (),
    names: Iterable[str] = (),
    lang: Lang = "zh",
    parameters: Iterable[str] = (),
) -> list[Item]:
    """Return one item for each notebook, agency and year; what is left open means all that there are.

    Raises InputError for an agency, year, notebook or parameter that is not there, naming what is.
    """
    reports = select(tables, agencies, years).reports.sort_values(["year", "agency_id"])
    paths = _find(notebooks, names)
    extra = _given(parameters, paths)
    return [
        Item(path, row["report_id"], row["agency_id"], row["agency"], int(row["year"]), lang, extra)
        for row in reports.to_dict("records")
        for path in paths
    ]
