"""Questions in SQL: the answers are those of the frames, exact, and what cannot be answered is said."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import helpers as h
from ogi.errors import InputError
from ogi.store.dataset import write_dataset
from ogi.store.reading import Processed

from ..conftest import ROOT

DICTIONARY = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", DICTIONARY, re.S)


@pytest.fixture(scope="module", params=["tables", "dataset"])
def data(request: pytest.FixtureRequest, processed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The processed tables in both layouts, in folders whose names have to be quoted."""
    if request.param == "tables":
        return processed
    folder = tmp_path_factory.mktemp("data") / "it's [1] *"
    write_dataset(processed, folder)
    return folder


def test_the_views_have_the_columns_and_rows_of_the_tables(data: Path, tables: Processed) -> None:
    for name in ("facts", "findings", "reports"):
        frame = getattr(tables, name)
        found = h.sql(f"from {name}", data)
        assert list(found.columns) == list(frame.columns)
        assert len(found) == len(frame)
    counted = h.sql("select year, count(*) as n from facts group by year", data).set_index("year")["n"]
    assert counted.to_dict() == tables.facts.groupby("year").size().to_dict()


def test_whole_decimals_are_integers_and_others_stay_exact(data: Path, tables: Processed) -> None:
    found = h.sql(
        "select sum(value) as whole, max(page) as nothing, 0.10::decimal(10, 6) as share, "
        "sum(value)::double as float from facts where year = 2011 and dimension = 'channel'",
        data,
    )
    own = tables.facts[(tables.facts["year"] == 2011) & (tables.facts["dimension"] == "channel")]
    assert found["whole"].tolist() == [sum(own["value"])]
    assert str(found["whole"].dtype) == "Int64"
    assert found["nothing"].isna().all()
    assert found["share"].tolist() == [Decimal("0.1")]
    assert str(found["share"][0]) == "0.1"
    assert str(found["float"].dtype) == "float64"
    assert h.sql("select value, value from facts limit 0", data).shape == (0, 2)
    large = h.sql(
        "select 123456789012345678901234567890123456.5::decimal(38, 1) as a, 10::hugeint as b", data
    )
    assert [str(value) for value in large.iloc[0]] == ["123456789012345678901234567890123456.5", "10"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("selec 1", "syntax error"),
        ("select nothing_such from facts", 'Referenced column "nothing_such" not found'),
        ("select * from nowhere", "nowhere does not exist"),
        ("select cast(label as int) from facts", "Could not convert"),
        ("", "expected one SELECT"),
        ("select 1; select 2", "expected one SELECT"),
        ("copy facts to 'out.csv'", "expected one SELECT"),
        ("create table t as select 1", "expected one SELECT"),
        ("set enable_external_access = true", "expected one SELECT"),
        ("install httpfs", "expected one SELECT"),
        ("select * from 'https://example.org/a.parquet'", "disabled"),
        ("select * from read_text('/etc/hostname')", "disabled"),
    ],
)
def test_what_is_no_question_is_refused_in_one_sentence(query: str, said: str, data: Path) -> None:
    with pytest.raises(InputError, match=re.escape(said)) as error:
        h.sql(query, data)
    assert str(error.value).startswith("sql: found “")
    assert "docs/data-dictionary.md" in str(error.value)
    assert "\n" not in str(error.value)


def test_without_tables_it_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ogi ingest"):
        h.sql("select 1", tmp_path)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 2


@pytest.mark.parametrize(("code", "printed"), EXAMPLES)
def test_the_examples_of_the_data_dictionary_give_what_they_say(
    code: str, printed: str, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OGI_DATA", str(data))
    with pd.option_context("display.width", 200, "display.max_columns", 20, "display.max_colwidth", 60):
        exec(code, {})  # noqa: S102
    assert capsys.readouterr().out.split() == printed.split()
