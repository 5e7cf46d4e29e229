"""What each entry of a list is taken for, by its title and by the column it stands in."""

from __future__ import annotations

import re
from dataclasses import replace

from crawler.spiders.hosts import HostStanding
from crawler.spiders.pages.links import Link
from crawler.spiders.pages.page import Page
from crawler.spiders.pages.rows import Row
from crawler.spiders.renditions import is_file_link
from crawler.spiders.scoring import Setting, is_folder, is_organ, is_year, plain_words
from pipelines.identify.titles import parse_title
from pipelines.items import MetRow
from storage.addresses import host_of

WANTED = frozenset({"report", "candidate", "elsewhere"})
"""Verdicts on entries that are, or may be, reports."""

_PRINT = re.compile(r"打印|print|收藏|分享|字号|纠错|关闭", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_TRAP = re.compile(r"rili|calendar|/search|sousuo|login|logout|javascript:|mailto:", re.I)


def is_control(text: str) -> bool:
    """Whether words are those of a button of the page: 打印, 收藏, 关闭."""
    return bool(_PRINT.search(text))


def is_trap(url: str) -> bool:
    """Whether an address leads to pages without end: calendars, searches, log-ins."""
    return bool(_TRAP.search(url))


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
    elif verdict in ("report", "candidate") and standing is HostStanding.FOREIGN_GOVERNMENT:
        reason = f"on {host_of(row.url)}, not shown to be a host of this site"
    return MetRow(row.url, row.title, row.date, row.source, verdict, reason)


def _may_be_report(row: Row) -> bool:
    """An entry whose title says too little: cut short, only a name, only a year."""
    title = row.title.strip()
    if is_control(title) or is_trap(row.url):
        return False
    cut = title.endswith(("...", "…", "．．．", "・・・"))
    bare = plain_words(title)
    named = is_organ(_YEAR.sub("", bare))  # 民政局, 民政局 2024年
    return cut or named or "公开" in bare or "年报" in bare or "报告" in bare or not bare


def with_bare_files(rows: tuple[Row, ...], page: Page) -> tuple[Row, ...]:
    """The rows, and the files a page offers under nothing but their year or their agency's name.

    A year that leads to a file is no folder.
    """
    known = {row.url for row in rows}
    rows = tuple(
        replace(row, title=f"{row.title} 年报")
        if is_year(row.title) and is_file_link(row.url, row.title)
        else row
        for row in rows
    )
    files = (
        Row(link.url, _title_of_file(link))
        for link in page.links
        if link.url not in known and is_file_link(link.url, link.text)
    )
    return (*rows, *(row for row in files if row.title))


def _title_of_file(link: Link) -> str:
    """What a year, or a name under the heading of a year, says of a file in an annual column."""
    if is_year(link.text):
        return f"{link.text} 年报"
    if is_organ(plain_words(link.text)):
        return f"{link.text} {link.context} 年报" if is_year(link.context) else link.text
    return ""
