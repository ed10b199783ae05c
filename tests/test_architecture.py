"""The flow goes one way: a module imports only from stages before its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import ROOT

# Stages in the order of the flow; those on one line do not know one another.
STAGES = [
    ["errors", "language", "version", "whole", "cores"],
    ["places", "cluster"],
    ["report", "yaml_files", "project", "fonts", "traditional"],
    ["numerals", "texts", "pages"],
    ["read"],
    ["forms"],
    ["extract"],
    ["check"],
    ["corrections"],
    ["store"],
    ["between", "decisions", "one"],
    ["many"],
    ["select", "ingest"],
    ["view"],
    ["tables"],
    ["charts", "evidence"],
    ["notebook"],
    ["batch"],
    ["cli"],
]
ORDER = {name: i for i, names in enumerate(STAGES) for name in names}
FILES = sorted((ROOT / "src" / "ogi").rglob("*.py"))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("ogi"):
            parts = node.module.split(".")
            if len(parts) > 1:
                yield parts[1]
            else:
                yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("ogi."))


@pytest.mark.parametrize("path", FILES, ids=[path.relative_to(ROOT / "src").as_posix() for path in FILES])
def test_a_module_imports_only_from_stages_before_it(path: Path) -> None:
    own = path.relative_to(ROOT / "src" / "ogi").parts[0].removesuffix(".py")
    if own == "__init__":
        assert not list(_imports(path))
        return
    for imported in _imports(path):
        assert imported == own or ORDER[imported] < ORDER[own], f"{own} may not import {imported}"


def test_helpers_has_no_logic() -> None:
    source = (ROOT / "src" / "helpers.py").read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert len(source.splitlines()) < 80
    for node in tree.body:
        assert isinstance(node, (ast.Expr, ast.ImportFrom, ast.Assign)), ast.dump(node)
    import helpers

    assert set(helpers.__all__) == {name for name in vars(helpers) if not name.startswith("_")} - {
        "annotations"
    }
