"""Adding a form is one YAML and no Python: the page that says how, and a made-up form from end to end."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from ogi.check import check
from ogi.extract import extract
from ogi.forms import load_forms
from ogi.read import read_report

from ..conftest import ROOT

PAGE = (ROOT / "docs" / "adding-a-form.md").read_text(encoding="utf-8")
MADE_UP = """\
id: harbour-2012
zh: 港务表
en: Harbour form
generation: local
source: made up
evidence: seen
cuts: {channel: {zh: 按渠道, en: By channel}}
tables:
  - id: ships
    caption: 附表
    columns:
      - {id: day, label: 白天, dimension: applicant, category: natural_person}
      - {id: night, label: 夜间, dimension: applicant, category: other_org}
      - {id: all, label: 全天, dimension: applicant, total: true}
    rows:
      - {indicator: proactive_items_total, label: 靠泊公告, unit: 则}
      - {indicator: channel_website_items, label: 上网公告, unit: 则, parent: proactive_items_total, relation: part, cut: channel}
      - {indicator: channel_gazette_items, label: 墙报公告, unit: 则, parent: proactive_items_total, relation: part, cut: channel}
"""
REPORT = """<html><head><title>东港市港务局2012年政府信息公开工作年度报告</title></head><body>
<h1>东港市港务局2012年政府信息公开工作年度报告</h1><p>一、概述</p><p>本局认真做好信息公开工作。</p><p>附表</p>
<table><tr><td>项目</td><td>白天</td><td>夜间</td><td>全天</td></tr>
<tr><td>靠泊公告</td><td>20</td><td>7</td><td>27</td></tr>
<tr><td>其中：1、上网公告</td><td>15</td><td>6</td><td>21</td></tr>
<tr><td>2、墙报公告</td><td>4</td><td>1</td><td>5</td></tr></table></body></html>"""


def test_a_made_up_form_is_recognised_read_and_checked(tmp_path: Path) -> None:
    report_file = tmp_path / "harbour.html"
    report_file.write_text(REPORT, encoding="utf-8")
    report = read_report(report_file)
    before = extract(report, load_forms().by_id)
    assert before.form is None
    assert before.form_reason.startswith("form unknown")
    assert {f.label for f in before.facts if f.place == "table"} == {"靠泊公告", "上网公告", "墙报公告"}
    assert not any(f.indicator for f in before.facts if f.place == "table")

    specs = tmp_path / "specs"
    specs.mkdir()
    for path in (ROOT / "src" / "ogi" / "forms" / "specs").glob("*.yaml"):
        (specs / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (specs / "harbour-2012.yaml").write_text(MADE_UP, encoding="utf-8")
    forms = load_forms(specs)
    assert not forms.errors
    after = extract(report, forms.by_id)
    assert after.form == "harbour-2012"
    cells = {
        (f.indicator, f.category): f.value
        for f in after.facts
        if f.place == "table" and f.rule == "table.cell"
    }
    assert cells["proactive_items_total", None] == 27
    assert cells["proactive_items_total", "natural_person"] == 20
    assert cells["channel_gazette_items", "other_org"] == 1
    broken = [c.code for c in check(after.facts, forms.by_id) if not c.holds]
    assert broken == ["part_sum", "part_sum"]  # 15 + 4 is not 20, and 21 + 5 not 27


def test_the_page_shows_a_form_that_loads(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(id: fujian-2009.*?)```", PAGE, re.S)
    assert example
    (tmp_path / "page.yaml").write_text(example[1], encoding="utf-8")
    forms = load_forms(tmp_path)
    assert not forms.errors
    shown, real = forms.by_id["fujian-2009"], load_forms().by_id["fujian-2009"]
    assert {row.key for row in shown.rows} <= {row.key for row in real.rows}
    assert shown.zh == real.zh


def test_the_other_examples_of_the_page_are_yaml_of_the_specs() -> None:
    text = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "src/ogi/forms/specs").glob("*.yaml")
    )
    for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.S)[1:]:
        for item in yaml.safe_load(block).values():
            for entry in item:
                named = entry.get("indicator") or entry.get("id") or entry.get("kind") or entry.get("smaller")
                assert named is None or named in text
