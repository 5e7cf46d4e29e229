"""The entries of a list of articles (文章列表), found by their repeated structure."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from crawler.spiders.pages.entries import (
    Entry,
    date_beside,
    entry_of,
    in_navigation,
    publisher,
    stands_aside,
)
from crawler.spiders.pages.labels import is_label
from crawler.spiders.pages.links import Resolve, address_of
from crawler.spiders.pages.markup import absolute, attributes, words


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list of articles.

    ``title`` is the fullest wording given (title attribute before a text cut with …). ``date`` is
    None where no full date is printed; ``raw_date`` is what was printed (``01-12``). ``source`` is
    the agency that published it (发布机构) if the list has such a column. ``index`` counts from 0.
    ``block`` is 0 in the main list of the page, above it in further lists beside it.
    """

    url: str
    title: str
    date: dt.date | None = None
    raw_date: str = ""
    source: str = ""
    index: int = 0
    block: int = 0


@dataclass(slots=True)
class Block:
    """Entries that repeat one structure; ``weight`` says how much they look like articles."""

    entries: list[Entry]
    weight: float


# Words of links that turn pages, open files or belong to the frame of the page.
_NO_TITLE = re.compile(
    r"^(?:[\d\s<>«»‹›.…|\[\]]*|首\s*页|上一?页|下一?页|末页|尾页|更多|more|详细|详情|查看|点击查看|下载"
    r"|加载更多|返回.*|跳转|打印.*|关闭.*|设为首页|加入收藏|登录|注册|English|繁体.*|无障碍.*|.*ICP备.*|.*公网安备.*"
    r"|网站地图|联系我们|版权.*|.*标识码.*|下一[篇条].*|上一[篇条].*|\[?(?:word|pdf|附件|下载).{0,8})$",
    re.I,
)
_CLICKED = frozenset({"tr", "li", "div", "p", "dd", "dt", "span", "td", "article"})
_REPORT = re.compile(r"年度?.{0,12}报告|年报|公开.*报告|.{3,}(?:19|20)\d\d\s*年?度?$")
_SHORTEST_UNDATED = 10  # characters; names of columns and of agencies in a menu are shorter
_ASIDE_SHARE = 0.4  # of the weight the same block would have in the middle of the page
_DIGITS = re.compile(r"\d+")


def rows_of(roots: Iterable[HtmlElement], base: str, resolve: Resolve) -> tuple[Row, ...]:
    """The rows of all lists in ``roots``, those of the main list first."""
    blocks = [block for root in roots for block in _blocks(root, base, resolve)]
    blocks.sort(key=lambda block: -block.weight)
    rows: list[Row] = []
    seen: set[tuple[str, str]] = set()
    for number, block in enumerate(blocks):
        for row in _rows(block, number):
            if (row.url, row.title) not in seen:
                seen.add((row.url, row.title))
                rows.append(replace(row, index=len(rows)))
    return tuple(rows)


def _blocks(root: HtmlElement, base: str, resolve: Resolve) -> list[Block]:
    groups: dict[tuple[str, ...], list[Entry]] = {}
    for entry in _entries(root, base, resolve):
        groups.setdefault(_signature(entry), []).append(entry)
    blocks = []
    for entries in groups.values():
        _date_from_beside(entries)
        if weight := _weight(entries):
            blocks.append(Block(entries, weight))
    return blocks


def _entries(root: HtmlElement, base: str, resolve: Resolve) -> list[Entry]:
    opening = root.iter("a", *_CLICKED)
    anchors = [(node, url) for node in opening if (url := _url(node, base, resolve))]
    below: Counter[HtmlElement] = Counter()
    addresses_below: dict[HtmlElement, set[str]] = {}
    for node, url in anchors:
        for above in (node, *node.iterancestors()):
            addresses_below.setdefault(above, set()).add(url)
    for above, urls in addresses_below.items():
        below[above] = len(urls)
    entries = [
        entry_of(node, url, below)
        for node, url in anchors
        if (text := words(node) or (node.get("title") or "").strip()) is not None
        and (is_label(text) or not _NO_TITLE.match(text))
    ]
    entries = [entry for entry in entries if entry.title]
    return _one_for_each_element(entries)


def _url(node: HtmlElement, base: str, resolve: Resolve) -> str:
    """The address of an anchor, or of a row or item that opens on a click and holds no anchor."""
    address, _ = address_of(node, resolve)
    if not address or (node.tag != "a" and next(node.iter("a"), None) is not None):
        return ""
    return absolute(base, address)


def _one_for_each_element(entries: list[Entry]) -> list[Entry]:
    """Where several anchors share an entry, the one with the longest title stands for it."""
    best: dict[HtmlElement, Entry] = {}
    for entry in entries:
        held = best.get(entry.element)
        if held is None or len(entry.title) > len(held.title):
            best[entry.element] = entry
    inside = set(best)
    return [
        entry
        for entry in best.values()
        if not any(above in inside for above in entry.element.iterancestors())
    ]


def _signature(entry: Entry) -> tuple[str, ...]:
    """The tags and classes above an entry; equal for the parts of a list cut into several."""
    above = [entry.place, *entry.place.iterancestors()][:5]
    path = (f"{node.tag}.{_DIGITS.sub('', attributes(node))}" for node in above)
    return (str(entry.element.tag), *path)


def _date_from_beside(entries: list[Entry]) -> None:
    """Dates that stand between the entries, before or after each: whichever side has more."""
    if sum(bool(entry.raw_date) for entry in entries) * 2 > len(entries):
        return
    after = [date_beside(entry, forward=True) for entry in entries]
    before = [date_beside(entry, forward=False) for entry in entries]
    count = [sum(bool(raw) for _, raw in side) for side in (after, before)]
    for entry, (day, raw) in zip(entries, after if count[0] >= count[1] else before, strict=True):
        if raw and not entry.raw_date:
            entry.date, entry.raw_date = day, raw


def _weight(entries: list[Entry]) -> float:
    """How much a block looks like a list of articles; 0 if it is none."""
    dated = sum(bool(entry.raw_date) for entry in entries) / len(entries)
    length = sum(min(len(entry.title), 40) for entry in entries) / len(entries)
    reports = sum(bool(_REPORT.search(entry.title)) for entry in entries) / len(entries)
    articles = dated >= 0.5 and length >= 4
    if not articles and length < _SHORTEST_UNDATED and reports < 0.5:
        return 0.0
    if not articles and reports < 0.5 and in_navigation(entries[0].element):
        return 0.0
    full = sum(entry.date is not None for entry in entries) / len(entries)
    each = (0.3 + 0.6 * dated + 0.4 * full + 2 * reports) * length
    each *= _ASIDE_SHARE if stands_aside(entries[0].element) else 1
    return float(each * min(len(entries), 60) ** 0.7)


def _rows(block: Block, number: int) -> list[Row]:
    return [
        Row(e.url, e.title, e.date, e.raw_date, publisher(e), index, number)
        for index, e in enumerate(block.entries)
        if e.title
    ]
