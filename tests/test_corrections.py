"""People's decisions: what they change, what they never change, and that they fail loudly where they do not fit."""

from __future__ import annotations

import hashlib
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from ogi.charts import chart_spec, draw, encode
from ogi.corrections import finding_ids, load_corrections
from ogi.errors import InputError, SpecError
from ogi.ingest import Ingested, ingest_registered
from ogi.store.reading import read
from ogi.tables import facts_table, findings_table
from ogi.view import view_report

from .conftest import REGISTER, SAMPLE
from .test_cli import run

_WORDS = "共计公开各类信息3490条"
_COMMON = {
    "agency": "xiangshan-aic",
    "year": 2011,
    "reason": "分局来函更正",
    "by": "王敏",
    "date": "2026-11-02",
}
_USE = _COMMON | {"decision": "use", "quote": _WORDS, "expects": 3490, "value": 3495}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the sample registered."""
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    shutil.copy(SAMPLE, raw / SAMPLE.name)
    lines = REGISTER.read_text(encoding="utf-8-sig").splitlines()
    kept = [lines[0], *(line for line in lines if line.startswith(SAMPLE.name))]
    (raw / "sources.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    return tmp_path


def _decide(project: Path, *entries: dict[str, object]) -> None:
    text = yaml.safe_dump({"corrections": list(entries)}, allow_unicode=True)
    (project / "data" / "corrections.yaml").write_text(text, encoding="utf-8")


def _ingest(project: Path) -> Ingested:
    return ingest_registered(project / "data" / "raw" / "sources.csv", project / "data" / "processed")


def _codes(project: Path) -> list[str]:
    return list(read(project / "data" / "processed").findings["code"])


def test_a_corrected_number_is_used_and_the_printed_one_kept(project: Path) -> None:
    _ingest(project)
    before = _codes(project)
    _decide(project, _USE)
    assert _ingest(project).errors == []
    tables = read(project / "data" / "processed")
    row = tables.facts[tables.facts["corrected"].notna()].iloc[0]
    assert (row["value"], row["corrected"]) == (Decimal(3490), Decimal(3495))
    assert row["quote"] == _WORDS
    assert row["correction"] == "分局来函更正 (王敏, 2026-11-02)"
    assert "list_sum" in before
    assert "list_sum" not in _codes(project), "the six items add to 3,495"
    view = view_report(tables, "xiangshan-aic", 2011, "zh")
    spec = chart_spec(view, "volume-by-channel")
    assert any("3,490" in note and "3,495" in note and "王敏" in note for note in spec.notes)
    assert encode(draw(spec), spec, ("svg",))["svg"], "every character of the note has a glyph"
    values = list(facts_table(view.facts, "zh")["数值"])
    assert "3,495（原文 3,490，已更正）" in values


def test_an_ignored_number_is_kept_and_used_nowhere(project: Path) -> None:
    suits = {"decision": "ignore", "quote": "行政诉讼数 件 5", "expects": 5, "indicator": "litigation_total"}
    _decide(project, _COMMON | suits)
    done = _ingest(project)
    assert done.errors == []
    tables = read(project / "data" / "processed")
    view = view_report(tables, "xiangshan-aic", 2011, "en")
    assert [f.value for f in view.facts if f.is_ignored] == [5]
    assert view.values("litigation_total") == {Decimal(0)}
    assert not any("lawsuit" in message.lower() for message in tables.findings["message_en"])
    assert "5 (left out by decision)" in list(facts_table(view.facts, "en")["Value"])


def test_an_accepted_finding_stays_and_says_so(project: Path) -> None:
    _ingest(project)
    finding = read(project / "data" / "processed").findings.iloc[0]
    entry = {"decision": "accept", "finding": finding["code"], "quote": finding["left_quote"]}
    values = {"expects": int(finding["left_value"]), "against": int(finding["right_value"])}
    _decide(project, _COMMON | entry | values)
    assert _ingest(project).errors == []
    findings = read(project / "data" / "processed").findings
    assert findings.iloc[0]["status"] == "accepted: 分局来函更正 (王敏, 2026-11-02)"
    assert set(findings.iloc[1:]["status"]) == {"open"}
    shown = findings_table(findings, "zh")
    assert list(shown["处理"])[:2] == ["已确认：分局来函更正 (王敏, 2026-11-02)", "未处理"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"expects": 3491}, "found the value 3490; expected the value 3491"),
        ({"quote": "共计公开各类信息3500条"}, "found no such words"),
        ({"indicator": "requests_received"}, "found no such words"),
        ({"year": 2012}, "found no such report among those read"),
        ({"agency": "yangtze"}, "found no such report among those read"),
    ],
    ids=["another value", "other words", "another indicator", "another year", "another agency"],
)
def test_a_decision_that_does_not_fit_is_refused_each_time_and_changes_nothing(
    project: Path, change: dict[str, object], found: str
) -> None:
    _decide(project, _USE | change)
    for _ in range(2):
        done = _ingest(project)
        assert len(done.errors) == 1
        assert found in str(done.errors[0])
        assert "entry 1" in str(done.errors[0])
        assert done.read == 1
    assert read(project / "data" / "processed").facts["corrected"].isna().all()


def test_each_of_two_like_decisions_is_named_by_its_own_place(project: Path) -> None:
    wrong = _USE | {"expects": 3491}
    _decide(project, wrong, wrong)
    assert [re.findall(r"entry \d", str(error)) for error in _ingest(project).errors] == [
        ["entry 1"],
        ["entry 2"],
    ]


def test_a_finding_that_is_no_longer_there_is_not_accepted(project: Path) -> None:
    entry = {"decision": "accept", "finding": "list_sum", "quote": _WORDS, "expects": 3490, "against": 3496}
    _decide(project, _COMMON | entry)
    for _ in range(2):
        (error,) = _ingest(project).errors
        assert "found no such finding" in str(error)


def test_decisions_survive_and_are_taken_back(project: Path) -> None:
    _ingest(project)
    first = (project / "data" / "processed" / "facts.csv").read_bytes()
    _decide(project, _USE)
    _ingest(project)
    again = _ingest(project)
    assert again.unchanged == 1
    assert "list_sum" not in _codes(project)
    (project / "data" / "corrections.yaml").unlink()
    _ingest(project)
    assert (project / "data" / "processed" / "facts.csv").read_bytes() == first


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"value": None}, "goes with the decision `use`"),
        ({"decision": "accept"}, "goes with the decision"),
        ({"decisoin": "use"}, "unknown key"),
        ({"reason": ""}, "reason"),
        ({"date": "soon"}, "date"),
    ],
    ids=["no value", "no finding", "a slip of the pen", "no reason", "no date"],
)
def test_a_file_that_is_not_complete_is_refused(project: Path, change: dict[str, object], found: str) -> None:
    _decide(project, {k: v for k, v in (_USE | change).items() if v is not None})
    with pytest.raises(SpecError, match=found):
        load_corrections(project / "data" / "corrections.yaml")
    done = run("ingest", cwd=project)
    assert done.returncode == 2
    assert "corrections.yaml" in done.stderr


def _ids(project: Path) -> dict[str, str]:
    findings = read(project / "data" / "processed").findings
    rows = [{str(k): v for k, v in row.items()} for row in findings.to_dict("records")]
    return dict(zip(findings["code"], finding_ids(rows), strict=True))


def test_correct_writes_an_entry_that_ingest_applies(project: Path) -> None:
    assert run("ingest", cwd=project).returncode == 0
    file = project / "data" / "corrections.yaml"
    ids = _ids(project)
    shown = run("check", "--lang", "en", cwd=project).stdout
    assert all(known in shown for known in ids.values())
    why = ("--reason", "分项无误，总数少计 5 条", "--by", "王敏")
    done = run("correct", ids["list_sum"], "--use", "left=3,495", *why, cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    file.write_text(file.read_text(encoding="utf-8") + "  # 以上已核\n", encoding="utf-8")
    done = run("correct", ids["channel_unstated"], "--accept", *why, cwd=project)
    assert done.returncode == 0
    assert "# 以上已核" in file.read_text(encoding="utf-8")
    assert run("ingest", cwd=project).returncode == 0
    tables = read(project / "data" / "processed")
    assert "list_sum" not in list(tables.findings["code"])
    accepted = tables.findings.set_index("code").loc["channel_unstated", "status"]
    assert str(accepted).startswith("accepted: 分项无误")


def test_correct_tells_facts_apart_that_share_their_words(project: Path) -> None:
    run("ingest", cwd=project)
    suits = next(
        known
        for (known, row) in zip(
            _ids_in_order(project),
            read(project / "data" / "processed").findings.to_dict("records"),
            strict=True,
        )
        if row["code"] == "places_differ"
    )
    done = run(
        "correct", suits, "--ignore", "right", "--reason", "附表所填为收案", "--by", "王敏", cwd=project
    )
    assert done.returncode == 0
    assert run("ingest", cwd=project).returncode == 0
    assert "places_differ" not in _codes(project)


def _ids_in_order(project: Path) -> list[str]:
    findings = read(project / "data" / "processed").findings
    return finding_ids([{str(k): v for k, v in row.items()} for row in findings.to_dict("records")])


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("deadbeef", "--accept"), "expected the id of a finding"),
        (("{id}",), "expected one of --use, --ignore and --accept"),
        (("{id}", "--accept", "--ignore", "left"), "expected one of --use, --ignore and --accept"),
        (("{id}", "--use", "middle=3"), "expected left or right"),
        (("{id}", "--use", "left=many"), "expected SIDE=NUMBER"),
        (("{id}", "--ignore", "right"), "a side that adds up several numbers"),
    ],
)
def test_correct_says_what_it_needs(project: Path, arguments: tuple[str, ...], found: str) -> None:
    run("ingest", cwd=project)
    own = _ids(project)["list_sum"]
    given = [argument.replace("{id}", own) for argument in arguments]
    done = run("correct", *given, "--reason", "r", "--by", "b", cwd=project)
    assert done.returncode == 2
    assert found in done.stderr
    assert not (project / "data" / "corrections.yaml").exists()


def test_the_source_file_is_never_touched(project: Path) -> None:
    before = hashlib.sha256((project / "data" / "raw" / SAMPLE.name).read_bytes()).hexdigest()
    _decide(project, _USE)
    _ingest(project)
    assert hashlib.sha256((project / "data" / "raw" / SAMPLE.name).read_bytes()).hexdigest() == before
    with pytest.raises(InputError):
        view_report(read(project / "data" / "processed"), "xiangshan-aic", 1999, "zh")
