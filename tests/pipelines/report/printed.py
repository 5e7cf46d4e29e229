"""Prints figures as reports do: one document, many layouts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from pipelines.report.form import Form, FormKey, load_form, request_groups

Printed = Mapping[str, str]


@dataclass(frozen=True)
class Layout:
    """How a report is laid out; every combination occurs."""

    stacked: bool = False  # the small tables in one
    total_first: bool = False  # 总计 before 自然人
    phantom: int = 0  # empty columns between labels and numbers that the header lacks
    cut_after: int = 0  # rows after which table 3 goes on in a table of its own
    one_table: bool = False  # the whole page in one table
    word: bool = False  # Word's spans and paragraphs inside every cell


@dataclass(frozen=True)
class Td:
    text: str
    colspan: int = 1
    rowspan: int = 1


Row = list[Td]


def page(form_key: FormKey, figures: Printed, layout: Layout) -> bytes:
    """A page of a report with these cells."""
    form = load_form(form_key)
    small = _small(form, figures)
    tables = [[row for table in small for row in table]] if layout.stacked else small
    blocks: list[str | list[list[Row]]] = [
        "清河县民政局2024年政府信息公开工作年度报告",
        "一、总体情况",
        "2024年，本局做好政府信息公开工作，统计期限为2024年1月1日至2024年12月31日。未收取信息处理费。",
        "二、主动公开政府信息情况",
        tables,
        "三、收到和处理政府信息公开申请情况",
        _cut(_requests(form, figures, layout), layout),
        "四、政府信息公开行政复议、行政诉讼情况",
        [_cases(form, figures)],
        "五、存在的主要问题及改进情况",
        "公开意识有待加强，下一步组织培训。",
        "六、其他需要报告的事项",
        "无其他需要报告的事项。",
    ]
    body = _as_one_table(blocks) if layout.one_table else _as_blocks(blocks, layout)
    return f"<html><body><div id=zoom>{body}</div></body></html>".encode()


def _as_blocks(blocks: list[str | list[list[Row]]], layout: Layout) -> str:
    out = []
    for block in blocks:
        if isinstance(block, str):
            out.append(f"<p>{escape(block)}</p>")
        else:
            out += [_table(rows, layout) for rows in block]
    return "".join(out)


def _as_one_table(blocks: list[str | list[list[Row]]]) -> str:
    """A page whose every line is a row of one table with many empty columns."""
    rows: list[Row] = []
    for block in blocks:
        if isinstance(block, str):
            rows.append([Td(block, colspan=40)])
        else:
            rows += [row for table in block for row in table]
    return _table(rows, Layout())


def _table(rows: list[Row], layout: Layout) -> str:
    body = "".join(f"<tr>{''.join(_td(cell, layout) for cell in row)}</tr>" for row in rows)
    return f"<table border=1><tbody>{body}</tbody></table>"


def _td(cell: Td, layout: Layout) -> str:
    text = escape(cell.text)
    if layout.word:
        text = f'<p class=MsoNormal><span lang="EN-US">{text}<o:p></o:p></span></p>'
    return f"<td rowspan={cell.rowspan} colspan={cell.colspan}>{text}</td>"


def _small(form: Form, figures: Printed) -> list[list[Row]]:
    out = []
    for table in form.tables:
        if not table.id.startswith("t2"):
            continue
        wide = len(table.columns) + 1
        rows: list[Row] = [[Td(table.caption, colspan=wide)]]
        rows.append([Td("信息内容"), *(Td(column.label) for column in table.columns)])
        for row in table.rows:
            values = [Td(figures[table.key(row.key, c.key)]) for c in table.columns]
            rows.append([Td(row.label), *values])
        out.append(rows)
    return out


def _requests(form: Form, figures: Printed, layout: Layout) -> list[Row]:
    table = form.table("t3")
    columns = [column.key for column in table.columns]
    labels = {column.key: column.label for column in table.columns}
    if layout.total_first:
        columns = ["total", *columns[:-1]]
    total = Td("总计", rowspan=2)
    upper = [Td("自然人", rowspan=2), Td("法人或其他组织", colspan=5)]
    rows: list[Row] = [
        [
            Td("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
            Td("申请人情况", 7),
        ],
        [total, *upper] if layout.total_first else [*upper, total],
        [Td(labels[key]) for key in columns if key not in {"total", "natural_person"}],
    ]
    groups = {group.key: group for group in request_groups()}
    seen: set[str] = set()
    for entry in table.rows:
        values = [Td("") for _ in range(layout.phantom)]
        values += [Td(figures[table.key(entry.key, key)]) for key in columns]
        label = f"{entry.number}{entry.label}"
        if not entry.group:
            rows.append([Td(f"{entry.number}、{entry.label}", colspan=3), *values])
            continue
        row: Row = []
        if "outcomes" not in seen:
            seen.add("outcomes")
            row.append(Td("三、本年度办理结果", rowspan=len(table.rows) - 3))
        if entry.group == "outcomes":
            row.append(Td(label, colspan=2))
        else:
            if entry.group not in seen:
                seen.add(entry.group)
                size = sum(other.group == entry.group for other in table.rows)
                group = groups[entry.group]
                row.append(Td(f"{group.number}{group.label}", rowspan=size))
            row.append(Td(label))
        rows.append([*row, *values])
    return rows


def _cut(rows: list[Row], layout: Layout) -> list[list[Row]]:
    at = 3 + layout.cut_after
    return [rows[:at], rows[at:]] if layout.cut_after else [rows]


def _cases(form: Form, figures: Printed) -> list[Row]:
    table = form.table("t4")
    results = [column.label for column in table.columns]
    return [
        [Td("行政复议", 5), Td("行政诉讼", 10)],
        [*(Td(text, 1, 2) for text in results), Td("未经复议直接起诉", 5), Td("复议后起诉", 5)],
        [Td(text) for text in results * 2],
        [Td(figures[key]) for key in table.keys],
    ]
