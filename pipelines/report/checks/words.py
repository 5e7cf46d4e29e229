"""The words of a report: R13, R14, R16, R17."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.items import Finding, Reading
from pipelines.report.checks.facts import Facts
from pipelines.report.checks.ledger import Ledger, plain
from pipelines.report.form import sections
from pipelines.report.labels import normal
from pipelines.report.sections import years_named
from storage.vocabulary import Fault, Severity

_COUNT = r"(?:政府信息)?(?:公开)?(?:的)?申请(?:数量)?(\d+)[件宗条]"
_STATED = (
    (
        re.compile(r"(?:本年|全年|共)?新收(?:到)?" + _COUNT),
        "本年新收",
        ("t3.requests_received.total",),
    ),
    (
        re.compile(r"上年(?:度)?结转(?:政府信息公开)?(?:申请)?(\d+)[件宗]"),
        "上年结转",
        ("t3.requests_carried_over.total",),
    ),
    (
        re.compile(r"结转(?:至)?下(?:一)?年(?:度)?(?:继续办理)?(\d+)[件宗]"),
        "结转下年度",
        ("t3.requests_carried_forward.total",),
    ),
    (re.compile(r"行政复议(?:案件)?(\d+)[件宗起]"), "行政复议", ("t4.reconsideration.total",)),
    (
        re.compile(r"行政诉讼(?:案件)?(\d+)[件宗起]"),
        "行政诉讼",
        ("t4.litigation_direct.total", "t4.litigation_after_reconsideration.total"),
    ),
)
_FEE = re.compile(r"(?:信息)?处理费|收费|收取.{0,20}费")
_NOTHING = re.compile(r"(?:无|暂无|没有|不存在)[。.]?")
_TEXT_SECTIONS = ("overview", "problems_improvements", "other_matters")
_TITLE_YEAR = re.compile(r"(20[012]\d)年?")


def check_words(reading: Reading, ledger: Ledger) -> Iterator[Finding]:
    """What the text says against the tables, and what it has to say (forms since 2019)."""
    yield from _counts(reading, ledger)
    if ledger.form.key == "ogi_2021":
        yield from _fee(reading)
    yield from _sections(reading)


def _counts(reading: Reading, ledger: Ledger) -> Iterator[Finding]:
    """R13: counts in the overview are those of the tables; each is taken once."""
    text = normal("".join(s.text for s in reading.sections if s.key == "overview"))
    for pattern, words, cells in _STATED:
        match = pattern.search(text)
        values = [ledger.value(cell) for cell in cells]
        if not match or any(value is None for value in values):
            continue
        stated, printed = int(match[1]), sum(value for value in values if value is not None)
        if stated != printed:
            formula = f"文字“{match[0]}”为 {stated} ≠ 表格 {plain(printed)}"
            message = f"总体情况所述{words}数（{stated}）与表格（{plain(printed)}）不一致"
            yield ledger.finding("R13_text_vs_table", Severity.WARNING, message, cells, formula)


def _fee(reading: Reading) -> Iterator[Finding]:
    """R14: the report says whether 信息处理费 was charged (国办函〔2020〕109号)."""
    if reading.sections and not any(_FEE.search(normal(s.text)) for s in reading.sections):
        message = "未说明是否收取信息处理费及收费金额"
        yield Finding("R14_fee_statement", Severity.WARNING, Fault.AGENCY, message)


def _sections(reading: Reading) -> Iterator[Finding]:
    """R17: six sections, in order, none empty, and section five is not just 无."""
    wanted = [entry.key for entry in sections()]
    printed = list(dict.fromkeys(s.key for s in reading.sections if s.key))
    labels = {entry.key: f"{entry.number}、{entry.label}" for entry in sections()}
    problems = []
    if missing := [labels[key] for key in wanted if key not in printed]:
        problems.append(f"缺少：{'；'.join(missing)}")
    if printed != [key for key in wanted if key in printed]:
        problems.append("各部分顺序与规定格式不一致")
    texts = {s.key: s.text.strip() for s in reading.sections}
    if empty := [labels[key] for key in _TEXT_SECTIONS if key in texts and not texts[key]]:
        problems.append(f"内容为空：{'；'.join(empty)}")
    if _NOTHING.fullmatch(normal(texts.get("problems_improvements", ""))):
        problems.append("“存在的主要问题及改进情况”只写“无”")
    if problems:
        message = "；".join(problems)
        yield Finding("R17_sections", Severity.ERROR, Fault.AGENCY, message)


def check_years(reading: Reading, facts: Facts) -> Iterator[Finding]:
    """R16: title, data period and publication speak of one year; a late report is no fault here."""
    named = _TITLE_YEAR.search(normal(reading.title))
    year = facts.report_year or (int(named[1]) if named else None)
    if year is None:
        return
    body = _body_year(reading, year)
    if body is not None and body != year:
        message = f"标题为 {year} 年，正文数据为 {body} 年"
        yield Finding("R16_years_agree", Severity.ERROR, Fault.AGENCY, message)
    elif facts.published_on is not None and facts.published_on.year <= year:
        day = facts.published_on.isoformat()
        message = f"{year} 年的报告发布日期为 {day}，早于年度结束"
        yield Finding("R16_years_agree", Severity.WARNING, Fault.AGENCY, message)


def _body_year(reading: Reading, year: int) -> int | None:
    """The year the text is of: its period, or the year before where that is what it speaks of.

    Without a period, last year's text under this year's title is told by two signs: the sections
    never name the title's year, or the report was signed before that year was over.
    """
    if reading.period_year is not None:
        return reading.period_year
    named = years_named([section.text for section in reading.sections])
    before = named.get(year - 1, 0)
    signed_early = reading.signed_on is not None and reading.signed_on.year <= year
    unnamed = year not in named and before > 1
    return year - 1 if unnamed or (signed_early and before > named.get(year, 0)) else None
