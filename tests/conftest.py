"""What many tests need: the project's folder, its sample report, and the tables made from it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

from ogi.ingest import ingest_registered
from ogi.read import read_register, read_report
from ogi.report import Report
from ogi.store.reading import Processed, read

from .s3 import s3_server, store

# The same examples in every CI run; new ones on each run elsewhere.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")

ROOT = Path(__file__).resolve().parents[1]
REGISTER = ROOT / "data" / "raw" / "sources.csv"
SAMPLE = ROOT / "data" / "raw" / "xiangshan-aic-2011.txt"


@pytest.fixture(scope="session")
def sample() -> Report:
    """The sample report, read."""
    rows, errors = read_register(REGISTER)
    assert not errors
    row = next(row for row in rows if row.path == SAMPLE)
    return read_report(row.path, row.entry, sha256=row.sha256)


@pytest.fixture(scope="session")
def processed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables of all registered reports."""
    folder = tmp_path_factory.mktemp("processed")
    result = ingest_registered(REGISTER, folder)
    assert not result.errors
    return folder


@pytest.fixture(scope="session")
def tables(processed: Path) -> Processed:
    """The tables of all registered reports."""
    return read(processed)


@pytest.fixture(scope="session")
def reports() -> list[Report]:
    """Every registered web page, read."""
    rows, errors = read_register(REGISTER)
    assert not errors
    return [read_report(row.path, row.entry, sha256=row.sha256) for row in rows if row.path.suffix == ".html"]


@pytest.fixture(scope="session")
def s3() -> Iterator[dict[str, str]]:
    """An S3 server on this machine: the environment with which it is used."""
    with s3_server() as environment:
        yield environment


@pytest.fixture
def bucket(s3: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a new bucket of that server."""
    for name, value in s3.items():
        monkeypatch.setenv(name, value)
    name = f"b{uuid4().hex}"
    store().mkdir(name)
    return f"s3://{name}"
