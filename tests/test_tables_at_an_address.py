"""Tables at an address in either layout: reports, questions in SQL and lists are those of a folder here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import helpers as h
from ogi.errors import InputError
from ogi.places import place
from ogi.store.dataset import write_dataset
from ogi.store.listing import read_listing
from ogi.store.reading import read
from ogi.store.schema import TABLES

from .s3 import store

pytestmark = pytest.mark.slow
_BY_CHANNEL = (
    "select category, sum(value) as items from facts where year = 2011 and dimension = 'channel' "
    "group by category order by items desc, category"
)


@pytest.fixture(params=["tables", "dataset"])
def both(request: pytest.FixtureRequest, processed: Path, bucket: str, tmp_path: Path) -> tuple[Path, str]:
    """The registered reports' tables in a layout: a folder here, and the same at an address."""
    folder = processed
    if request.param == "dataset":
        folder = tmp_path / "data"
        write_dataset(processed, folder)
    store().put(f"{folder}/", f"{bucket}/data/", recursive=True)
    return folder, f"{bucket}/data"


def test_what_is_read_is_what_is_read_here(both: tuple[Path, str]) -> None:
    folder, address = both
    for wanted in (None, ["pingtan-2014"], ["nobody-2014"]):
        own, other = read(folder, wanted), read(place(address), wanted)
        for name in TABLES:
            pd.testing.assert_frame_equal(getattr(own, name), getattr(other, name))
    assert read_listing(place(address)).reports == read_listing(folder).reports != ()
    assert h.load("pingtan", 2014, data=address).facts == h.load("pingtan", 2014, data=folder).facts != ()


def test_questions_in_sql_have_the_same_answers(both: tuple[Path, str]) -> None:
    folder, address = both
    own = h.sql(_BY_CHANNEL, folder)
    assert len(own) > 1
    pd.testing.assert_frame_equal(h.sql(_BY_CHANNEL, address), own)
    for name in TABLES:
        count = f"from {name} select count(*) as n, count(distinct report_id) as ids"
        pd.testing.assert_frame_equal(h.sql(count, address), h.sql(count, folder))
    for query in ("select * from read_text('/etc/hostname')", "select * from 's3://other/facts.parquet'"):
        with pytest.raises(InputError, match=r"^sql: found"):
            h.sql(query, address)


def test_of_a_dataset_only_the_years_asked_for_are_opened(
    processed: Path, bucket: str, tmp_path: Path
) -> None:
    write_dataset(processed, tmp_path / "data")
    store().put(f"{tmp_path}/data/", f"{bucket}/data/", recursive=True)
    before: Any = h.sql(_BY_CHANNEL, f"{bucket}/data")
    for name in store().find(f"{bucket}/data/facts"):
        if "year=2011" not in name:
            store().pipe(name, b"no Parquet")
    store().invalidate_cache()
    pd.testing.assert_frame_equal(h.sql(_BY_CHANNEL, f"{bucket}/data"), before)
    with pytest.raises(InputError):
        h.sql("select sum(value) from facts", f"{bucket}/data")
