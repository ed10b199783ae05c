"""Which figures could be counts: phrases as reports print them."""

from __future__ import annotations

import pytest

from ogi.evidence.numbers import counts_in
from ogi.numerals import flatten


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年共主动公开信息3490条", "3490条"),
        ("投诉１２件，其中网络3起", "12件 3起"),
        ("收件1，058条，占71.3%", "1，058条"),
        ("访问量达12万余人次", "12万余人次"),
        ("收取费用1,200.50元", "1,200.50元"),
        ("不予公开信息数有1402。按来源看", "1402"),
        ("申请数0；复议0件", "0 0件"),
        ("窗通办8大类、348项", "8 348项"),
        ("接听市长热线12345电话23个", "23个"),
        ("全县18个乡镇（街道）490个村", "18个 490个"),
        ("科技类（含重大项目12条）126条", "12条 126条"),
        ("2期培训班、3场讲座", "2期 3场"),
        ("开设账号70个", "70个"),
        # years, dates, hours, durations
        ("2011年1-11月", ""),
        ("截至2011年12月18日", ""),
        ("2010—2011年度", ""),
        ("3.15消费者权益保护日", ""),
        ("24小时值守，42分钟办结", ""),
        ("在15个工作日内答复", ""),
        ("10:30", ""),
        # document numbers, ordinals, list numerals
        ("浙政办发〔2011〕12号", ""),
        ("《条例》第14条，第3次修订", ""),
        ("附件2：附表3", ""),
        ("1、机构；2、2011年开发", ""),
        ("（3）住房。\n4.民生", ""),
        # addresses, shares, measures
        ("电话：0574-65712345，传真65712346，邮编315700", ""),
        ("24336243@163.com", ""),
        ("12315指挥中心，12345热线", ""),
        ("增长71.3%，占5个百分点", ""),
        ("占地300平方米，68海里", ""),
        ("身份证110101199003078888", ""),
        ("IPv6", ""),
    ],
)
def test_what_could_be_a_count(text: str, expected: str) -> None:
    flat = flatten(text)
    assert [flat[start:end] for (start, end), _ in counts_in(flat)] == expected.split()


def test_a_count_has_its_value() -> None:
    assert [int(v) for _, v in counts_in("1.2万条，1，058件，3,490次")] == [12000, 1058, 3490]
