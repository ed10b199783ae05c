"""Executed notebooks as pages: code hidden, one language, everything inside the file."""

from __future__ import annotations

import re
from functools import cache

import nbformat
from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from traitlets.config import Config

from ogi.batch.words import say
from ogi.language import LANGS, Lang
from ogi.pages import fill, whole_page


@cache
def exporter(lang: Lang) -> HTMLExporter:
    """Return what makes pages of notebooks: code and the other language left out."""
    others = [f"lang-{other}" for other in LANGS if other != lang]
    config = Config()
    config.TagRemovePreprocessor.enabled = True
    config.TagRemovePreprocessor.remove_cell_tags = [*others, "notebook-only"]
    config.HTMLExporter.exclude_input = True
    config.HTMLExporter.exclude_input_prompt = True
    config.HTMLExporter.exclude_output_prompt = True
    config.HTMLExporter.exclude_anchor_links = True
    made = HTMLExporter(template_name="basic", config=config)
    made.register_filter("highlight_code", Highlight2HTML())
    return made


_NO_WORDS = re.compile(r"<img(?![^>]*\salt=)")


def body_of(notebook: nbformat.NotebookNode, lang: Lang) -> str:
    """The notebook as HTML.

    nbconvert's last step parses all of it again, to put words to pictures that have none. That takes four
    times as long as all else: it is done where there is such a picture.
    """
    body, _ = TemplateExporter.from_notebook_node(exporter(lang), notebook)
    if _NO_WORDS.search(body):
        body, _ = exporter(lang).from_notebook_node(notebook)
    return str(body)


def report_page(
    notebook: nbformat.NotebookNode, title: str, lang: Lang, name: str, *, evidence: bool = False
) -> str:
    """Return an executed notebook as a page, with links to the index and to the notebook itself.

    `evidence` says whether the report's text stands beside it, to be linked to as well.
    """
    for place, cell in enumerate(notebook.cells):
        cell["id"] = (
            f"cell-{place}"  # papermill's own cell has another id each time; equal runs give equal pages
        )
    body = body_of(notebook, lang)
    words = {key: say(lang, key) for key in ("back", "evidence_of", "notebook_of")}
    links = fill("ogi.batch", "links.html.j2", words=words, name=name, evidence=evidence)
    return whole_page(links + body, title, lang)
