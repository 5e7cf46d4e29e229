"""The statutory tables as HTML, with the spans of the official form."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from deploy.demo.form import form_data, form_of, outcome_groups
from deploy.demo.reports import Report

Row = list[str]


def cell(text: str, rows: int = 1, columns: int = 1) -> str:
    """One ``td`` with its spans."""
    spans = f' rowspan="{rows}"' if rows > 1 else ""
    spans += f' colspan="{columns}"' if columns > 1 else ""
    return f"<td{spans}>{escape(text)}</td>"


def _table(rows: list[Row]) -> str:
    body = "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f'<table border="1" cellspacing="0" cellpadding="4">\n{body}\n</table>'


def proactive_disclosure_table(report: Report) -> str:
    """Table 2: one block of rows for each item of article 20 that the form asks about."""
    rows: list[Row] = []
    for block in form_data()["proactive"][form_of(report.year)]:
        rows += _proactive_block(block, report)
    return _table(rows)


def _proactive_block(block: dict[str, Any], report: Report) -> Iterator[Row]:
    columns = block["columns"]
    spans = _column_spans(len(columns))
    yield [cell(block["caption"], columns=4)]
    labels = [
        cell(label, columns=span) for label, span in zip(columns.values(), spans, strict=True)
    ]
    yield [cell("信息内容"), *labels]
    for row, label in block["rows"].items():
        printed = [report.cells[f"{block['id']}.{row}.{column}"] for column in columns]
        yield [cell(label), *(cell(t, columns=s) for t, s in zip(printed, spans, strict=True))]


def _column_spans(count: int) -> tuple[int, ...]:
    """How the three columns right of 信息内容 are shared out."""
    return {1: (3,), 2: (1, 2), 3: (1, 1, 1)}[count]


def requests_table(report: Report) -> str:
    """Table 3: a row per outcome, seven columns of applicants, three columns of labels."""
    form = form_data()
    rows = _applicant_header()
    for key, label in form["before_outcomes"].items():
        rows.append([cell(label, columns=3), *_applicant_cells(report, key)])
    outcome_rows = [
        row for group in outcome_groups(form_of(report.year)) for row in _outcome(group, report)
    ]
    outcome_rows[0].insert(0, cell(form["outcomes_heading"], rows=len(outcome_rows)))
    rows += outcome_rows
    for key, label in form["after_outcomes"].items():
        rows.append([cell(label, columns=3), *_applicant_cells(report, key)])
    return _table(rows)


def _applicant_header() -> list[Row]:
    form = form_data()
    natural_person, *organisations, total = form["applicants"].values()
    return [
        [cell(form["relation"], rows=3, columns=3), cell("申请人情况", columns=7)],
        [cell(natural_person, rows=2), cell("法人或其他组织", columns=5), cell(total, rows=2)],
        [cell(label) for label in organisations],
    ]


def _applicant_cells(report: Report, row: str) -> Row:
    return [cell(report.cells[f"t3.{row}.{column}"]) for column in form_data()["applicants"]]


def _outcome(group: dict[str, Any], report: Report) -> list[Row]:
    if "key" in group:
        return [[cell(group["label"], columns=2), *_applicant_cells(report, group["key"])]]
    rows = [[cell(label), *_applicant_cells(report, key)] for key, label in group["rows"].items()]
    rows[0].insert(0, cell(group["label"], rows=len(rows)))
    return rows


def cases_table(report: Report) -> str:
    """Table 4: fifteen numbers in one row, under reconsideration and two kinds of litigation."""
    form = form_data()
    reconsideration, direct, after = form["case_blocks"].values()
    results = list(form["case_columns"].values())
    printed = [
        report.cells[f"t4.{b}.{c}"] for b in form["case_blocks"] for c in form["case_columns"]
    ]
    return _table(
        [
            [cell(reconsideration, columns=5), cell("行政诉讼", columns=10)],
            [
                *(cell(label, rows=2) for label in results),
                cell(direct, columns=5),
                cell(after, columns=5),
            ],
            [cell(label) for label in results * 2],
            [cell(text) for text in printed],
        ]
    )
