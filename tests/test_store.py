"""The processed tables: their columns, their two forms, and writing all of them or none."""

from __future__ import annotations

import csv
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from ogi.errors import InputError
from ogi.report import Report
from ogi.store import reading, writing
from ogi.store.reading import Processed, facts_of
from ogi.store.schema import TABLES

from .conftest import ROOT

FACT_COLUMNS = """report_id agency year form section indicator label dimension category category_label value unit
qualifier period as_of state place table_caption row_label column_label page char_start char_end quote source_file
source_sha256 rule review part_of list_start corrected correction""".split()
FINDING_COLUMNS = """report_id agency year source_file code severity message_en message_zh left_label left_value
left_quote right_label right_value right_quote difference explanation status""".split()


def test_the_columns_are_those_of_the_data_dictionary(tables: Processed) -> None:
    assert list(tables.facts.columns) == FACT_COLUMNS
    assert list(tables.findings.columns) == FINDING_COLUMNS
    text = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    for columns in TABLES.values():
        for column in columns:
            assert f"`{column}`" in text, column


@pytest.mark.parametrize("name", ["facts", "findings"])
def test_the_sample_gives_its_golden_tables(processed: Path, name: str) -> None:
    golden = ROOT / "tests" / "golden" / f"xiangshan-aic-2011.{name}.csv"
    made = pd.read_csv(processed / f"{name}.csv", dtype=str, keep_default_na=False)
    made = made[made["report_id"] == "xiangshan-aic-2011"].reset_index(drop=True)
    pd.testing.assert_frame_equal(made, pd.read_csv(golden, dtype=str, keep_default_na=False))


@pytest.mark.parametrize("name", TABLES)
def test_csv_and_parquet_say_the_same(processed: Path, name: str) -> None:
    data = (processed / f"{name}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "spreadsheets need the byte-order mark"
    with (processed / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    parquet = pd.read_parquet(processed / f"{name}.parquet")
    assert len(rows) == len(parquet)
    for row, stored in zip(rows, parquet.to_dict("records"), strict=True):
        for column, text in row.items():
            value = stored[column]
            if isinstance(value, Decimal):
                assert Decimal(text) == value
                assert "E" not in text
                assert not text.endswith(".000000")
            elif pd.isna(value):
                assert text == ""
            elif isinstance(value, float):  # an integer in a column with gaps
                assert float(text) == value
                assert text.isdigit()
            else:
                assert text == str(value)


def test_values_stay_exact_and_counts_stay_integers(tables: Processed) -> None:
    values = tables.facts["value"].dropna()
    assert all(isinstance(value, Decimal) for value in values)
    assert "3490" in {str(value) for value in values}
    assert str(tables.facts["page"].dtype) == "Int32"


def test_facts_come_back_as_they_were(tables: Processed, sample: Report) -> None:
    own = tables.facts[tables.facts["report_id"] == "xiangshan-aic-2011"]
    facts = facts_of(own)
    assert len(facts) == len(own)
    for fact in facts:
        assert sample.text[fact.char_start : fact.char_end] == fact.quote
        assert fact.as_of is None or isinstance(fact.as_of, date)


def test_an_interrupted_write_leaves_the_old_tables(
    processed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    writing.write(folder, [], [], [])
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("ogi.store.writing._write_csv", fail)
    with pytest.raises(OSError, match="disk full"):
        writing.write(folder, facts_of(reading.read(processed).facts), [], [])
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_write_killed_while_it_is_put_in_place_is_finished_by_the_next_reader(
    processed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    writing.write(folder, [], [], [])
    replace, moved = os.replace, 0

    def die_midway(source: str, target: str) -> None:
        nonlocal moved
        moved += 1
        if moved == 4:  # the ready set, then two tables
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr("ogi.store.writing.os.replace", die_midway)
    with pytest.raises(KeyboardInterrupt):
        writing.write(folder, facts_of(reading.read(processed).facts), [], [])
    monkeypatch.undo()
    assert len(reading.read(folder).facts) == len(reading.read(processed).facts)


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (lambda path: None, "no such file"),
        (lambda path: path.write_bytes(b"no parquet"), "not Parquet"),
        (lambda path: pd.DataFrame({"a": [1]}).to_parquet(path), "columns"),
    ],
    ids=["missing", "damaged", "other columns"],
)
def test_tables_that_cannot_be_read_are_refused(tmp_path: Path, make: object, found: str) -> None:
    make(tmp_path / "facts.parquet")  # type: ignore[operator]
    with pytest.raises(InputError, match=found) as error:
        reading.read(tmp_path)
    assert "ogi ingest" in str(error.value)
