"""Links that say only 查看, 下载, ✓ or a year: what they are a link to stands beside them."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.spiders.pages.dates import find_date
from crawler.spiders.pages.markup import words

_LABEL = re.compile(
    r"^\W*(?:(?:点击)?(?:查看|浏览|打开|进入|阅读)(?:全文|详情|详细|内容|原文|报告)?|详细|详情|全文|下载|附件"
    r"|(?:19|20)\d\d\s*年?(?:度)?(?:报告|年报)?)\W*$"
    r"|^\s*[√✓✔☑●○◎◆■★▲]\s*$"
)
_NOTHING = re.compile(r"^[\W\d]*$")
# A number in front, and behind what stood between the links: 1．民政局：2025、2024、2023
_FRAME = re.compile(r"[\s\[\]()（）【】|、，,;；:：/]+$|^[\s·•\[\]]+|^\d{1,3}[.．、]\s*")
_LONGEST = 120  # characters of a title
_SHORTEST = 3


def is_label(text: str) -> bool:
    """Whether the words of a link name an action or a year, or are a mark, and no thing."""
    return bool(_LABEL.match(text))


def title_beside(anchor: HtmlElement) -> str:
    """The title that a label belongs to: the row's longest cell and the column's year, or the
    words of the list item around it. Empty where another link of the row is the title.
    """
    holder = next(anchor.iterancestors("tr", "li", "dd", "p", "dl"), None)
    if holder is None or any(
        not is_label(text) and len(text) > _SHORTEST
        for other in holder.iter("a")
        if (text := words(other))
    ):
        return ""
    text = _longest_cell(anchor, holder) if holder.tag == "tr" else _own_words(holder)
    if not _SHORTEST <= len(text) <= _LONGEST:
        return ""
    year = next((y for y in (words(anchor), column_head(anchor)) if re.search(r"20\d\d", y)), "")
    return f"{text} {year}".strip() if year and year not in text else text


def row_head(node: HtmlElement) -> str:
    """The first cell with words of the table row an element stands in, if it is another cell."""
    row = next(node.iterancestors("tr"), None)
    if row is None:
        return ""
    mine = set(node.iterancestors())
    texts = (words(cell) for cell in row if cell not in mine)
    return next((text for text in texts if not _NOTHING.match(text)), "")


def column_head(node: HtmlElement) -> str:
    """The words at the top of the table column an element stands in."""
    cell = next(node.iterancestors("td", "th"), None)
    table = next(node.iterancestors("table"), None)
    row = cell.getparent() if cell is not None else None
    if cell is None or table is None or row is None:
        return ""
    head = next(table.iter("tr"), None)
    position = row.index(cell)
    if head is None or head is row or len(head) != len(row):
        return ""
    return words(head[position])


def _longest_cell(anchor: HtmlElement, row: HtmlElement) -> str:
    mine = set(anchor.iterancestors())
    texts = [words(cell) for cell in row if cell not in mine]
    # a neighbour that is a year itself is another folder, not the title of this one
    titles = (t for t in texts if not (find_date(t)[1] or _NOTHING.match(t) or is_label(t)))
    return max(titles, key=len, default="")


def _own_words(holder: HtmlElement) -> str:
    text = words(holder)
    for other in holder.iter("a"):
        text = text.replace(words(other), " ", 1)
    day, raw = find_date(text)
    text = text.replace(raw, " ", 1) if day else text
    return _FRAME.sub("", " ".join(text.split()))
