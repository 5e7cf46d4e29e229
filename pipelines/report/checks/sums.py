"""Sums inside one report: R01 to R06 on the forms since 2019, R22 to R27 on that of 2014."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.items import Finding
from pipelines.report.checks.ledger import Ledger, equal, plain
from storage.vocabulary import Severity

_CASES = {
    "reconsideration": "R04_reconsideration_sum",
    "litigation_direct": "R05_litigation_direct_sum",
    "litigation_after_reconsideration": "R06_litigation_after_sum",
}
INDICATORS: dict[str, tuple[Severity, str, tuple[str, ...]]] = {
    "R22_2014_channels": (
        Severity.ERROR,
        "requests_received",
        ("received_in_person", "received_by_fax", "received_online", "received_by_letter"),
    ),
    "R23_2014_closed": (
        Severity.ERROR,
        "requests_closed",
        ("closed_on_time", "closed_after_extension"),
    ),
    "R24_2014_answers": (
        Severity.ERROR,
        "requests_answered",
        (
            "answered_already_public",
            "answered_granted",
            "answered_partially_granted",
            "answered_denied",
            "answered_not_this_agency",
            "answered_does_not_exist",
            "answered_correction_required",
            "answered_other_channel",
        ),
    ),
    "R25_2014_denied": (
        Severity.ERROR,
        "answered_denied",
        (
            "denied_state_secret",
            "denied_trade_secret",
            "denied_privacy",
            "denied_security_stability",
            "denied_not_government_information",
            "denied_other_law",
        ),
    ),
    "R27_2014_staff": (Severity.ERROR, "staff_total", ("staff_full_time", "staff_part_time")),
}
CASE_PARTS = ("upheld", "corrected", "other")


def check_sums(ledger: Ledger) -> Iterator[Finding]:
    """Every sum of the form that does not come out."""
    if ledger.form.key == "stats_2014":
        yield from _indicators(ledger)
        return
    yield from _rows(ledger)
    yield from _outcomes(ledger)
    yield from _balance(ledger)
    yield from _cases(ledger)


def _rows(ledger: Ledger) -> Iterator[Finding]:
    """R01: the six types of applicant add up to 总计."""
    columns = [c.key for c in ledger.form.table("t3").columns if c.key != "total"]
    rows = dict.fromkeys(k.split(".")[1] for k in ledger.figures if k.startswith("t3."))
    for row in rows:
        parts = [f"t3.{row}.{column}" for column in columns]
        yield from _sum(ledger, "R01_row_sum", parts, f"t3.{row}.total", by="column")


def _outcomes(ledger: Ledger) -> Iterator[Finding]:
    """R02: the outcomes add up to （七）总计; a 总计 column left blank is no wrong sum."""
    rows = _outcome_rows(ledger)
    for column in ledger.form.table("t3").columns:
        parts = [f"t3.{row}.{column.key}" for row in rows]
        if column.key == "total" and all(ledger.value(part) is None for part in parts):
            continue
        yield from _sum(
            ledger, "R02_outcomes_sum", parts, f"t3.outcomes_total.{column.key}", by="row"
        )


def _outcome_rows(ledger: Ledger) -> list[str]:
    """The outcome rows of the form; of a hybrid those that are printed."""
    rows = dict.fromkeys(row.key for row in ledger.form.table("t3").rows)
    printed = dict.fromkeys(k.split(".")[1] for k in ledger.figures if k.startswith("t3."))
    return [row for row in rows | printed if row.startswith("outcome_")]


def _balance(ledger: Ledger) -> Iterator[Finding]:
    """R03: 一 + 二 = （七）总计 + 四, the one relation printed on the form itself."""
    for column in ledger.form.table("t3").columns:
        received, over, done, forward = (
            f"t3.{row}.{column.key}"
            for row in (
                "requests_received",
                "requests_carried_over",
                "outcomes_total",
                "requests_carried_forward",
            )
        )
        cells = (received, over, done, forward)
        if ledger.value(done) is None or forward not in ledger.figures:
            continue
        if ledger.unread.intersection(cells):
            continue
        left = ledger.amount(received) + ledger.amount(over)
        right = ledger.amount(done) + ledger.amount(forward)
        if not equal(left, right):
            formula = (
                f"本年新收 {ledger.shown(received)} + 上年结转 {ledger.shown(over)}"
                f" = {plain(left)} ≠ {plain(right)} ="
                f" 办理结果总计 {ledger.shown(done)} + 结转下年度 {ledger.shown(forward)}"
            )
            message = f"“{column.label}”列：第一项加第二项之和不等于第三项加第四项之和"
            yield ledger.finding("R03_balance", Severity.ERROR, message, cells, formula)


def _cases(ledger: Ledger) -> Iterator[Finding]:
    """R04, R05, R06: the results of each block of table 4 add up to its 总计."""
    columns = [c.key for c in ledger.form.table("t4").columns if c.key != "total"]
    for block, rule in _CASES.items():
        parts = [f"t4.{block}.{column}" for column in columns]
        yield from _sum(ledger, rule, parts, f"t4.{block}.total", by="column")


def _indicators(ledger: Ledger) -> Iterator[Finding]:
    for rule, (severity, whole, parts) in INDICATORS.items():
        keys = [f"stats.{part}.value" for part in parts]
        yield from _sum(ledger, rule, keys, f"stats.{whole}.value", by="row", severity=severity)
    for block in ("reconsideration", "litigation"):  # undecided cases have no row: a warning
        keys = [f"stats.{block}_{part}.value" for part in CASE_PARTS]
        total = f"stats.{block}_total.value"
        yield from _sum(ledger, "R26_2014_cases", keys, total, by="row", severity=Severity.WARNING)


def _sum(
    ledger: Ledger,
    rule: str,
    parts: Sequence[str],
    whole: str,
    *,
    by: str,
    severity: Severity = Severity.ERROR,
) -> Iterator[Finding]:
    """One sum, if its printed result is a number and none of its parts went unread."""
    printed = ledger.value(whole)
    if printed is None or ledger.unread.intersection(parts):
        return
    total = sum(ledger.amount(part) for part in parts)
    if equal(total, printed):
        return
    shown = [ledger.part(part, by) for part in parts if part in ledger.figures]
    formula = f"{' + '.join(shown)} = {plain(total)} ≠ {ledger.name(whole)} {ledger.shown(whole)}"
    message = f"“{ledger.name(whole)}”填报 {ledger.shown(whole)}，各分项之和为 {plain(total)}"
    yield ledger.finding(rule, severity, message, (*parts, whole), formula)
