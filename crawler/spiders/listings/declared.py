"""How long a list says it is: pages and records declared in its words and scripts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.spiders.pages.page import Page
from crawler.spiders.pages.records import Json, mappings

_N = r"[\"'\s]*[:=]?\s*[\"']?(\d{1,6})"
_PAGES = (
    re.compile(r"共\s*(\d{1,5})\s*页"),
    re.compile(r"(?:总页数|页数)\s*[:：]\s*(?:\d+\s*/\s*)?(\d{1,5})"),
    re.compile(r"(?<![\d/])\d{1,4}\s*/\s*(\d{1,4})\s*页"),
    re.compile(r"页次\s*[:：]?\s*\d+\s*/\s*(\d{1,5})"),
    re.compile(r"[\[【]\s*\d{1,4}\s*/\s*(\d{1,4})\s*[\]】]"),
    re.compile(
        rf"(?:totalpages?|page_?count|count_?page|pagetotal|total_?page(?:num)?|allpage){_N}", re.I
    ),
    re.compile(r"<totalpage>(\d+)</totalpage>", re.I),
)
_TOTAL = (
    re.compile(
        r"(?:共|总共|合计)\s*(?:有)?\s*(\d{1,6})\s*(?:条|篇|项|个|份)(?:记录|信息|数据|文章|内容)?"
    ),
    re.compile(r"(?:总记录数|记录总数|总条数)\s*[:：]?\s*(\d{1,6})"),
    re.compile(rf"(?:total_?records?|record_?count|total_?count|totalnum|total_?rows?){_N}", re.I),
    re.compile(r"(?:laypage|pagination)[^;]{0,200}?\b(?:count|total)\s*:\s*(\d{1,6})", re.I),
    re.compile(r"<totalrecord>(\d+)</totalrecord>", re.I),
)
_NUMBER = (
    re.compile(r"第\s*(\d{1,5})\s*页"),
    re.compile(r"(?:页次|当前页)\s*[:：]?\s*(\d{1,5})\s*(?:/|页)"),
    re.compile(r"(?<![\d/])(\d{1,4})\s*/\s*\d{1,4}\s*页"),
)
_SIZE = (
    re.compile(r"每页\s*(?:显示)?\s*(\d{1,3})\s*(?:条|篇|项)"),
    re.compile(rf"(?:per_?page|page_?size|pagerows|limit){_N}", re.I),
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


def _first(patterns: tuple[re.Pattern[str], ...], texts: tuple[str, ...]) -> int | None:
    for text in texts:
        for pattern in patterns:
            if match := pattern.search(text):
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
