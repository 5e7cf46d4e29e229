"""How long a list says it is: pages and records declared in its words and scripts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from crawler.spiders.pages.page import Page
from crawler.spiders.pages.records import Json, mappings

_N = r"[\"'\s]*[:=]?\s*[\"']?(\d{1,6})"


class _Wording(NamedTuple):
    """A way to say a number. All texts it fits have one of ``words``, in small letters; few texts
    have, so that few are searched.
    """

    pattern: re.Pattern[str]
    words: tuple[str, ...]

    def may_be_in(self, small: str) -> bool:
        """Whether a text in small letters is worth the search."""
        return any(word in small for word in self.words)


def _said(pattern: str, *words: str) -> _Wording:
    return _Wording(re.compile(pattern, re.I), words)


_PAGES = (
    _said(r"共\s*(\d{1,5})\s*页", "共"),
    _said(r"(?:总页数|页数)\s*[:：]\s*(?:\d+\s*/\s*)?(\d{1,5})", "页数"),
    _said(r"(?<![\d/])\d{1,4}\s*/\s*(\d{1,4})\s*页", "页"),
    _said(r"页次\s*[:：]?\s*\d+\s*/\s*(\d{1,5})", "页次"),
    _said(r"[\[【]\s*\d{1,4}\s*/\s*(\d{1,4})\s*[\]】]", "[", "【"),
    _said(
        rf"(?:totalpages?|page_?count|count_?page|pagetotal|total_?page(?:num)?|allpage){_N}",
        "page",
    ),
    _said(r"<totalpage>(\d+)</totalpage>", "<totalpage>"),
)
_TOTAL = (
    _said(
        r"(?:共|总共|合计)\s*(?:有)?\s*(\d{1,6})\s*(?:条|篇|项|个|份)(?:记录|信息|数据|文章|内容)?",
        *("共", "合计"),
    ),
    _said(r"(?:总记录数|记录总数|总条数)\s*[:：]?\s*(\d{1,6})", "记录", "总条数"),
    _said(
        rf"(?:total_?records?|record_?count|total_?count|totalnum|total_?rows?){_N}",
        "total",
        "record",
    ),
    _said(
        r"(?:laypage|pagination)[^;]{0,200}?\b(?:count|total)\s*:\s*(\d{1,6})",
        "laypage",
        "pagination",
    ),
    _said(r"<totalrecord>(\d+)</totalrecord>", "<totalrecord>"),
)
_NUMBER = (
    _said(r"第\s*(\d{1,5})\s*页", "第"),
    _said(r"(?:页次|当前页)\s*[:：]?\s*(\d{1,5})\s*(?:/|页)", "页次", "当前页"),
    _said(r"(?<![\d/])(\d{1,4})\s*/\s*\d{1,4}\s*页", "页"),
)
_SIZE = (
    _said(r"每页\s*(?:显示)?\s*(\d{1,3})\s*(?:条|篇|项)", "每页"),
    _said(rf"(?:per_?page|page_?size|pagerows|limit){_N}", "page", "limit"),
)
_TOTAL_KEYS = ("total", "totalcount", "totalrecord", "totalrecords", "totalelements", "recordcount",
               "rowcount", "totalnum", "count", "records")  # fmt: skip
_PAGES_KEYS = ("totalpage", "totalpages", "pagecount", "pages", "pagetotal", "countpage")


@dataclass(frozen=True, slots=True)
class Declared:
    """What a list says of itself; None where it says nothing. ``number`` is this page, from 1."""

    total: int | None = None
    pages: int | None = None
    number: int | None = None
    size: int | None = None

    def page_count(self, rows: int) -> int | None:
        """Pages in all: as declared, or the records divided by the rows of a full page."""
        if self.pages is not None:
            return self.pages
        size = self.size or rows
        return math.ceil(self.total / size) if self.total and size else None


def declared(page: Page) -> Declared:
    """What ``page`` declares in its words, its scripts or its data."""
    if page.is_json:
        return _in_data(page.data)
    both = (page.text, page.scripts if not page.is_xml else page.source)
    pages = _first(_PAGES, both)
    return Declared(
        total=_first(_TOTAL, both),
        pages=pages,
        number=_first(_NUMBER, both[:1]),
        size=_first(_SIZE, both),
    )


def _first(wordings: tuple[_Wording, ...], texts: tuple[str, ...]) -> int | None:
    for text in texts:
        small = text.lower()
        for wording in wordings:
            if wording.may_be_in(small) and (match := wording.pattern.search(text)):
                return int(match[1])
    return None


def _in_data(data: tuple[Json, ...]) -> Declared:
    records = [record for value in data for record, in_array in mappings(value) if not in_array]
    return Declared(
        total=next(_counts(records, _TOTAL_KEYS), None),
        pages=next(_counts(records, _PAGES_KEYS), None),
    )


def _counts(records: list[dict[str, Json]], keys: tuple[str, ...]) -> Iterator[int]:
    for key in keys:
        for record in records:
            value = str(record.get(key, ""))
            if value.isdigit() and len(value) < 7:
                yield int(value)
