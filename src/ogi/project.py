"""Where a project's files are: its register, its processed tables, its notebooks, its reports."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ogi.errors import InputError
from ogi.places import place

_MARK = Path("data") / "raw" / "sources.csv"


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder and the fixed places in it."""

    root: Path

    @property
    def register(self) -> Path:
        """The register of reports."""
        return self.root / _MARK

    @property
    def corrections(self) -> Path:
        """The file of people's decisions about numbers and findings."""
        return self.root / "data" / "corrections.yaml"

    @property
    def processed(self) -> Path:
        """The folder of the processed tables; the environment variable OGI_DATA names another one,
        a path or an address."""
        return place(os.environ.get("OGI_DATA") or self.root / "data" / "processed")

    @property
    def notebooks(self) -> Path:
        """The folder of the notebooks."""
        return self.root / "notebooks"

    @property
    def reports(self) -> Path:
        """The folder that rendered reports go to."""
        return self.root / "reports"


def find_project(start: Path | None = None) -> Project:
    """Return the project that holds a folder, or else the one this package is installed from.

    Raises InputError when neither has a register.
    """
    start = (start or Path.cwd()).resolve()
    installed_from = Path(__file__).resolve().parents[2]
    for folder in (start, *start.parents, installed_from):
        if (folder / _MARK).is_file():
            return Project(folder)
    raise InputError(
        start,
        "this folder and those above it",
        f"no {_MARK.as_posix()}",
        "a project folder",
        "Change to the project's folder and try again.",
    )
