"""The notebooks of a batch: which there are, and what the parameters of each say it is run for."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from ogi.errors import InputError

Scope = Literal["report", "agency", "year"]

# What each item sets by itself; the rest of a notebook's parameters may be given by the user.
_SET_BY_ITEM = {"agency": "--agency", "year": "--year", "lang": "--lang", "output_dir": "--out"}
_SCOPES: dict[frozenset[str], Scope] = {
    frozenset({"agency", "year"}): "report",
    frozenset({"agency"}): "agency",
    frozenset({"year"}): "year",
}


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook, what it is run for (each report, agency or year), and the names of its parameters."""

    path: Path
    scope: Scope
    parameters: frozenset[str]


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


def _opened(path: Path) -> Notebook:
    """A notebook whose parameters are those that an item sets, and maybe others."""
    known = frozenset(_assigned(path))
    missing = {"lang", "output_dir"} - known
    scope = _SCOPES.get(known & {"agency", "year"})
    if missing or scope is None:
        lacking = sorted(missing) + ([] if scope else ["agency or year"])
        raise InputError(
            path,
            "cell tagged “parameters”",
            "no such cell" if not known else f"no {', '.join(lacking)}",
            "a cell that defines lang, output_dir, and agency (once an agency), year (once a year) or both",
            "Add the cell or the parameter: without it every item would show the defaults.",
        )
    return Notebook(path, scope, known)


def find_notebooks(folder: Path, names: Iterable[str]) -> list[Notebook]:
    """Return the notebooks of a folder that are named, or all.

    Raises InputError for a name that is not there, and for a notebook whose parameters do not say what it
    is run for.
    """
    there = {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
    if not there:
        raise InputError(folder, "", "no notebook", "files such as 01-report.ipynb", "Restore the folder.")
    wanted = [name.removesuffix(".ipynb") for name in names]
    for name in wanted:
        if name not in there:
            raise InputError(
                "notebook",
                "",
                f"“{name}”",
                f"one of: {', '.join(there)}",
                f"Correct the name; see {folder}.",
            )
    return [_opened(there[name]) for name in dict.fromkeys(wanted) or there]


def given(parameters: Iterable[str], notebooks: Iterable[Notebook]) -> tuple[tuple[str, object], ...]:
    """Return NAME=VALUE texts as parameters, their values read as YAML.

    Raises InputError for a text that is none, a name that each item sets, and one that a notebook lacks.
    """
    known = list(notebooks)
    found: dict[str, object] = {}
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
        for notebook in known:
            if name not in notebook.parameters:
                free = ", ".join(sorted(notebook.parameters - set(_SET_BY_ITEM)))
                raise InputError(
                    "parameter",
                    notebook.path.name,
                    f"“{name}”",
                    f"one of: {free or 'none besides those that an item sets'}",
                    "Correct the name, or choose notebooks that have it with --notebook.",
                )
        found[name] = yaml.safe_load(value)
    return tuple(found.items())
