"""Articles and column trees inside JSON, told by what the keys mean and not by where they stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree
from lxml.html import HtmlElement

from crawler.spiders.pages.dates import date_of_value
from crawler.spiders.pages.fields import told_by_values
from crawler.spiders.pages.javascript.literals import arrays_in
from crawler.spiders.pages.links import Link
from crawler.spiders.pages.markup import absolute
from crawler.spiders.pages.rows import Row
from crawler.spiders.pages.templates import filled

# Keys in lower case without _ and -, best first. bt 标题, fbsj 发布时间, fbjg 发布机构: initials
# of the Chinese terms are common column names in systems of Chinese vendors.
TITLE = (
    "title",
    "titlehtml",
    "showtitle",
    "doctitle",
    "articletitle",
    "infotitle",
    "contenttitle",
    "newstitle",
    "manuscripttitle",
    "headline",
    "subject",
    "bt",
    "wzbt",
    "xxbt",
    "mc",
    "xxmc",
    "name",
)
URL = (
    "url",
    "urls",
    "href",
    "link",
    "linkurl",
    "docpuburl",
    "puburl",
    "pcurl",
    "puburls",
    "arturl",
    "articleurl",
    "contenturl",
    "htmlurl",
    "staticurl",
    "infourl",
    "docurl",
    "weburl",
    "viewurl",
    "redirecturl",
    "jumpurl",
    "visiturl",
    "detailurl",
    "dz",
    "lj",
    "path",
    "htmlpath",
    "pc",
)
DATE = (
    "publishdate",
    "pubdate",
    "publishtime",
    "pubtime",
    "publishedtimestr",
    "publishedtime",
    "displaydate",
    "displaytime",
    "releasedate",
    "releasetime",
    "docreltime",
    "docpubtime",
    "fbsj",
    "fbrq",
    "fwrq",
    "cwrq",
    "showdate",
    "showtime",
    "date",
    "time",
    "inputdate",
    "addtime",
    "createdate",
    "createtime",
    "crtime",
)
SOURCE = (
    "publisher",
    "contentsource",
    "source",
    "fbjg",
    "fwjg",
    "publishorg",
    "publishunit",
    "deptname",
    "departmentname",
    "orgname",
    "unitname",
    "sourcename",
    "department",
    "unit",
)
CHILDREN = (
    "children",
    "childs",
    "child",
    "childlist",
    "nodes",
    "subs",
    "sub",
    "childchannels",
    "childcount",
    "channeltype",
    "isparent",
)
_START = re.compile(r"[\[{]\s*(?=[\[{\"])")
_ADDRESS = re.compile(r"^https?://|[/.?]")
_TAG = re.compile(r"<[^>]+>")
_SMALLEST = 20  # characters; shorter literals in scripts are options, not data
_MOST_TRIES = 300
_DEEPEST = 12

Json = object
"""Any value json.loads gives."""


def json_in_script(script: str) -> Iterator[Json]:
    """Every array or object written in a script, the outermost ones: JSON, then JavaScript."""
    decoder = json.JSONDecoder()
    position, tries = 0, 0
    while tries < _MOST_TRIES and (match := _START.search(script, position)):
        tries += 1
        try:
            value, end = decoder.raw_decode(script, match.start())
        except ValueError:
            position = match.start() + 1
            continue
        if end - match.start() >= _SMALLEST:
            yield value
        position = end
    yield from arrays_in(script)


def json_in_attributes(root: HtmlElement) -> Iterator[Json]:
    """Every JSON array or object that an attribute holds, as components are given their data."""
    for node in root.iter():
        for text in node.values():
            if len(text) >= _SMALLEST and text.lstrip()[:1] in {"[", "{"}:
                with suppress(ValueError):
                    yield json.loads(text)


def xml_records(source: str) -> list[Json]:
    """The elements of an XML answer that hold several others, each as an object of its texts."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(source.lstrip("\ufeff \t\r\n").encode("utf-8"), parser=parser)
    if root is None:
        return []
    return [
        {etree.QName(child).localname: child.text or child.get("href") or "" for child in node}
        for node in root.iter("{*}*")
        if len(node) > 1 and all(isinstance(child.tag, str) for child in node)
    ]


def plain(mapping: dict[str, Json]) -> dict[str, Json]:
    """The mapping with keys in lower case and without separators."""
    return {re.sub(r"[_\-]", "", str(key)).lower(): value for key, value in mapping.items()}


def mappings(value: Json, depth: int = 0) -> Iterator[tuple[dict[str, Json], bool]]:
    """Every object inside ``value``, keys made plain, and whether it stands in an array."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        if depth == 0:
            yield plain(value), False
        for inner in value.values():
            if isinstance(inner, dict):
                yield plain(inner), False
            yield from mappings(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, dict):
                yield plain(inner), True
            yield from mappings(inner, depth + 1)


def rows_in(value: Json, base: str, items: tuple[str, ...] = ()) -> list[Row]:
    """The articles of the arrays inside ``value``: objects with a title and an address.

    ``items`` are addresses to put the fields of an object into that names none itself.
    """
    records = [
        record
        for record, in_array in mappings(value)
        if in_array and not any(key in record for key in CHILDREN)
    ]
    rows = _rows(records, base, items)
    if not rows and (roles := told_by_values(records)):
        told = ({role: record.get(key) for role, key in roles.items()} for record in records)
        rows = _rows([a | b for a, b in zip(records, told, strict=True)], base, items)
    return rows


def _rows(records: list[dict[str, Json]], base: str, items: tuple[str, ...]) -> list[Row]:
    rows: dict[tuple[str, str], Row] = {}
    for record in records:
        if row := _row(record, base, items, len(rows)):
            rows.setdefault((row.url, row.title), row)
    return list(rows.values())


def links_in(value: Json, base: str, items: tuple[str, ...] = ()) -> list[Link]:
    """Every named address inside ``value``, column trees included, with its parent's name."""
    return list(_tree(value, base, items, "", 0))


def markup_in(value: Json) -> str:
    """Markup with links in the text fields of ``value``."""
    parts = (field for record, _ in mappings(value) for field in record.values())
    return "\n".join(part for part in parts if isinstance(part, str) and re.search(r"<a\s", part))


def first_text(record: dict[str, Json], keys: tuple[str, ...]) -> str:
    """The first of ``keys`` that holds words, without markup."""
    for key in keys:
        value = record.get(key)
        if isinstance(value, str) and value.strip():
            return " ".join(_TAG.sub("", value).split())
    return ""


def address(record: dict[str, Json], base: str) -> str:
    """The address an object names, absolute; one object may hold it as JSON in a string."""
    for key in URL:
        value = record.get(key)
        if isinstance(value, str) and value.lstrip().startswith("{"):
            value = next(json_in_script(value), value)
        if isinstance(value, dict):
            return address(plain(value), base)
        if isinstance(value, str) and _ADDRESS.search(value) and (url := absolute(base, value)):
            return url
    return ""


def _place(record: dict[str, Json], base: str, items: tuple[str, ...]) -> str:
    """Where an object opens: at its own address, or where the page puts its fields into one."""
    opened = (absolute(base, url) for item in items if (url := filled(item, record)))
    return address(record, base) or next(opened, "")


def _row(record: dict[str, Json], base: str, items: tuple[str, ...], index: int) -> Row | None:
    title, url = first_text(record, TITLE), _place(record, base, items)
    if not title or not url:
        return None
    date, raw = None, ""
    for key in DATE:
        date, raw = date_of_value(record.get(key))
        if raw:
            break
    if not raw and first_text(record, TITLE[:-1]) == "":
        return None  # a name and an address without a date: a node of a tree, not an article
    return Row(url, title, date, raw, first_text(record, SOURCE), index)


def _tree(value: Json, base: str, items: tuple[str, ...], above: str, depth: int) -> Iterator[Link]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        record = plain(value)
        name = first_text(record, TITLE)
        if name and (url := _place(record, base, items)):
            yield Link(url, name, "", above, "tree")
        for inner in value.values():
            if isinstance(inner, dict | list):
                yield from _tree(inner, base, items, name or above, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, dict | list):
                yield from _tree(inner, base, items, above, depth + 1)
