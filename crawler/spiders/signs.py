"""What a page says it is: its names, the column it stands in, whether it shows a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from crawler.spiders.pages.page import Page
from crawler.spiders.renditions import renditions_of
from crawler.spiders.scoring import Setting, is_year, plain_words
from pipelines.identify.titles import TitleParts, parse_title
from pipelines.items import MetRow

FEWEST_SENTENCES = 8
MOST_FILES = 3  # Word, PDF and OFD of one report; more files are those of a list

_REPORT_MARKS = (
    "总体情况",
    "主动公开政府信息",
    "收到和处理政府信息公开申请",
    "行政复议",
    "存在的主要问题",
    "其他需要报告",
    "依申请公开",
    "概述",
)
_ANNUAL_NAME = re.compile(
    r"信息公开(工作)?(年度报告|年报|年度工作报告)|公开年报|^(政府)?年报$|^年度报告$"
)


def names_of(page: Page) -> tuple[str, ...]:
    """What a page calls itself: its column tags, the end of its breadcrumb, headings, title."""
    named = [page.meta.get("columnname", ""), page.meta.get("columntype", "")]
    named += list(page.breadcrumb[-2:]) + list(page.headings[:2])
    named.append(re.split(r"[-_|—–]", page.title)[0])
    return tuple(name for name in (plain_words(text) for text in named) if name)


def setting_of(page: Page, expected: Setting) -> Setting:
    """Where the walk stands on a page: what the link promised, raised by what the page says."""
    if expected is Setting.ANNUAL:
        return expected
    if any(len(name) <= 24 and _ANNUAL_NAME.search(name) for name in names_of(page)):
        return Setting.ANNUAL
    return expected


def looks_like_report(page: Page, title: str = "") -> bool:
    """Whether a page shows a report itself, so that a column's own address can be the article.

    Under the title of a report, its own or that of the link, or of a bare year, prose is enough:
    reports before 2014 are without the sections of the form.
    """
    expected = is_year(title) or parse_title(title).is_report or _is_titled(page)
    if expected and "信息公开" in page.text and page.text.count("。") >= FEWEST_SENTENCES:
        return True
    if sum(mark in page.text for mark in _REPORT_MARKS) < 4 or len(page.text) < 400:
        return False
    # an index of sections has the words too, but no sentences
    return "第二十条第" in page.text or "本年新收" in page.text or "信息公开条例" in page.text


def _is_titled_as_report(page: Page) -> bool:
    """Whether a page is titled as the report of a year; a column's name has no year."""
    return any(parts.is_report and parts.year for parts in _titles_of(page))


def _is_titled(page: Page) -> bool:
    """Whether a page is titled as the report of a year or of an agency, as its column may be."""
    return any(parts.is_report and (parts.year or parts.agency_text) for parts in _titles_of(page))


def _titles_of(page: Page) -> Iterator[TitleParts]:
    titles = (page.meta.get("articletitle", ""), *page.headings[:2], page.title)
    return (parse_title(re.split(r"[-_|—–]", title)[0]) for title in titles)


def wraps_report(page: Page, title: str, rows: Iterable[MetRow]) -> bool:
    """Whether a page met under a report's title or a bare year only carries the report's files."""
    parts = parse_title(title)
    named = (parts.is_report and parts.year) or is_year(title) or _is_titled_as_report(page)
    if not named:
        return False
    files = {url for url, _ in renditions_of(page)}
    taken = (row for row in rows if row.verdict != "unrelated" and not is_year(row.title))
    listed = {row.url for row in taken} - {page.url}
    if is_year(title) and listed:
        return False  # files of several agencies, each a report of its own
    return 0 < len(files) <= MOST_FILES and listed <= files
