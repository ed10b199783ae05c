"""Form specs: what is refused on load, in one sentence that names file, place, found and expected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ogi.errors import SpecError
from ogi.forms import load_form, load_forms
from ogi.forms.spec import Form, FormTable, Row

GOOD = """\
id: made-up
zh: 虚构表
en: Made-up form
source: none
generation: local
evidence: from memory
cuts: {method: {zh: 按方式, en: By method}}
tables:
  - id: annex
    caption: 附表
    columns: [{id: year, label: 数量, period: year}]
    rows:
      - {indicator: requests_received, label: 收到申请数, variants: [申请总数]}
      - {indicator: req_fax, label: 传真, parent: requests_received, relation: part, cut: method}
      - {indicator: req_email, label: 邮件, parent: requests_received, relation: part, cut: method}
bounds:
  - {smaller: req_fax, larger: requests_received, severity: error, reason_zh: 无, reason_en: none}
"""


def _row_for(table: FormTable, label: str) -> Row | None:
    found = table.labels.find(label)
    return table.rows[found[0]] if found else None


def _write(folder: Path, text: str, name: str = "made_up.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_spec_loads(tmp_path: Path) -> None:
    form = load_form(_write(tmp_path, GOOD))
    (table,) = form.tables
    assert _row_for(table, "1、 申请总数：") == form.by_indicator["requests_received"]
    assert _row_for(table, "别的") is None
    assert [row.indicator for row in form.children("requests_received")["method"]] == ["req_fax", "req_email"]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("source: none", "source: none\ncolour: red", "the unknown key “colour”"),
        ("label: 传真,", "label: 传真, colour: red,", "the unknown key “colour”"),
        ("label: 邮件", "label: 传真", "the label “传真”, which also means req_fax"),
        ("label: 邮件", "label: 邮件, variants: [申请总数]", "the label “申请总数”, which also means"),
        ("indicator: req_email", "indicator: req_telepathy", "the indicator “req_telepathy”"),
        ("indicator: req_email", "indicator: req_fax", "“req_fax” a second time"),
        ("label: 邮件, parent: requests_received", "label: 邮件, parent: replies_total", "the parent “replies_total”"),
        ("label: 邮件, parent: requests_received, ", "label: 邮件, ", "relation part with parent None"),
        ("label: 邮件, parent: requests_received, relation: part, cut: method", "label: 邮件, parent: requests_received, relation: part, cut: other", "the cut “other”"),
        ("relation: part", "relation: piece", "'piece'"),
        ("label: 传真, parent", "label: 传真, group: nowhere, parent", "the group “nowhere”"),
        ("indicator: req_email, ", "", "no indicator"),
        ("indicator: req_email, ", "cells: {month: req_email}, ", "a cell in “month”"),
        ("smaller: req_fax", "smaller: req_letter", "“req_letter”"),
        ("tables:", "tables: [", "expected"),
        ("zh: 虚构表", "zh: 虚构表\nzh: 又一个", "key “zh” twice"),
        ("evidence: from memory\n", "", "no such key"),
    ],
)  # fmt: skip
def test_a_bad_spec_is_refused(tmp_path: Path, old: str, new: str, found: str) -> None:
    assert old in GOOD
    with pytest.raises(SpecError) as error:
        load_form(_write(tmp_path, GOOD.replace(old, new, 1)))
    sentence = str(error.value)
    assert found in sentence
    assert "made_up.yaml" in sentence
    assert re.search("expected .", sentence)


def test_a_bad_spec_takes_no_other_with_it(tmp_path: Path) -> None:
    _write(tmp_path, GOOD)
    _write(tmp_path, "id: [", "broken.yaml")
    forms = load_forms(tmp_path)
    assert list(forms.by_id) == ["made-up"]
    assert [Path(error.file).name for error in forms.errors] == ["broken.yaml"]


def test_two_forms_may_not_have_one_id(tmp_path: Path) -> None:
    _write(tmp_path, GOOD)
    _write(tmp_path, GOOD, "twin.yaml")
    assert "a second time" in str(load_forms(tmp_path).errors[0])


@pytest.mark.parametrize("form", load_forms().by_id.values(), ids=list(load_forms().by_id))
def test_every_label_of_a_form_names_its_row(form: Form) -> None:
    for table in form.tables:
        for row in table.rows:
            for label in (row.label, *row.variants):
                printed = label.replace("{date}", "2011年5月1日")
                for text in (printed, f"其中：{row.number.strip('（）') or 1}、{printed} "):
                    assert not row.label or row in [table.rows[i] for i in table.labels.find(text)]


@pytest.mark.parametrize("form", load_forms().by_id.values(), ids=list(load_forms().by_id))
def test_every_heading_of_a_form_names_its_column(form: Form) -> None:
    for table in form.tables:
        for i, column in enumerate(table.columns):
            for label in (column.label, *column.variants):
                assert i in table.headings.find(label.replace("{year}", "2013年"))


def test_the_package_has_no_bad_spec() -> None:
    assert not load_forms().errors
