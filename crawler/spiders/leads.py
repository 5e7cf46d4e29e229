"""What a page offers a walk: rows that may be reports, and links that may lead to the column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from crawler.spiders.frontier import Fetch, Purpose
from crawler.spiders.hosts import HostStanding, host_of, request_key
from crawler.spiders.links import Link
from crawler.spiders.listings.family import ListRequest
from crawler.spiders.page import Page
from crawler.spiders.renditions import is_file_link, renditions_of
from crawler.spiders.rows import Row
from crawler.spiders.scoring import (
    ANNUAL_FOLDER,
    Score,
    Setting,
    is_folder,
    is_year,
    plain_words,
    score_link,
)
from pipelines.identify.titles import parse_title
from pipelines.items import MetRow

REPORT_SCORE = 90.0
CANDIDATE_SCORE = 78.0
FEWEST_SENTENCES = 8
MOST_FILES = 3  # Word, PDF and OFD of one report; more files are those of a list
STRAY_SCORE = 72.0  # a report title met outside any annual column

_PRINT = re.compile(r"打印|print|收藏|分享|字号|纠错|关闭", re.I)
_TRAP = re.compile(r"rili|calendar|/search|sousuo|login|logout|javascript:|mailto:", re.I)
_ORGAN = re.compile(
    r"(局|委|委员会|办|办公室|办公厅|厅|部|署|院|中心|政府|镇|乡|街道|办事处|街道办|管委会|支队|大队|总队|残联|联合会|供销社|苏木|农场|林场|度假区|开发区|园区|新区|工业园)$"
)
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


def is_organ(text: str) -> bool:
    """Whether a short text names an organ of state by its last word (局, 委, 街道办事处 …)."""
    return 2 <= len(text) <= 30 and bool(_ORGAN.search(text))


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

    Under the title of a report or of a bare year prose is enough: reports before 2014 are without
    the sections of the form.
    """
    expected = is_year(title) or parse_title(title).is_report
    if expected and "信息公开" in page.text and page.text.count("。") >= FEWEST_SENTENCES:
        return True
    if sum(mark in page.text for mark in _REPORT_MARKS) < 4 or len(page.text) < 400:
        return False
    # an index of sections has the words too, but no sentences
    return "第二十条第" in page.text or "本年新收" in page.text or "信息公开条例" in page.text


def with_files_of_years(rows: tuple[Row, ...], page: Page) -> tuple[Row, ...]:
    """The rows, and the files a page offers under nothing but their years (2024年, 2023年 …)."""
    known = {row.url for row in rows}
    files = (
        Row(link.url, f"{link.text} 年报")
        for link in page.links
        if link.url not in known and is_year(link.text) and is_file_link(link.url, link.text)
    )
    return (*rows, *files)


def wraps_report(page: Page, title: str, rows: Iterable[MetRow]) -> bool:
    """Whether a page met under a report's title or a bare year only carries the report's files."""
    parts = parse_title(title)
    if not (parts.is_report and parts.year) and not is_year(title):
        return False
    files = {url for url, _ in renditions_of(page)}
    taken = (row for row in rows if row.verdict != "unrelated" and not is_year(row.title))
    listed = {row.url for row in taken} - {page.url}
    if is_year(title) and listed:
        return False  # files of several agencies, each a report of its own
    return 0 < len(files) <= MOST_FILES and listed <= files


def judge_row(row: Row, setting: Setting, standing: HostStanding, site_wide: bool) -> MetRow:
    """What a list entry is taken for, by its title and by the column it stands in."""
    parts = parse_title(row.title)
    verdict, reason = "unrelated", ""
    if parts.lookalike:
        verdict, reason = "lookalike", parts.lookalike
    elif parts.is_report:
        verdict, reason = "report", "title"
    elif is_folder(row.title):
        reason = "a folder of the column"
    elif setting is Setting.ANNUAL and not site_wide and _may_be_report(row):
        verdict, reason = "candidate", "entry of an annual-report column"
    if verdict in ("report", "candidate") and standing is HostStanding.OTHER_SITE:
        verdict, reason = "elsewhere", f"on {host_of(row.url)}, a site of its own"
    elif verdict in ("report", "candidate") and standing is HostStanding.OUTSIDE:
        verdict, reason = "unrelated", f"host {host_of(row.url)} is outside the registry"
    return MetRow(row.url, row.title, row.date, row.source, verdict, reason)


def _may_be_report(row: Row) -> bool:
    """An entry whose title says too little: cut short, only a name, only a year."""
    title = row.title.strip()
    if _PRINT.search(title) or _TRAP.search(row.url):
        return False
    cut = title.endswith(("...", "…", "．．．", "・・・"))
    bare = plain_words(title)
    return cut or is_organ(bare) or "公开" in bare or "年报" in bare or "报告" in bare or not bare


def row_fetch(
    row: MetRow, column: str, depth: int, trail: tuple[str, ...], setting: Setting
) -> Fetch:
    """The request for the page or file of a list entry."""
    score = REPORT_SCORE if row.verdict == "report" else CANDIDATE_SCORE
    if setting is not Setting.ANNUAL:
        score = STRAY_SCORE
    listed = row.listed_on.isoformat() if row.listed_on else ""
    return Fetch(
        row.url,
        Purpose.REPORT,
        score,
        depth + 1,
        setting=setting,
        column=column,
        title=row.title,
        listed_on=listed,
        source=row.source,
        trail=trail,
    )


def link_fetches(
    links: Iterable[Link],
    setting: Setting,
    depth: int,
    trail: tuple[str, ...],
    is_agency: Callable[[str], bool],
    site_wide: frozenset[str],
) -> list[Fetch]:
    """The links of a page as requests, each with its score; files and traps are left out."""
    fetches: list[Fetch] = []
    for link in links:
        words = (link.text, link.title)
        if _TRAP.search(link.url) or is_file_link(link.url, " ".join(words)):
            continue
        if _PRINT.search(link.text) and len(link.text) < 12:
            continue
        if _is_other_article(max(link.text, link.title, key=len)):
            continue
        known = request_key(link.url) in site_wide
        score = score_link(words, link.url, setting, is_agency, site_wide=known)
        fetches.append(_navigation(link, score, depth, trail))
    return fetches


def _is_other_article(title: str) -> bool:
    """Whether a link is a notice or another look-alike; 公开目录 and 公开制度 are columns."""
    parts = parse_title(title)
    return bool(parts.lookalike) and (parts.year is not None or len(plain_words(title)) > 12)


def call_fetches(
    calls: Iterable[ListRequest],
    depth: int,
    trail: tuple[str, ...],
    is_agency: Callable[[str], bool],
) -> list[Fetch]:
    """List calls that a page holds under a name (nodes of a category tree) as requests."""
    fetches: list[Fetch] = []
    for call in calls:
        if not call.label:
            continue
        score = score_link((call.label,), call.url, Setting.HUB, is_agency)
        if call.above:
            score = Score(ANNUAL_FOLDER, Setting.ANNUAL, f"folder of {call.above[-1]}")
        fetch = _navigation(Link(call.url, call.label), score, depth, (*trail, *call.above))
        fetches.append(replace(fetch, method=call.method, body=call.body, headers=call.headers))
    return fetches


def _navigation(link: Link, score: Score, depth: int, trail: tuple[str, ...]) -> Fetch:
    words = plain_words(link.text or link.title)[:40]
    return Fetch(
        link.url,
        Purpose.NAVIGATION,
        max(0.0, score.points - 2.0 * depth),
        depth + 1,
        setting=score.setting,
        title=words,
        trail=(*trail, words),
    )
