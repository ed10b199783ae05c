"""The register: rows that can be used, and one sentence for each that cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from ogi.errors import InputError
from ogi.read.register import COLUMNS, read_register

DIGEST = "0" * 64
GOOD = {"file": "a.txt", "agency_id": "a-b", "agency": "某某局", "year": "2011", "sha256": DIGEST}


def _register(
    folder: Path, *rows: dict[str, str], header: list[str] | None = None, bom: bool = False
) -> Path:
    columns = header or list(COLUMNS)
    lines = [",".join(columns), *(",".join(row.get(c, "") for c in columns) for row in rows)]
    path = folder / "sources.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig" if bom else "utf-8")
    return path


@pytest.mark.parametrize("bom", [False, True])
def test_a_good_row(tmp_path: Path, bom: bool) -> None:
    rows, errors = read_register(_register(tmp_path, GOOD, bom=bom))
    assert not errors
    assert rows[0].entry.report_id == "a-b-2011"
    assert rows[0].path == tmp_path / "a.txt"


@pytest.mark.parametrize(
    ("change", "where", "found"),
    [
        ({"agency": ""}, "row 2, column agency", "nothing"),
        ({"agency_id": "a/b"}, "row 2, column agency_id", "“a/b”"),
        ({"year": "11"}, "row 2, column year", "“11”"),
        ({"sha256": "abc"}, "row 2, column sha256", "“abc”"),
        ({"file": "../secret.txt"}, "row 2, column file", "“../secret.txt”"),
    ],
)
def test_a_bad_row_is_refused_and_the_others_stay(
    tmp_path: Path, change: dict[str, str], where: str, found: str
) -> None:
    other = GOOD | {"agency_id": "other"}
    rows, errors = read_register(_register(tmp_path, GOOD | change, other))
    assert [row.entry.agency_id for row in rows] == ["other"]
    assert where in str(errors[0])
    assert found in str(errors[0])


def test_two_rows_for_one_agency_and_year_are_both_refused(tmp_path: Path) -> None:
    rows, errors = read_register(_register(tmp_path, GOOD, GOOD | {"file": "b.txt"}))
    assert not rows
    assert "rows 2 and 3" in str(errors[0])
    assert "a.txt, b.txt" in str(errors[0])


@pytest.mark.parametrize(
    ("header", "found"),
    [([*COLUMNS, "colour"], "the column colour"), ([c for c in COLUMNS if c != "url"], "no column url")],
)
def test_a_wrong_header_is_refused(tmp_path: Path, header: list[str], found: str) -> None:
    with pytest.raises(InputError, match=found):
        read_register(_register(tmp_path, GOOD, header=header))


def test_a_missing_register_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_register(tmp_path / "sources.csv")
