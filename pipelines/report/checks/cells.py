"""Single cells and the form as a whole: R11, R12, R18, R19."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.items import Finding
from pipelines.report.checks.facts import Facts
from pipelines.report.checks.ledger import Ledger
from pipelines.report.form import Table
from storage.vocabulary import CellState, Fault, Medium, Severity

_EMPTY = frozenset({CellState.BLANK, CellState.NOT_APPLICABLE})
_TABLE_NAMES = {
    "t2_1": "第二十条第（一）项表",
    "t2_5": "第二十条第（五）项表",
    "t2_6": "第二十条第（六）项表",
    "t2_8": "第二十条第（八）项表",
    "t2_9": "第二十条第（九）项表",
    "t3": "收到和处理政府信息公开申请情况表",
    "t4": "行政复议、行政诉讼情况表",
}


def check_cells(ledger: Ledger, label_unknown: bool, facts: Facts) -> Iterator[Finding]:
    """Cells that cannot be so, and cells, rows and tables that are not there.

    ``label_unknown``: a row was printed that is none of the form; then what seems left out may be
    that row, and the fault is the reader's.
    """
    yield from _counts(ledger)
    if ledger.form.key == "stats_2014":
        yield from _not_found(ledger)
        return
    yield from _disclosed(ledger)
    yield from _left_out(ledger, label_unknown, facts)
    yield from _as_picture(ledger, facts)
    yield from _undivided(ledger)
    yield from _blanks(ledger)


def _counts(ledger: Ledger) -> Iterator[Finding]:
    """R12: counts are whole and not below zero; changes are signed, money has decimals."""
    kinds = {
        table.key(row.key, column.key): (row.unit or column.unit, column.kind)
        for table in ledger.form.tables
        for row in table.data_rows
        for column in table.columns
    }
    for key, figure in ledger.figures.items():
        unit, kind = kinds.get(key, ("", "integer"))
        if figure.value is None or kind == "signed_integer":
            continue
        fraction = not isinstance(figure.value, int) and kind == "integer" and unit != "万元"
        if figure.value < 0 or fraction:
            message = f"“{ledger.name(key)}”填报“{figure.raw.strip()}”，应为非负整数"
            yield ledger.finding("R12_non_negative", Severity.ERROR, message, (key,))


def _disclosed(ledger: Ledger) -> Iterator[Finding]:
    """R11: what was newly disclosed is part of what is disclosed (2019 form)."""
    for row in ("rules", "normative_documents"):
        keys = (f"t2_1.{row}.newly_disclosed", f"t2_1.{row}.total_disclosed")
        new, whole = (ledger.value(key) for key in keys)
        if new is not None and whole is not None and new > whole:
            formula = f"本年新公开数量 {new} > 对外公开总数量 {whole}"
            message = f"“{ledger.name(keys[0])}”大于对外公开总数量"
            yield ledger.finding("R11_disclosed_bound", Severity.WARNING, message, keys, formula)


def _left_out(ledger: Ledger, label_unknown: bool, facts: Facts) -> Iterator[Finding]:
    """R18: every table, row and column of the form is there as text."""
    for table in ledger.form.tables:
        missing = [k for k in table.keys if k not in ledger.figures and k not in ledger.unread]
        if _is_undivided(ledger):
            missing = [key for key in missing if ".outcome_other_" not in key]
        if not missing:
            continue
        fault = Fault.READER if label_unknown else Fault.AGENCY
        severity = Severity.WARNING if label_unknown else Severity.ERROR
        what = _what_is_missing(ledger, table, missing, facts)
        yield Finding("R18_tables", severity, fault, what, tuple(missing))


def _what_is_missing(ledger: Ledger, table: Table, missing: list[str], facts: Facts) -> str:
    name = _TABLE_NAMES[table.id]
    if len(missing) == len(table.keys):
        picture = facts.pictures or facts.medium is Medium.IMAGE
        return f"{name}以图片形式发布，没有文字" if picture else f"缺少{name}"
    rows = {key.split(".")[1] for key in missing}
    columns = {key.split(".")[2] for key in missing}
    if len(missing) == len(columns) * len(table.data_rows):
        labels = [column.label for column in table.columns if column.key in columns]
        return f"{name}缺少列：{'、'.join(labels)}"
    if len(missing) == len(rows) * len(table.columns):
        labels = [row.label for row in table.data_rows if row.key in rows]
        return f"{name}缺少行：{'、'.join(labels)}"
    return f"{name}缺少 {len(missing)} 个单元格：{'、'.join(map(ledger.name, missing[:6]))}…"


def _not_found(ledger: Ledger) -> Iterator[Finding]:
    """Indicators of 2014 that were not read; local tables leave some out, which is no fault."""
    cells = tuple(k for k in ledger.form.keys if k not in ledger.figures and k not in ledger.unread)
    if cells and ledger.figures:
        names = "、".join(map(ledger.name, cells[:6]))
        message = f"统计表中没有读到 {len(cells)} 项：{names}{'…' if len(cells) > 6 else ''}"
        yield Finding("reader.not_found", Severity.INFO, Fault.READER, message, cells)


def _as_picture(ledger: Ledger, facts: Facts) -> Iterator[Finding]:
    """R18: tables that had to be read from a picture are not there as text.

    A photograph among the pages makes no scan: what counts is where the figures were read.
    """
    written = [figure for figure in ledger.figures.values() if figure.raw.strip()]
    recognised = sum(figure.confidence < 1 for figure in written)
    if facts.scanned and recognised > len(written) / 2:
        message = "表格以扫描件或图片形式发布，没有文字"
        yield Finding("R18_tables", Severity.ERROR, Fault.AGENCY, message)


def _is_undivided(ledger: Ledger) -> bool:
    printed = any(key.startswith("t3.outcome_other_2019.") for key in ledger.figures)
    return ledger.form.key == "ogi_2021" and printed


def _undivided(ledger: Ledger) -> Iterator[Finding]:
    """R18: 其他处理 as the one row of the 2019 form in a report of the 2021 form."""
    if _is_undivided(ledger):
        cells = tuple(k for k in ledger.figures if k.startswith("t3.outcome_other_2019."))
        message = "“（六）其他处理”沿用2019年表样，未按2021年表样分列三行"
        yield ledger.finding("R18_tables", Severity.ERROR, message, cells)


def _blanks(ledger: Ledger) -> Iterator[Finding]:
    """R19: one finding that names every cell left blank or filled with a sign for nothing."""
    cells = tuple(key for key, figure in ledger.figures.items() if figure.state in _EMPTY)
    if cells:
        signs = {ledger.figures[key].raw.strip() or "空白" for key in cells}
        message = f"{len(cells)} 个单元格未填数字（{'、'.join(sorted(signs))}），无数据的应填 0"
        yield ledger.finding("R19_no_blank_cells", Severity.WARNING, message, cells)
