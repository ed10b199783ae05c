"""What a worker has done before its first item: imports, and a page of each language made."""

from __future__ import annotations

from ogi.batch import render  # noqa: F401  (what workers run)
from ogi.batch.page import report_page
from ogi.language import LANGS


def _make_pages() -> None:
    from nbformat import v4  # behind render, which sees to a quick import

    notebook = v4.new_notebook(cells=[v4.new_markdown_cell("#")])
    for lang in LANGS:
        report_page(notebook, "", lang, "")


_make_pages()
