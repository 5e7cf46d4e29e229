"""Bytes to an element tree, within limits; and the text of its elements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from storage.errors import DocumentDamaged, DocumentTooLarge, NotADocument

MAX_BYTES = 32 * 1024 * 1024
MAX_ELEMENTS = 400_000  # the largest real page seen, a Word export of 12 MB, has 90,000
_NUL_LIKE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
# Word leaves <?xml:namespace …/>, <o:p> and <!--[if …]> … behind; browsers skip them, so do we.
_DECLARATIONS = re.compile(r"<\?[^>]{0,2000}>|<!\[(?:if|endif)[^>]{0,200}\]>", re.IGNORECASE)
# The parser stops at </html>, browsers go on: CMS join whole pages and fragments behind it.
_ENDS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|div|p|table|span|a|meta|br|h\d)\b", re.IGNORECASE
)
_UNREAD = ("script", "style", "noscript", "template", "select", "button", "textarea", "svg")
_SECTIONS = frozenset(
    {"article", "aside", "body", "div", "footer", "header", "html", "main", "nav"}
)
_TEXTS = frozenset({"address", "blockquote", "br", "center", "hr", "p", "pre", "section", "form"})
_LISTS = frozenset({"dd", "dl", "dt", "li", "ol", "ul", "fieldset", "figure"})
_TABLES = frozenset({"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"})
BLOCK = _SECTIONS | _TEXTS | _LISTS | _TABLES | {"h1", "h2", "h3", "h4", "h5", "h6"}
_SPACES = re.compile(r"[ \t\r\n\f]+")


def parse(text: str, url: str) -> tuple[HtmlElement, tuple[str, ...]]:
    """The tree of a page, and what had to be left out of it.

    Raises:
        DocumentDamaged: nothing is in it.
        DocumentTooLarge: over ``MAX_BYTES`` or ``MAX_ELEMENTS``.
        NotADocument: no markup and no tree.
    """
    if not text.strip():
        raise DocumentDamaged(f"{url}: the page is empty; fetch it again")
    if len(text) > MAX_BYTES:
        raise DocumentTooLarge(
            f"{url}: {len(text):,} characters of HTML; the limit is {MAX_BYTES:,}"
        )
    if not _MARKUP.search(text):
        raise NotADocument(f"{url}: no HTML markup in it")
    if text.count("<") > 2 * MAX_ELEMENTS:
        raise DocumentTooLarge(f"{url}: more than {MAX_ELEMENTS:,} elements of HTML")
    clean = _ENDS.sub("", _DECLARATIONS.sub("", _NUL_LIKE.sub("", text)))
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(clean.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise NotADocument(f"{url}: not readable as HTML ({error})") from error
    etree.strip_elements(root, *_UNREAD, with_tail=False)
    cut = any("depth" in entry.message.lower() for entry in parser.error_log)
    return root, ("html.nested_too_deep",) if cut else ()


def tag(element: HtmlElement) -> str:
    """The name in lower case; empty for what is no element. Word's ``o:p`` is no ``p``."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def lines(root: HtmlElement) -> Iterator[str]:
    """The visible lines under an element, split where a browser would break them."""
    run: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if tag(element) in BLOCK:
            yield from _flush(run)
        if event == "start":
            run.append(element.text or "")
        elif element is not root:
            run.append(element.tail or "")
    yield from _flush(run)


def _flush(run: list[str]) -> Iterator[str]:
    line = _SPACES.sub(" ", "".join(run)).strip(" ")
    run.clear()
    if line:
        yield line


def text_of(element: HtmlElement) -> str:
    """All visible text of an element; lines are separated by a line feed."""
    return "\n".join(lines(element))
