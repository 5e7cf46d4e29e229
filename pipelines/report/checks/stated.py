"""Counts that the text states, against the tables: R13."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.items import Finding, Reading
from pipelines.report.checks.ledger import Ledger, plain
from pipelines.report.labels import normal
from storage.vocabulary import Severity

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}
_NUMBER = r"(\d[\d,]*|[零〇一二两三四五六七八九十百千万]+)"
_REQUESTS = r"(?:政府信息)?(?:公开)?(?:的)?申请(?:数量)?"
_NO = r"(?:未|没有|尚未|无)"
_ENDS = r"(?=[,。;:]|$)"
_CASE_WORDS = r"(?:案件|申请|事项|情况|的情况|情形)?"
_NO_CASES = rf"{_NO}(?:发生|出现|收到|产生|引发|涉及|因|被)[^,。;\d]{{0,24}}?"


@dataclass(frozen=True, slots=True)
class _Statement:
    """A count of the overview: how it is said, how it is said that there was none, its cells."""

    words: str
    counted: re.Pattern[str]
    none: re.Pattern[str]
    cells: tuple[str, ...]


_STATEMENTS = (
    _Statement(
        "本年新收",
        re.compile(rf"(?:本年|全年|共)?新收(?:到)?{_REQUESTS}{_NUMBER}[件宗条]"),
        # 未收到当面申请 is of a channel: only requests as such are all requests
        re.compile(
            rf"{_NO}(?:新)?收到(?:过|任何)*(?:依申请公开)?(?:政府)?(?:信息)?(?:公开)?(?:的)?申请{_ENDS}"
        ),
        ("t3.requests_received.total",),
    ),
    _Statement(
        "上年结转",
        re.compile(rf"上年(?:度)?结转(?:政府信息公开)?(?:申请)?{_NUMBER}[件宗]"),
        re.compile(rf"{_NO}上年(?:度)?结转(?:的)?(?:政府信息公开)?(?:申请)?{_ENDS}"),
        ("t3.requests_carried_over.total",),
    ),
    _Statement(
        "结转下年度",
        re.compile(rf"结转(?:至)?下(?:一)?年(?:度)?(?:继续办理)?{_NUMBER}[件宗]"),
        re.compile(rf"{_NO}结转(?:至)?下(?:一)?年(?:度)?(?:继续办理)?(?:的)?(?:申请)?{_ENDS}"),
        ("t3.requests_carried_forward.total",),
    ),
    _Statement(
        "行政复议",
        re.compile(rf"行政复议(?:案件|申请)?{_NUMBER}[件宗起]"),
        re.compile(rf"{_NO_CASES}行政复议(?:[、和或及与](?:提起)?行政诉讼)?{_CASE_WORDS}{_ENDS}"),
        ("t4.reconsideration.total",),
    ),
    _Statement(
        "行政诉讼",
        re.compile(rf"行政诉讼(?:案件)?{_NUMBER}[件宗起]"),
        re.compile(rf"{_NO_CASES}(?:行政复议[、和或及与])?(?:提起)?行政诉讼{_CASE_WORDS}{_ENDS}"),
        ("t4.litigation_direct.total", "t4.litigation_after_reconsideration.total"),
    ),
)


def check_stated(reading: Reading, ledger: Ledger) -> Iterator[Finding]:
    """R13: counts in the overview are those of the tables; each is taken once.

    ``12``, ``1,204``, ``十二`` and ``零`` are numbers, 未收到 and 未发生 are none at all.
    """
    text = normal("".join(s.text for s in reading.sections if s.key == "overview"))
    for statement in _STATEMENTS:
        said = _said(statement, text)
        values = [ledger.value(cell) for cell in statement.cells]
        printed = sum(value for value in values if value is not None)
        if said is None or None in values or said[1] == printed:
            continue
        words, count = said
        formula = f"文字“{words}”为 {count} ≠ 表格 {plain(printed)}"
        message = f"总体情况所述{statement.words}数（{count}）与表格（{plain(printed)}）不一致"
        yield ledger.finding(
            "R13_text_vs_table", Severity.WARNING, message, statement.cells, formula
        )


def _said(statement: _Statement, text: str) -> tuple[str, int] | None:
    """The words and the count, None where nothing is said."""
    if match := statement.counted.search(text):
        return match[0], count_of(match[1])
    match = statement.none.search(text)
    return (match[0], 0) if match else None


def count_of(words: str) -> int:
    """A whole number in digits or in Chinese: 1,204, 十二, 两百零五."""
    if words[0].isdigit():
        return int(words.replace(",", ""))
    if not any(char in _PLACES for char in words):  # 二〇五: one digit after the other
        return int("".join(str(_DIGITS[char]) for char in words))
    total = section = digit = 0
    for char in words:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char == "万":
            total, section, digit = (section + digit) * _PLACES[char], 0, 0
        else:
            section, digit = section + (digit or 1) * _PLACES[char], 0
    return total + section + digit
