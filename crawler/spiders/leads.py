"""The requests that a page gives rise to: its entries, links, further pages, files and frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from crawler.spiders.frontier import Fetch, Purpose
from crawler.spiders.hosts import request_key
from crawler.spiders.listings.family import ListRequest
from crawler.spiders.pages.links import Link
from crawler.spiders.pages.page import Page
from crawler.spiders.renditions import is_file_link, renditions_of
from crawler.spiders.scoring import ANNUAL_FOLDER, Score, Setting, plain_words, score_link
from crawler.spiders.verdicts import is_control, is_trap
from pipelines.identify.titles import parse_title
from pipelines.items import MetRow

RENDITION_SCORE = 94.0
LIST_PAGE_SCORE = 93.0
REPORT_SCORE = 90.0
CANDIDATE_SCORE = 78.0
STRAY_SCORE = 72.0  # a report title met outside any annual column
FRAME_SCORE = 50.0  # the least


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


def list_page_fetch(ask: ListRequest, column: str, fetch: Fetch, scripts: str) -> Fetch:
    """The request for a further page of the column that ``fetch`` asked for, with the scripts of
    the page into which it may be put.
    """
    return Fetch(
        ask.url,
        Purpose.LIST_PAGE,
        LIST_PAGE_SCORE - ask.number / 1000,
        fetch.depth,
        ask.method,
        ask.body,
        ask.headers,
        Setting.ANNUAL,
        column,
        ask.number,
        fetch.title,
        trail=fetch.trail,
        certain=ask.certain,
        items=ask.items,
        scripts=scripts,
    )


def rendition_fetches(page: Page, fetch: Fetch) -> Iterator[Fetch]:
    """The files and pictures of the report page that ``fetch`` asked for."""
    for url, label in renditions_of(page):
        yield Fetch(
            url,
            Purpose.RENDITION,
            RENDITION_SCORE,
            fetch.depth + 1,
            setting=fetch.setting,
            column=fetch.column,
            title=label or fetch.title,
            listed_on=fetch.listed_on,
            source=fetch.source,
            parent=fetch.url,
            trail=fetch.trail,
        )


def frame_fetches(page: Page, fetch: Fetch, setting: Setting) -> Iterator[Fetch]:
    """The pages shown in frames: each is a part of the page itself."""
    for number, url in enumerate(page.frames):
        score = max(fetch.score - 1 - number, FRAME_SCORE)
        yield replace(fetch, url=url, purpose=Purpose.NAVIGATION, score=score, setting=setting)


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
        if is_trap(link.url) or is_file_link(link.url, " ".join(words)):
            continue
        if is_control(link.text) and len(link.text) < 12:
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
