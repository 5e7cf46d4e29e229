"""The controls of a page that turn to other pages of a list (翻页): next, last, numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.spiders.pages.links import choice, handler, literal_address
from crawler.spiders.pages.markup import absolute, attributes, words

NEXT, LAST = "next", "last"


@dataclass(frozen=True, slots=True)
class Turn:
    """One control: ``label`` is ``next``, ``last`` or a page number.

    ``url`` is absolute, or empty where only ``code`` (JavaScript) says where it leads.
    """

    label: str
    url: str = ""
    code: str = ""


_NEXT = re.compile(r"^\W*(?:下一?页|下页|后一?页|下一頁|next(?:\s*page)?|向后)\W*$", re.I)
_MORE = re.compile(r"^\W*(?:点击)?(?:加载|查看|显示)更多\W*$")
_ARROW = re.compile(r"^(?:>|›|»|>>|＞|→|▶)$")
_LAST = re.compile(r"^\W*(?:尾页|末页|最后一?页|最末页|last(?:\s*page)?)\W*$", re.I)
_NUMBER = re.compile(r"^\W*第?\s*(?!(?:19|20)\d\d)(\d{1,4})\s*页?\W*$")  # 2024 is a year
_NEXT_CLASS = re.compile(r"(?:^|[\s_-])(?:next|nextpage|pagenext|pnext|p_next)(?:$|[\s_-])")
_CALENDAR = re.compile(r"calendar|rili|datepicker|\bcal\b|\bday")
_PAGER_CLASS = re.compile(r"page|pagin|fenye|yema")
_CLICKED = frozenset({"span", "li", "div", "input", "button"})
_DATA = ("data-url", "data-href", "data-link")
_PAGER_WORDS = re.compile(r"页|page|\d", re.I)


def turns_of(root: HtmlElement, base: str) -> tuple[Turn, ...]:
    """Every control that turns pages, in document order."""
    turns = []
    for node in root.iter("a", "option", "button", "span", "input", "link", "li", "div"):
        turn = _turn(node, base) if node.keys() else None
        if turn and not _in_calendar(node):
            turns.append(turn)
    return tuple(dict.fromkeys(turns))


def _turn(node: HtmlElement, base: str) -> Turn | None:
    told = next((node.get(name) or "" for name in _DATA if node.get(name)), "")
    if node.tag in _CLICKED and not (node.get("onclick") or told):
        return None
    if node.tag == "link" and "next" not in (node.get("rel") or ""):
        return None
    address = node.get("value") if node.tag == "option" else node.get("href")
    code = handler(node)
    if node.tag == "option" and (address or "").isdigit():
        code, address = choice(node), ""
    if code or not address or address.startswith("#") or address.lower().startswith("javascript:"):
        address = literal_address(code)
    url = absolute(base, address or told)
    label = _label(node) or (NEXT if _MORE.match(words(node)) and _same_file(url, base) else "")
    return Turn(label, url, "" if url else code) if label and (url or code) else None


def _same_file(url: str, other: str) -> bool:
    """Whether two addresses differ in their query at the most: 更多 elsewhere leads to a column."""
    return url != "" and url.partition("?")[0] == other.partition("?")[0]


def _label(node: HtmlElement) -> str:
    pictures = " ".join(picture.get("alt") or "" for picture in node.iter("img"))
    text = (words(node) or node.get("title") or pictures or node.get("value") or "").strip()
    if (
        "next" in (node.get("rel") or "")
        or _NEXT.match(text)
        or _NEXT.match(node.get("title") or "")
    ):
        return NEXT
    if _MORE.match(text) and (handler(node) or any(node.get(name) for name in _DATA)):
        return NEXT
    if _LAST.match(text):
        return LAST
    if number := _NUMBER.match(text):
        return number[1]
    if node.tag != "option" and (_ARROW.match(text) or not text) and _by_place(node):
        return NEXT
    return ""


def _by_place(node: HtmlElement) -> bool:
    """Whether an arrow or an empty control stands in a pager or is named next."""
    if _NEXT_CLASS.search(attributes(node)):
        return True
    parent = node.getparent()
    if not words(node) or parent is None:
        return False
    return bool(_PAGER_WORDS.search(words(parent)) or _PAGER_CLASS.search(attributes(parent)))


def _in_calendar(node: HtmlElement) -> bool:
    """A calendar's days look like page numbers and its arrows never end."""
    return any(_CALENDAR.search(attributes(above)) for above in [node, *node.iterancestors()][:6])
