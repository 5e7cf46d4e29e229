"""The words of a report: R14, R16, R17; and with R13 the counts in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.items import Finding, Reading
from pipelines.report.checks.facts import Facts
from pipelines.report.checks.ledger import Ledger
from pipelines.report.checks.stated import check_stated
from pipelines.report.form import sections
from pipelines.report.labels import normal
from pipelines.report.sections import years_named
from storage.vocabulary import Fault, Severity

_FEE = re.compile(r"(?:信息)?处理费|收费|收取.{0,20}费")
_NOTHING = re.compile(r"(?:无|暂无|没有|不存在)[。.]?")
_TEXT_SECTIONS = ("overview", "problems_improvements", "other_matters")
_TITLE_YEAR = re.compile(r"(20[012]\d)年?")


def check_words(reading: Reading, ledger: Ledger) -> Iterator[Finding]:
    """What the text says against the tables, and what it has to say (forms since 2019)."""
    yield from check_stated(reading, ledger)
    if ledger.form.key == "ogi_2021":
        yield from _fee(reading)
    yield from _sections(reading)


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
