"""This report against the same agency's report of the year before: R07 to R10."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipelines.items import Figure, Finding
from pipelines.report.checks.ledger import Ledger, equal, plain
from storage.vocabulary import Severity

_STOCK = ("in_force", "issued_this_year", "repealed_this_year")
_SINCE_2019 = frozenset({"ogi_2019", "ogi_2021"})


def check_against_previous(
    ledger: Ledger, previous: Mapping[str, Figure], previous_form: str
) -> Iterator[Finding]:
    """What does not follow from last year's figures; rules need the same rows in both forms."""
    if ledger.form.key in _SINCE_2019 and previous_form in _SINCE_2019:
        yield from _carried_over(ledger, previous)
    if ledger.form.key == previous_form == "ogi_2021":
        yield from _stock(ledger, previous)
    if ledger.form.key == previous_form == "ogi_2019":
        yield from _items(ledger, previous)


def _number(figures: Mapping[str, Figure], key: str) -> int | float | None:
    figure = figures.get(key)
    return None if figure is None else figure.value


def _carried_over(ledger: Ledger, previous: Mapping[str, Figure]) -> Iterator[Finding]:
    """R07: 上年结转 is last year's 结转下年度; the totals first, types are sometimes corrected."""
    differing = []
    for column in ledger.form.table("t3").columns:
        now = ledger.value(f"t3.requests_carried_over.{column.key}")
        before = _number(previous, f"t3.requests_carried_forward.{column.key}")
        if now is not None and before is not None and not equal(now, before):
            differing.append((column, now, before))
    total = next((item for item in differing if item[0].key == "total"), None)
    for column, now, before in [total] if total else differing:
        severity = Severity.WARNING if total else Severity.INFO
        cells = (f"t3.requests_carried_over.{column.key}",)
        formula = f"{column.label}：上年结转 {plain(now)} ≠ 上年报告结转下年度 {plain(before)}"
        message = f"上年结转数（{plain(now)}）与上一年度报告的结转下年度数（{plain(before)}）不一致"
        yield ledger.finding("R07_carry", severity, message, cells, formula)


def _stock(ledger: Ledger, previous: Mapping[str, Figure]) -> Iterator[Finding]:
    """R08 and R09: documents in force are those of last year, plus issued, minus repealed."""
    for row in ledger.form.table("t2_1").rows:
        keys = [
            f"t2_1.{row.key}.{c}" for c in ("in_force", "issued_this_year", "repealed_this_year")
        ]
        stock, before = ledger.value(keys[0]), _number(previous, keys[0])
        if stock is None or before is None:
            continue
        issued, repealed = ledger.amount(keys[1]), ledger.amount(keys[2])
        if not equal(stock, before + issued - repealed):
            formula = (
                f"上年现行有效 {plain(before)} + 制发 {plain(issued)} − 废止 {plain(repealed)}"
                f" = {plain(before + issued - repealed)} ≠ 现行有效 {plain(stock)}"
            )
            message = f"“{row.label}”现行有效件数与上一年度报告不衔接"
            yield ledger.finding("R08_stock", Severity.WARNING, message, keys, formula)
        if repealed > before + issued:
            formula = f"废止 {plain(repealed)} > 上年有效 {plain(before)} + 制发 {plain(issued)}"
            message = f"“{row.label}”废止件数多于可废止的件数"
            yield ledger.finding("R09_repeal_bound", Severity.WARNING, message, keys[1:], formula)


def _items(ledger: Ledger, previous: Mapping[str, Figure]) -> Iterator[Finding]:
    """R10: 上一年项目数量 is last year's number plus last year's change."""
    for key in ledger.figures:
        if not key.endswith(".items_previous_year"):
            continue
        now, items = ledger.value(key), _number(previous, key)
        change = _number(previous, key.replace("items_previous_year", "items_change"))
        if now is None or items is None or change is None or equal(now, items + change):
            continue
        expected = plain(items + change)
        formula = (
            f"{plain(items)} + 增减 {plain(change)} = {expected} ≠ 上一年项目数量 {plain(now)}"
        )
        message = f"“{ledger.name(key)}”与上一年度报告不衔接"
        yield ledger.finding("R10_items_chain", Severity.WARNING, message, (key,), formula)
