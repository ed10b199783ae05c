"""Titles of real reports and the agency and year they give; documents that are no such report."""

from __future__ import annotations

import pytest

from ogi.errors import InputError
from ogi.read.identity import find_title, identify

BODY = "\n一、概述\n我局认真做好政府信息公开工作。\n"


@pytest.mark.parametrize(
    ("title", "agency", "year"),
    [
        ("象山工商分局2011年政府信息公开工作年度报告", "象山工商分局", 2011),
        ("象山县人民政府2012年度政府信息公开工作报告", "象山县人民政府", 2012),
        ("宁波市民政局政府信息公开2010年度报告", "宁波市民政局", 2010),
        ("2013年石浦镇政府信息公开工作年度报告", "石浦镇", 2013),
        ("关于2009年度象山县教育局政府信息公开年报", "象山县教育局", 2009),
        ("平潭综合实验区2015年度政府信息公开工作年度报告", "平潭综合实验区", 2015),
        ("某某区环境保护局二〇一三年政府信息公开工作年度报告", "某某区环境保护局", 2013),
        ("某某县国土资源局关于2011年政府信息公开工作的年度报告", "某某县国土资源局", 2011),
        ("某某市审计局 2012 年政府信息公开年度报告", "某某市审计局", 2012),
        ("江州理工大学2013-2014学年信息公开年度报告", "江州理工大学", 2014),
        ("江州理工大学2013年—2014年学年度信息公开工作年度报告", "江州理工大学", 2014),
    ],
)
def test_the_title_gives_agency_and_year(title: str, agency: str, year: int) -> None:
    text = title + BODY
    identity = identify(find_title(text, "a.txt"), text, "a.txt")
    assert (identity.agency, identity.year) == (agency, year)


def test_a_title_on_two_lines() -> None:
    text = "某某县民政局2012年\n政府信息公开工作年度报告" + BODY
    identity = identify(find_title(text, "a.txt"), text, "a.txt")
    assert (identity.agency, identity.year) == ("某某县民政局", 2012)


def test_the_unit_field_and_the_text_help_a_bare_title() -> None:
    text = "政府信息公开工作年度报告\n单位：某某县统计局  时间：2012.12.18\n2012年度，我局公开信息20条。\n"
    identity = identify(find_title(text, "a.txt"), text, "a.txt")
    assert (identity.agency, identity.year) == ("某某县统计局", 2012)
    assert identity.source == "unit field and text"


@pytest.mark.parametrize(
    "text",
    [
        "404 Not Found\n您访问的页面不存在，请返回首页。",
        "某某县人民政府工作报告\n各位代表：现在我代表县人民政府向大会作工作报告。",
        "某某局2012年工作总结\n一、加强学习，提高认识。二、扎实推进各项工作。",
    ],
)
def test_another_document_is_refused_with_its_opening(text: str) -> None:
    with pytest.raises(
        InputError, match="no title of an annual report on open government information"
    ) as error:
        find_title(text, "a.txt")
    assert text[:8] in str(error.value)


def test_a_report_that_does_not_say_its_year_is_refused() -> None:
    text = "某某局政府信息公开工作年度报告\n我局公开信息20条。"
    with pytest.raises(InputError, match="Register the file"):
        identify(find_title(text, "a.txt"), text, "a.txt")


@pytest.mark.parametrize(
    ("text", "agency", "year"),
    [
        ("东山县统计局\n2012年政府信息公开工作年度报告\n一、概述\n", "东山县统计局", 2012),
        ("信息公开\n东山县统计局2012年政府信息公开工作年度报告\n", "东山县统计局", 2012),
        ("东山县统计局\n政府信息公开工作\n2012年度报告\n正文\n", "东山县统计局", 2012),
        ("政府信息公开工作年度报告（2012年）\n正文。\n东山县统计局\n2013年1月20日\n", "东山县统计局", 2012),
        ("首页\n政府信息公开年报\n平山县水利局2019年政府信息公开工作年度报告\n", "平山县水利局", 2019),
        ("2013年度信息公开工作总结\n单位：平山县水利局\n", "平山县水利局", 2013),
        ("平山县水利局2013年政府信息公开情况统计表\n", "平山县水利局", 2013),
        ("東山縣統計局2012年政府資訊公開工作年度報告\n", "东山县统计局", 2012),
    ],
)
def test_titles_over_lines_and_names_elsewhere(text: str, agency: str, year: int) -> None:
    title = find_title(text, "x.txt")
    found = identify(title, text, "x.txt")
    assert (found.agency, found.year) == (agency, year)
