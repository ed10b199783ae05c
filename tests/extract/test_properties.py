"""Whatever a text says, every fact stands where it says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from .conftest import facts_of, report_of

_WORDS = """主动公开 政府信息 信息 公开 各类 共计 其中 ， 、 ； ： （ ） 。 \n 条 件 起 网站 县政府网站 政策法规类 同比增加 去年
2011年 2012年 截至 12月31日 累计 行政复议 行政诉讼 申请 收到 未收到 没有 发生 0 1 35 3490 1,058 １，０５８ 三千 余 约 1.2万 为 共
答复 同意公开 当面申请 通过 在 等渠道 与政府信息公开无关 按类别分 均为 附表 主动公开信息数 / 12315 40多平方 % 计划 ① ︿ 𠀀""".split(
    " "
)
_TEXTS = st.lists(st.sampled_from(_WORDS), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(_TEXTS)
def test_every_quote_is_the_text_of_its_span(text: str) -> None:
    report = report_of(text)
    for fact in facts_of(report):
        assert report.text[fact.char_start : fact.char_end] == fact.quote
        assert (fact.value is None) == (fact.state != "reported")
        assert fact.category is None or fact.dimension is not None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    report = report_of(text)
    for fact in facts_of(report):
        assert report.text[fact.char_start : fact.char_end] == fact.quote
