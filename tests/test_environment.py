"""environment.yml says the same as pyproject.toml and uv.lock."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from rattler import MatchSpec

from .conftest import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK: dict[str, Any] = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
ENVIRONMENT: dict[str, Any] = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
CONDA = [spec for spec in ENVIRONMENT["dependencies"] if isinstance(spec, str)]
PIP: list[str] = next(spec["pip"] for spec in ENVIRONMENT["dependencies"] if isinstance(spec, dict))
PINNED = [Requirement(line) for line in PIP if line != "-e ."]


def test_python_comes_from_conda_forge_and_everything_else_through_pip() -> None:
    assert ENVIRONMENT["channels"] == ["conda-forge"]
    assert [re.split(r"[<>=]", spec)[0] for spec in CONDA] == ["python", "pip"]
    assert PIP[-1] == "-e ."


@pytest.mark.parametrize("spec", CONDA)
def test_every_conda_spec_parses(spec: str) -> None:
    assert MatchSpec(spec, strict=True).name is not None


def test_pythons_are_those_of_the_project() -> None:
    wanted = SpecifierSet(PROJECT["project"]["requires-python"])
    given = SpecifierSet(CONDA[0].removeprefix("python"))
    for minor in range(8, 14):
        assert (f"3.{minor}" in wanted) == (f"3.{minor}" in given), minor


def test_every_version_is_the_locked_one() -> None:
    locked: dict[str, set[str]] = {}
    for package in LOCK["package"]:
        locked.setdefault(package["name"], set()).add(package.get("version", ""))
    for requirement in PINNED:
        version = str(requirement.specifier).removeprefix("==")
        assert version in locked[canonicalize_name(requirement.name)], requirement


def test_every_dependency_of_the_project_is_there() -> None:
    wanted = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    there = {canonicalize_name(requirement.name): requirement for requirement in PINNED}
    for line in wanted:
        requirement = Requirement(line)
        pinned = str(there[canonicalize_name(requirement.name)].specifier).removeprefix("==")
        assert pinned in requirement.specifier, line


def test_it_is_what_the_tool_writes() -> None:
    spec = importlib.util.spec_from_file_location(
        "write_environment", ROOT / "tools" / "write_environment.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert module.environment() == written, "run: make environment"
