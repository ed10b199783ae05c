"""What a web site puts around a report: told from the report by where it stands and what it consists of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ogi.read.document import RawCell
from ogi.read.identity import is_title, names_agency, title_says

# A line of which this share is links is a menu or a list of other pages.
_LINKS = 0.6
_FIRST_LINES = 40
# What sites print beneath a title: where from, when, how often read, how large to show it.
_BENEATH = re.compile(
    r"来源\s*[:：]|发布(?:时间|日期|机构)|(?:时间|日期)\s*[:：]\s*\d{4}|浏览(?:次数|量)?\s*[:：]|点击(?:数|率|量)|阅读(?:次数|量|数)?\s*[:：]"
    r"|字号|字体|打印|作者\s*[:：]|责任编辑|信息来源|访问(?:次数|量)\s*[:：]|索\s*引\s*号|统一社会信用代码|主题(?:分类|词)|公开(?:方式|范围|时限)\s*[:：]"
    r"|分享到|【.{0,4}大.{0,3}中.{0,3}小|发文(?:机关|字号)|文\s*号\s*[:：]|成文日期|生成日期|有效性|体裁分类"
)
_LONGEST_BENEATH = 160
_HEAD = 8
# With one of these, what is left of a page is the site's again.
_FOOT = re.compile(
    r"[\[【（(]?\s*(?:打印(?:本页)?|关闭(?:窗口|本页)?|返回顶部|我要纠错|收藏)\s*[\]】）)]?|上一[篇条页]|下一[篇条页]|相关(?:阅读|链接|文档|文章|新闻|稿件|信息)\s*[:：]?$"
    r"|分享(?:到|至)|扫一扫|版权所有|Copyright|©|主办(?:单位)?\s*[:：]|承办(?:单位)?\s*[:：]|技术支持|网站标识码|.{0,12}ICP备|.{0,12}公网安备|网站地图"
    r"|您是第|(?:本页|总)?(?:浏览|访问|点击)(?:次数|量|数)|友情链接|责任编辑|信息(?:录入|审核)|设为首页|加入收藏|网站声明|关于我们|主管单位\s*[:：]|建议使用",
    re.I,
)
_VISITS = re.compile(
    r"(?:今日|昨日|本日|本月|本年|总|累计|当前|在线)?(?:网站)?(?:访问|浏览|点击|在线)(?:总)?(?:量|数|次数|人数)\s*[:：]?"
)
_MOST_COUNTERS = 6
_A_NUMBER = re.compile(r"[\d,，]+\s*(?:人次|次|人)?")
_HERE = re.compile(r"(?:您?当前(?:的)?位置|您所在的位置|您现在的位置|所在位置)")
_ALONG = re.compile(r"[\s>＞»›/|·\-—:：]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text and the share of it that is links, or a table."""

    text: str
    linked: float = 0.0
    table: list[list[RawCell]] | None = None


def _of_report(lines: Sequence[Line]) -> list[Line]:
    """The lines that are the report's: neither links nor the path to the page nor a counter of visits."""
    return [
        line
        for line in lines
        if line.linked < _LINKS and not _HERE.match(_ALONG.sub("", line.text)) and not _counts_visits(line)
    ]


def _counts_visits(line: Line) -> bool:
    """Whether a table holds nothing but how often the site was visited."""
    if line.table is None or len(line.table) > _MOST_COUNTERS:
        return False
    words = [cell.text.strip() for row in line.table for cell in row]
    labels = [text for text in words if text and not _A_NUMBER.fullmatch(text)]
    return bool(labels) and all(_VISITS.fullmatch(label) for label in labels)


def _foot(lines: Sequence[Line]) -> int:
    """The index of the line with which the site goes on after the report."""
    last_table = max((i for i, line in enumerate(lines) if line.table is not None), default=-1)
    earliest = max(last_table + 1, len(lines) // 2)
    return next((i for i in range(earliest, len(lines)) if _FOOT.match(lines[i].text.strip())), len(lines))


def report_lines(lines: Sequence[Line], titles: Sequence[str]) -> list[Line]:
    """Return the lines of the report alone, from its title on.

    The title is the last one among the page's first lines before its text begins; where the page only names
    it in its head, that name becomes the first line. A table above the title is the site's as well. Where the
    title does not say whose report it is, what does stays or takes its place before it.
    """
    kept = _of_report(lines)
    start = None
    for i, line in enumerate(kept[:_FIRST_LINES]):
        if line.table is None and is_title(line.text):
            start = i
        elif start is not None and ("。" in line.text or line.table is not None):
            break
    if start is not None:
        kept = [*_whose(kept, start, titles), *kept[start:]]
    elif named := next((title for title in titles if is_title(title)), None):
        kept = [Line(named), *kept]
    head = [line for line in kept[1:_HEAD] if not _is_beneath(line)]
    kept = [*kept[:1], *head, *kept[_HEAD:]]
    return kept[: _foot(kept)]


def _whose(lines: Sequence[Line], start: int, titles: Sequence[str]) -> list[Line]:
    """What says whose report it is, where its title does not: nothing where it does.

    The line above the title, the title in the page's head, or what the site prints about the page.
    """
    title = lines[start].text
    if title_says(title).agency:
        return []
    above = lines[start - 1] if start and lines[start - 1].table is None else None
    if above is not None and (names_agency(above.text) or title_says(above.text + title).agency):
        return [above]
    if named := next((text for text in titles if is_title(text) and title_says(text).agency), None):
        return [Line(named)]
    near = [*reversed(lines[:start]), *lines[start + 1 : start + _HEAD]]
    said = (
        text for line in near for text in _texts(line) if names_agency(text) and (":" in text or "：" in text)
    )
    return [Line(text) for text in [next(said, None)] if text is not None]


def _texts(line: Line) -> list[str]:
    """A line's text, or what a table says in pairs of cells: 发布机构：, 某某局."""
    if line.table is None:
        return [line.text]
    rows = [[cell.text.strip() for cell in row] for row in line.table]
    return [
        f"{a}{'' if a.endswith(('：', ':')) else '：'}{b}"
        for row in rows
        for a, b in pairwise(row)
        if a and b
    ]


def _is_beneath(line: Line) -> bool:
    if line.table is not None:
        return any(_BENEATH.search(cell.text) for row in line.table[:2] for cell in row)
    return len(line.text) <= _LONGEST_BENEATH and "。" not in line.text and bool(_BENEATH.search(line.text))
