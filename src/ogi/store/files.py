"""Where the published files are that a folder's tables were read from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ogi.errors import InputError
from ogi.places import place
from ogi.project import find_project
from ogi.store.kept import Known
from ogi.store.writing import STATE


def files_read(folder: Path) -> dict[str, Path]:
    """Return the path of each report's file, by report id, as the run that wrote the tables read it.

    Nothing where that is not known: what is found there has to be held against the facts' SHA-256.
    """
    try:
        _, _, text = (folder / STATE).read_text(encoding="utf-8").partition("\n")
        files = json.loads(text)["files"]
        return {Known(*known).report_id: place(file) for file, known in files.items()}
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return {}  # no run, or one of another version


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the files of a folder's reports are: where they were read, or beside the register."""

    read_at: Mapping[str, Path]
    raw: Path | None

    def find(self, report_id: str, source_file: str) -> Path | None:
        """Return the file of a report; None when it is nowhere."""
        places = [self.read_at.get(report_id), self.raw / source_file if self.raw else None]
        return next((path for path in places if path is not None and path.is_file()), None)


def sources_of(folder: Path | None) -> Sources:
    """Return where the files of the reports are whose tables a folder holds."""
    try:
        raw = find_project().register.parent
    except InputError:
        raw = None
    return Sources(files_read(folder) if folder else {}, raw)
