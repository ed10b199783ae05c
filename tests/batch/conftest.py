"""Small notebooks and reports to run batches of."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from ogi.ingest import ingest_paths
from ogi.store.listing import Listing, read_listing

PARAMETERS = 'agency = "x"\nyear = 1\nlang = "zh"\noutput_dir = ""\nbreak_at = ""'


def notebook_file(path: Path, *cells: str, parameters: str = PARAMETERS) -> None:
    """A small notebook with the parameters that every item sets."""
    notebook = nbformat.v4.new_notebook()
    if parameters:
        first = nbformat.v4.new_code_cell(parameters)
        first.metadata["tags"] = ["parameters"]
        notebook.cells.append(first)
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in cells]
    notebook.cells.append(nbformat.v4.new_markdown_cell("## 标题 $x$"))
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)


@pytest.fixture
def small(tmp_path: Path) -> Listing:
    """Three small reports of two agencies."""
    for agency, year in (("甲县教育局", 2011), ("甲县教育局", 2012), ("乙县民政局", 2012)):
        text = f"{agency}{year}年政府信息公开工作年度报告\n一、主动公开情况\n共主动公开政府信息{year}条。\n"
        (tmp_path / f"{agency}-{year}.txt").write_text(text, encoding="utf-8")
    assert not ingest_paths([tmp_path], tmp_path / "data").errors
    return read_listing(tmp_path / "data")


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    """A folder with one small notebook that fails for one agency when told to."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    notebook_file(folder / "01-small.ipynb", "assert agency != break_at, '坏了'", "print(agency, year)")
    return folder
