"""Where the files are that a folder's tables were read from."""

from __future__ import annotations

import json
from pathlib import Path

from ogi.store.kept import Known
from ogi.store.writing import STATE


def files_read(folder: Path) -> dict[str, Path]:
    """Return the path of each report's file, by report id, as the run that wrote the tables read it.

    Nothing where that is not known: what is found there has to be held against the facts' SHA-256.
    """
    try:
        _, _, text = (folder / STATE).read_text(encoding="utf-8").partition("\n")
        files = json.loads(text)["files"]
        return {Known(*known).report_id: Path(file) for file, known in files.items()}
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return {}  # no run, or one of another version
