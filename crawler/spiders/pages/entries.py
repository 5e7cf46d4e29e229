"""From an anchor to the entry of a list it stands in: its element, its date, its publisher."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.spiders.pages.dates import count_dates, find_date, strip_date
from crawler.spiders.pages.labels import is_label, title_beside
from crawler.spiders.pages.markup import attributes, words

_CLOSED = frozenset({"li", "tr", "dt", "dd", "article", "body", "ul", "ol", "dl", "table", "tbody"})
_HOLDS_ONE = frozenset({"li", "tr", "dl", "div", "p", "article", "ul", "dd"})
_MOST_LINKS = 6  # title, agency, index number and three file formats in one table row
_LONGEST = 700  # characters of an entry with its summary; more is an article
_NEAR = 8  # pieces of text between two entries; a date stands in the first few
_CUT = re.compile(r"(?:\.{2,}|…|。。。)\s*$")
_DATE_ATTRIBUTES = ("readlabel", "data-date", "data-time", "datetime")
_PUBLISHER = re.compile(
    r"(?:发布机构|公开单位|发布单位|发文机关|公开主体|责任部门|来源)\s*[:：]\s*([^\s\]】|；;,，]{2,30})"
)
_PUBLISHER_COLUMN = re.compile(
    r"发布机构|发布机关|公开单位|发布单位|发文单位|发文机关|责任部门|公开主体|来源"
)


@dataclass(slots=True)
class Entry:
    """An anchor, the element that is its entry, and the date found inside that element."""

    anchor: HtmlElement
    element: HtmlElement
    url: str
    title: str
    date: dt.date | None = None
    raw_date: str = ""

    @property
    def place(self) -> HtmlElement:
        """The element whose children the entries of this list are."""
        parent = self.element.getparent()
        return self.element if parent is None else parent


def entry_of(anchor: HtmlElement, url: str, anchors: dict[HtmlElement, int]) -> Entry:
    """The entry ``anchor`` is the title of; ``anchors`` counts the anchors below each element."""
    element = _alone(anchor, anchors)
    entry = Entry(anchor, element, url, title_of(anchor))
    entry.date, entry.raw_date = _date_inside(entry)
    if not entry.raw_date:
        _widen(entry, anchors)
    return entry


def title_of(anchor: HtmlElement) -> str:
    """The title an anchor gives, or the one it belongs to where it only says 查看 or a year."""
    title = full_title(anchor)
    is_bare = is_label(title) or is_label(words(anchor))
    return title_beside(anchor) or title if is_bare else title


def full_title(anchor: HtmlElement) -> str:
    """The fullest wording of a title: the title attribute where the text is cut or shorter."""
    text = words(anchor)
    said = " ".join((anchor.get("title") or "").split())
    if not said and (_CUT.search(text) or not text):
        said = next((n.get("title", "") for n in anchor.iter() if n.get("title")), "")
    stem = _CUT.sub("", text)
    if len(said) > 3 and (not text or _CUT.search(text) or (stem in said and len(said) < 300)):
        text = _without_labels(said, stem)
    return strip_date(re.sub(r"^[·•▪■◆●\-\s>]+", "", text))


def date_beside(entry: Entry, forward: bool) -> tuple[dt.date | None, str]:
    """The date in the text between this entry and the next (or the one before)."""
    return find_date(_text_after(entry.element) if forward else _text_before(entry.element))


def _text_after(element: HtmlElement) -> str:
    parts = [element.tail or ""]
    node = element.getnext()
    while node is not None and len(parts) < _NEAR and not _has_anchor(node):
        parts += (words(node), node.tail or "")
        node = node.getnext()
    return " ".join(parts)


def _text_before(element: HtmlElement) -> str:
    parts: list[str] = []
    node = element.getprevious()
    while node is not None and len(parts) < _NEAR:
        parts.insert(0, node.tail or "")
        if _has_anchor(node):
            return " ".join(parts)
        parts.insert(0, words(node))
        node = node.getprevious()
    parent = element.getparent()
    if node is None and parent is not None:
        parts.insert(0, parent.text or "")
    return " ".join(parts)


def _has_anchor(node: HtmlElement) -> bool:
    return node.tag == "a" or next(node.iter("a"), None) is not None


def publisher(entry: Entry) -> str:
    """The agency named in the entry: a labelled text, or the column of the table so headed."""
    if match := _PUBLISHER.search(words(entry.element)):
        return match[1]
    if entry.element.tag != "tr":
        return ""
    table = next(entry.element.iterancestors("table"), None)
    head = next(table.iter("tr"), None) if table is not None else None
    if head is None or head is entry.element:
        return ""
    cells = [cell for cell in entry.element if cell.tag in {"td", "th"}]
    for position, cell in enumerate(c for c in head if c.tag in {"td", "th"}):
        if _PUBLISHER_COLUMN.search(words(cell)) and position < len(cells):
            return words(cells[position])
    return ""


def _alone(anchor: HtmlElement, anchors: dict[HtmlElement, int]) -> HtmlElement:
    """The largest element around ``anchor`` that holds no other anchor."""
    element = anchor
    while element.tag not in _CLOSED:
        parent = element.getparent()
        if (
            parent is None
            or anchors.get(parent, 0) > 1
            or parent.tag in {"body", "ul", "ol", "tbody"}
        ):
            break
        if len(words(parent)) > _LONGEST:
            break
        element = parent
    return element


def _widen(entry: Entry, anchors: dict[HtmlElement, int]) -> None:
    """Take a larger element as the entry where it has a date and this is its longest link."""
    node = entry.element
    for _ in range(3):
        parent = node.getparent()
        if parent is None or not _may_hold(parent, entry, anchors):
            return
        node = parent
        text = words(node).replace(entry.title, " ")
        if count_dates(text) > 1:
            return
        day, raw = find_date(text)
        if raw:
            entry.element, entry.date, entry.raw_date = node, day, raw
            return


def _may_hold(node: HtmlElement, entry: Entry, anchors: dict[HtmlElement, int]) -> bool:
    if node.tag not in _HOLDS_ONE and node.tag != "td":
        return False
    if anchors.get(node, 0) > _MOST_LINKS or len(words(node)) > _LONGEST:
        return False
    mine = entry.anchor.get("href")
    others = (a for a in node.iter("a") if a is not entry.anchor and a.get("href") != mine)
    return all(len(words(other)) * 2 <= max(len(entry.title), 1) for other in others)


def _date_inside(entry: Entry) -> tuple[dt.date | None, str]:
    """A date in the entry outside its title, in an attribute, or at the end of the title text."""
    outside = words(entry.element).replace(words(entry.anchor), " ", 1)
    inside = " ".join(words(child) for child in entry.anchor if child.tag != "img")
    marked = (node.get(name) for node in entry.element.iter() for name in _DATE_ATTRIBUTES)
    tail = words(entry.anchor)[-24:]
    best: tuple[dt.date | None, str] = (None, "")
    for text in (outside, *(mark for mark in marked if mark), inside, tail):
        day, raw = find_date(text)
        if day:
            return day, raw
        if raw and not best[1] and text is not tail:
            best = day, raw
    return best


def _without_labels(said: str, stem: str) -> str:
    """A title attribute such as ``标题：… 发布时间：…`` without its labels."""
    said = re.sub(r"^(?:标题|文章标题|名称)\s*[:：]\s*", "", said)
    return re.split(r"\s*(?:发布时间|发布日期|点击数|作者)\s*[:：]", said)[0] or stem


def stands_aside(element: HtmlElement) -> bool:
    """Whether the names around an element say that it is shown beside the content: 最新, 热点."""
    return any(
        node.tag == "aside" or _ASIDE.search(attributes(node))
        for node in [element, *element.iterancestors()][:6]
    )


def in_navigation(element: HtmlElement) -> bool:
    """Whether the names around an element say menu, head, foot or friendly links."""
    return any(
        node.tag in {"nav", "header", "footer"} or _NAVIGATION.search(attributes(node))
        for node in [element, *element.iterancestors()][:6]
    )


_NAVIGATION = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|foot\w*|header|top(?:bar|nav)?|friend\w*|yqlj|crumb\w*|bread\w*"
    r"|position|copyright|banquan|daohang|dh|links?|share)(?=$|[\s_-])"
)
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:hot|new(?:est)?|latest|recommend|tuijian|rank|side(?:bar)?|related|zxfb)"
)
