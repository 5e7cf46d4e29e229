"""HTML as a tree: parsing, visible words, and the markup that hides where a browser shows none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

# One class for every element: lxml.html asks a Python function for the class of each.
_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)
_UNSEEN = ("script", "style", "noscript")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ISLAND = re.compile(
    r"<(?P<tag>textarea|noscript|xmp)\b[^>]*>(?P<inside>.*?)</(?P=tag)\s*>", re.DOTALL | re.I
)
_JS_STRING = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_BROKEN = re.compile(r"^\+|[<>{}'\"]|\s\+")  # what is left of an address a script glues together
_BREAKS = re.compile(r"[\t\r\n]")  # browsers drop them (URL Standard)
_ENTITY_ANCHOR = re.compile(r"&lt;a\s[^>]*href", re.I)


def parse_html(source: str) -> HtmlElement:
    """The tree of a page, without comments; an empty body where there is no markup at all."""
    source = _DECLARATION.sub("", source).replace("\x00", "")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        return document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return document_fromstring("<html><body></body></html>")


def take_scripts(root: HtmlElement) -> list[str]:
    """The inline scripts of ``root``; they, styles and noscript are removed from the tree."""
    scripts = [node.text for node in root.iter("script") if node.text]
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    return scripts


def words(node: HtmlElement) -> str:
    """The words of an element and all below it, white space as one blank."""
    return " ".join(" ".join(node.itertext()).split())


def attributes(node: HtmlElement) -> str:
    """Class and id of an element in lower case, the names a template author gave it."""
    return f"{node.get('class', '')} {node.get('id', '')}".lower()


@lru_cache(maxsize=8192)
def absolute(base: str, address: str) -> str:
    """``address`` against ``base`` without its fragment; empty where it leads to no page."""
    address = address.strip().replace("\\", "/")
    if not address or address.startswith("#") or _BROKEN.search(address):
        return ""
    try:
        url = urldefrag(urljoin(base, _BREAKS.sub("", address)))[0]
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url.replace(" ", "%20") if parts.scheme in {"http", "https"} and parts.netloc else ""


def comments(source: str) -> Iterator[str]:
    """Comments that hold links: columns are often taken off a page by commenting them out."""
    for match in _COMMENT.finditer(source):
        if "href" in match[1]:
            yield match[1]


def islands(source: str, scripts: list[str]) -> Iterator[str]:
    """Markup that a script puts on the page: data islands, CDATA, textareas, JavaScript strings."""
    bare = _COMMENT.sub("", source)
    for match in _ISLAND.finditer(bare):
        inside = match["inside"]
        if "href" in inside:
            yield unescape(inside) if _ENTITY_ANCHOR.search(inside) else inside
    for script in scripts:
        if "href" not in script:
            continue
        if held := cdata(script):
            yield held
        elif script.lstrip().startswith("<"):
            yield script
        elif held := _strings_with_markup(script):
            yield held


def cdata(source: str) -> str:
    """The markup inside the CDATA sections of ``source``, one after another."""
    return "\n".join(part for part in _CDATA.findall(source) if "<" in part)


def unescape(text: str) -> str:
    """``text`` with the four entities of escaped markup turned back."""
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text


def unquote_js(literal: str) -> str:
    """The text of a JavaScript string literal given without its quotes."""
    return _ESCAPE.sub(_escaped, literal)


def _escaped(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "ux" and len(code) > 1:
        return chr(int(code[1:], 16))
    return {"n": "\n", "t": "\t", "r": "\r", "\n": ""}.get(code, code)


def _strings_with_markup(script: str) -> str:
    found = (unquote_js("".join(groups)) for groups in _JS_STRING.findall(script))
    markup = "".join(text for text in found if "<" in text)
    return markup if re.search(r"<a\s[^>]*href\s*=\s*[\"'][^\"'+]+[\"']", markup) else ""
