"""The layout of the official tables as agencies print them: text, rows and columns that each cell spans."""

from __future__ import annotations

from collections.abc import Iterator

from ogi.report import Table

Layout = list[list[tuple[str, int, int]]]
Placed = list[list[tuple[str, int, int, int]]]

DISCLOSED: Layout = [
    [("第二十条第（一）项", 1, 4)],
    [("信息内容", 1, 1), ("本年制发件数", 1, 1), ("本年废止件数", 1, 1), ("现行有效件数", 1, 1)],
    [("规章", 1, 1), ("0", 1, 1), ("0", 1, 1), ("0", 1, 1)],
    [("行政规范性文件", 1, 1), ("69", 1, 1), ("3", 1, 1), ("665", 1, 1)],
    [("第二十条第（五）项", 1, 4)],
    [("信息内容", 1, 1), ("本年处理决定数量", 1, 3)],
    [("行政许可", 1, 1), ("2293", 1, 3)],
    [("第二十条第（八）项", 1, 4)],
    [("信息内容", 1, 1), ("本年收费金额（单位：万元）", 1, 3)],
    [("行政事业性收费", 1, 1), ("24252.311082", 1, 3)],
]

_GROUPS = {
    "（三）不予公开": ["1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益",
                "5.属于三类内部事务信息", "6.属于四类过程性信息", "7.属于行政执法案卷", "8.属于行政查询事项"],
    "（四）无法提供": ["1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确"],
    "（五）不予处理": ["1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物", "4.无正当理由大量反复申请",
                "5.要求行政机关确认或重新出具已获取信息"],
    "（六）其他处理": ["1.申请人无正当理由逾期不补正", "2.申请人逾期未按收费通知要求缴纳费用", "3.其他"],
}  # fmt: skip


def _requests() -> Layout:
    values = iter(range(100, 1000))

    def numbers() -> list[tuple[str, int, int]]:
        return [(str(next(values)), 1, 2), *((str(next(values)), 1, 1) for _ in range(6))]

    kinds = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    rows: Layout = [
        [
            ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
            ("申请人情况", 1, 8),
        ],
        [("自然人", 2, 2), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        [(kind, 1, 1) for kind in kinds],
        [("一、本年新收政府信息公开申请数量", 1, 3), *numbers()],
        [("二、上年结转政府信息公开申请数量", 1, 3), *numbers()],
        [("三、本年度办理结果", 22, 1), ("（一）予以公开", 1, 2), *numbers()],
        [("（二）部分公开", 1, 2), *numbers()],
    ]
    for group, labels in _GROUPS.items():
        for i, label in enumerate(labels):
            head = [(group, len(labels), 1)] if i == 0 else []
            rows.append([*head, (label, 1, 1), *numbers()])
    rows.append([("（七）总计", 1, 2), *numbers()])
    rows.append([("四、结转下年度继续办理", 1, 3), *numbers()])
    return rows


REQUESTS: Layout = _requests()


def places(layout: Layout) -> Iterator[tuple[int, int, str, int, int]]:
    """For each cell of a layout its row, column, text, rowspan and colspan."""
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(layout):
        column = 0
        for text, rowspan, colspan in row:
            while (r, column) in taken:
                column += 1
            yield r, column, text, rowspan, colspan
            taken |= {(r + i, column + j) for i in range(rowspan) for j in range(colspan)}


def expected(layout: Layout) -> Placed:
    """What a reader has to say of a layout: text, column, colspan, rowspan of the cells of each row."""
    rows: Placed = [[] for _ in layout]
    for r, column, text, rowspan, colspan in places(layout):
        rows[r].append((text, column, colspan, rowspan))
    return rows


def placed(table: Table) -> Placed:
    """What a reader said of a table."""
    return [[(cell.text, cell.column, cell.colspan, cell.rowspan) for cell in row] for row in table.rows]


def without_unused_columns(rows: Placed) -> Placed:
    """The same table without the grid lines at which no cell starts or ends: a program need not keep them."""
    edges = sorted({edge for row in rows for _, column, span, _ in row for edge in (column, column + span)})
    at = {edge: i for i, edge in enumerate(edges)}
    return [
        [(text, at[column], at[column + span] - at[column], rowspan) for text, column, span, rowspan in row]
        for row in rows
    ]
