"""The contradictions of the sample report, and no others."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from ogi.store.reading import Processed

# code, severity, left, right, difference, a piece of each quote
ERRORS_AND_WARNINGS = [
    ("list_sum", "error", 3490, 3495, -5, "共计公开各类信息3490条", "处罚决定公告信息38条"),
    ("places_differ", "error", 0, 5, -5, "提起行政诉讼0起", "行政诉讼数"),
    ("places_differ_vintage_supported", "warning", 3490, 3473, 17, "共计公开各类信息3490条", "主动公开信息数"),
    ("places_differ_vintage_supported", "warning", 550, 543, 7, "县政府外网信息550条", "在县信息公开网页上公开信息543条"),
    ("places_differ_vintage_supported", "warning", 105, 95, 10, "宁波市工商局信息公开网站105条", "在市信息公开网页上公开信息95条"),
]  # fmt: skip


def _findings(tables: Processed) -> pd.DataFrame:
    found = tables.findings
    return found[found["report_id"] == "xiangshan-aic-2011"]


def test_errors_and_warnings(tables: Processed) -> None:
    rows = _findings(tables)
    graver = rows[rows["severity"] != "note"].to_dict("records")
    assert len(graver) == len(ERRORS_AND_WARNINGS)
    for row, (code, severity, left, right, gap, left_quote, right_quote) in zip(
        graver, ERRORS_AND_WARNINGS, strict=True
    ):
        assert (row["code"], row["severity"]) == (code, severity)
        assert (row["left_value"], row["right_value"], row["difference"]) == (left, right, gap)
        assert left_quote in row["left_quote"]
        assert right_quote in row["right_quote"]
        assert row["status"] == "open"
        explained = "another vintage" in str(row["explanation"])
        assert explained == (severity == "warning")


def test_the_inference_is_worded_as_one(tables: Processed) -> None:
    rows = _findings(tables)
    total = rows[(rows["left_value"] == 3490) & (rows["right_value"] == 3473)].iloc[0]
    assert "7 + 10" in total["message_zh"]
    assert "推断" in total["message_zh"]
    assert "an inference" in total["message_en"]


def test_notes(tables: Processed) -> None:
    rows = _findings(tables)
    notes = rows[rows["severity"] == "note"].set_index("code")
    assert sorted(notes.index) == ["channel_unstated", "mixed_children"]
    assert notes.loc["channel_unstated", "difference"] == Decimal(373)
    mixed = notes.loc["mixed_children"]
    assert "5 行" in mixed["message_zh"]
    assert "1,875 + 1,598 = 3,473" in mixed["message_zh"]
    for other in ("未及时公开数", "网站公开", "政府公报公开"):
        assert other in mixed["message_zh"]
