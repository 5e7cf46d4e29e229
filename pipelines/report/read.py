"""A document read as a report: which form, what sections, which figures."""

from __future__ import annotations

import re

from pipelines.items import Extracted, Finding, Reading, Section
from pipelines.report.doubt import weighed
from pipelines.report.form import FORMS, FormKey, load_form, sections
from pipelines.report.labels import normal
from pipelines.report.local_tables import kept_tables
from pipelines.report.prose import read_prose
from pipelines.report.sections import period_year, signature, split_sections, years_named
from pipelines.report.tables.found import Found
from pipelines.report.tables.read import read_tables
from storage.vocabulary import Fault, Severity

_LEAST_SECTIONS = 4  # sections of the form since 2019 that tell it where its tables are pictures
_CAPTION = 40  # characters of a line that may name a table: 附表：政府信息公开情况统计表
_NARRATIVE = re.compile(r"第三十二条|信息公开.{0,12}(?:年度?)?(?:报告|年报)")
_TITLE = re.compile(r"信息公开.{0,20}(?:报告|年报)$")
_YEAR = re.compile(r"(20[012]\d)年")


def read_report(extracted: Extracted) -> Reading:
    """The reading of a document; never raises for what an agency published.

    The form is told by what stands on the page, not by the year: late adopters use the one before.
    Where no table is text, the six sections and the report year tell it. Findings are those of
    reading; whether the figures hold is for the checks.
    """
    found_sections = split_sections(extracted)
    title = extracted.title or _title(extracted)
    texts = [title, *(paragraph.text for paragraph in extracted.paragraphs)]
    period = period_year(texts)
    years = years_named(texts)
    form = _form(extracted, found_sections, title, period or next(iter(years), None))
    tables = Found()
    if form in FORMS:
        tables = read_tables(extracted.grids, load_form(form))
        tables.figures, doubts = weighed(tables.figures, load_form(form))
        tables.findings += doubts
    else:
        tables.figures = read_prose(found_sections) if form == "narrative_2008" else {}
        found_sections += tuple(kept_tables(extracted.grids))
    signed = signature(extracted)
    return Reading(
        form=form,
        title=title,
        sections=found_sections,
        figures=tables.figures,
        findings=(*tables.findings, *_form_finding(form)),
        signature=signed.agency,
        signed_on=signed.day,
        period_year=period,
        years=years,
    )


def _title(extracted: Extracted) -> str:
    lines = (p.text for p in extracted.paragraphs[:8])
    return next((line for line in lines if _TITLE.search(normal(line))), "")


def _form(
    extracted: Extracted, found: tuple[Section, ...], title: str, year: int | None
) -> FormKey | str:
    marked = _marked_form(extracted)
    if marked:
        return marked
    keys = {section.key for section in found} & {entry.key for entry in sections()}
    named = _YEAR.search(normal(title))
    report_year = int(named[1]) if named else year
    formal = next((key for key in FORMS if report_year and load_form(key).is_for(report_year)), "")
    if len(keys) >= _LEAST_SECTIONS and formal.startswith("ogi"):
        return formal
    text = normal("".join(p.text for p in extracted.paragraphs))
    return "narrative_2008" if len(found) > 1 and _NARRATIVE.search(title + text) else "unknown"


def _marked_form(extracted: Extracted) -> FormKey | None:
    """The form most of whose own words stand in or above the tables; of a hybrid, the newer."""
    words = {normal(cell.text) for grid in extracted.grids for cell in grid}
    words |= {normal(grid.caption) for grid in extracted.grids}
    words |= {normal(p.text) for p in extracted.paragraphs if len(p.text) <= _CAPTION}
    page = "\n".join(words)
    counted = [(sum(mark in page for mark in load_form(key).marks), key) for key in FORMS]
    most, form = max(counted, key=lambda pair: (pair[0], pair[1] != "stats_2014", pair[1]))
    return form if most else None


def _form_finding(form: str) -> tuple[Finding, ...]:
    if form in FORMS:
        return ()
    return (
        Finding(
            "reader.form_unknown",
            Severity.INFO if form == "narrative_2008" else Severity.WARNING,
            Fault.READER,
            "未识别出法定表格，仅读取文字部分",
        ),
    )
