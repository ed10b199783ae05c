"""Numbers that count nothing the project knows: each is kept under the words that name it, and no other is made."""

from __future__ import annotations

import pytest

from .conftest import facts_of, report_of

# Text, and the numbers kept without an indicator, each as VALUE UNIT LABEL.
CASES = [
    ("微信公众号推送128期、365条，关注人数1.3万。", ["128 期 微信公众号推送", "365 条 微信公众号推送", "13000 None 关注人数"]),
    ("开展培训5场220人次。", ["5 场 开展培训", "220 人次 开展培训"]),
    ("播放政策宣传稿二十二篇，印发明白纸三千余份，召开会议四次。", ["22 篇 播放政策宣传稿", "3000 份 印发明白纸"]),
    ("根据《条例》第三十一条、第三十二条的规定编制。", []),
    ("完成十大项目，出台十条措施。", []),
    ("1件因材料不齐而退回。", ["1 件 材料不齐而退回"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_other_numbers_keep_their_words(text: str, expected: list[str]) -> None:
    facts = facts_of(report_of(text, "二、工作情况"))
    assert [f"{f.number:f} {f.unit} {f.label}" for f in facts if f.rule == "prose.other"] == expected
    assert all(fact.indicator is None for fact in facts)
