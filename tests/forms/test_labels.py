"""Labels as printed and as compared."""

from __future__ import annotations

import pytest

from ogi.forms import clean_label, printed_label


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("其中：1、2011年5月1日后的信息", "2011年5月1日后的信息"),
        ("其中：1.2011年5月1日后的信息", "2011年5月1日后的信息"),
        ("　　　2、2011年5月1日前的信息", "2011年5月1日前的信息"),
        ("（三）否决公开\n答复总数", "否决公开答复总数"),
        ("①当面申请数", "当面申请数"),
        ("主动公开信息数：", "主动公开信息数"),
        ("一、", "一、"),
    ],
)
def test_numbering_and_line_breaks_are_no_part_of_a_label(printed: str, label: str) -> None:
    assert printed_label(printed) == label


def test_look_alikes_compare_equal() -> None:
    assert clean_label("6、其它形式申请数（条）") == clean_label("其他形式申请数(条)")
