"""What is on a page: its words, links and rows, and whether it is a page at all."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace

from lxml.html import defs

from crawler.spiders.pages import walls
from crawler.spiders.pages.clicks import note_clicks
from crawler.spiders.pages.forms import Form, forms_of
from crawler.spiders.pages.javascript.handlers import Handlers
from crawler.spiders.pages.links import Link, links_of
from crawler.spiders.pages.markup import (
    absolute,
    cdata,
    comments,
    islands,
    parse_html,
    take_scripts,
    words,
)
from crawler.spiders.pages.naming import (
    breadcrumb_of,
    frames_of,
    headings_of,
    meta_of,
    title_of,
    visible_of,
)
from crawler.spiders.pages.records import (
    TITLE,
    Json,
    first_text,
    json_in_attributes,
    json_in_script,
    links_in,
    mappings,
    markup_in,
    rows_in,
    xml_records,
)
from crawler.spiders.pages.rows import Row, rows_of
from crawler.spiders.pages.templates import item_addresses
from crawler.spiders.pages.turns import Turn, turns_of
from pipelines.extract.charset import decode


@dataclass(frozen=True)
class Page:
    """One answer of a site, parsed.

    ``base`` is what relative addresses resolve against. ``meta`` has lower-case names. ``scripts``
    is all inline script text, ``text`` the visible words, ``source`` the decoded body, ``redirect``
    where a page that is nothing but a redirect leads (absolute). ``turns`` are the controls that
    turn pages. ``data`` holds the JSON of the body or of its scripts, ``items`` the addresses that
    its scripts put fields of data into (``/show?id={id}``). ``challenge`` says why the answer is an
    anti-bot page and not content, empty where it is content.
    """

    url: str
    base: str
    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    breadcrumb: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    rows: tuple[Row, ...] = ()
    turns: tuple[Turn, ...] = ()
    forms: tuple[Form, ...] = field(default=(), repr=False)
    scripts: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    source: str = field(default="", repr=False)
    data: tuple[Json, ...] = field(default=(), repr=False)
    items: tuple[str, ...] = ()
    redirect: str = ""
    frames: tuple[str, ...] = ()
    is_json: bool = False
    is_xml: bool = False
    challenge: str = ""
    soft_404: bool = False

    @property
    def is_wall(self) -> bool:
        """Whether this is an answer instead of the content: a challenge or a disguised 404."""
        return bool(self.challenge) or self.soft_404


_JSONP = re.compile(r"^\s*[\w$.]+\s*\((.*)\)\s*;?\s*$", re.S)
_XML_ROOT = re.compile(r"^\s*(?:<\?xml[^>]*\?>)?\s*<([a-zA-Z][\w:]*)")
_CHARSET = re.compile(r"charset=[\"']?([\w-]+)", re.I)


def parse_page(body: bytes, url: str, content_type: str = "", around: str = "") -> Page:
    """Everything the rest of the crawler asks of an answer: HTML, JSON, JSONP or XML.

    ``around`` are the scripts of the page that the answer is put into, where it has none itself.
    """
    declared = _CHARSET.search(content_type)
    source, _ = decode(body, declared[1] if declared else "")
    start = source.lstrip("\ufeff \t\r\n")[:1]
    if start in "[{" or (start.isalpha() or start == "_") or "json" in content_type:
        page = _json_page(source, url)
        if page:
            return page
    root = _XML_ROOT.match(source)
    if root and root[1].lower() not in defs.tags and "<html" not in source[:500].lower():
        return _xml_page(source, url)
    return _html_page(source, url, around)


def _json_page(source: str, url: str) -> Page | None:
    text = source.strip("\ufeff \t\r\n")
    if wrapped := _JSONP.match(text):
        text = wrapped[1]
    try:
        value: Json = json.loads(text)
    except ValueError:
        return None
    inner = parse_html(markup_in(value)) if markup_in(value) else None
    return Page(
        url=url,
        base=url,
        links=(
            *links_in(value, url),
            *(links_of(inner, url, _unknown, "island") if inner is not None else ()),
        ),
        rows=_main_first(
            rows_of([inner], url, _unknown) if inner is not None else (), rows_in(value, url)
        ),
        text=words(inner) if inner is not None else "",
        source=source,
        data=(value,),
        is_json=True,
    )


def _xml_page(source: str, url: str) -> Page:
    """A data island served alone (``datastore``, ``recordset``), or records of plain elements."""
    root = parse_html(f"<ul>{cdata(source)}</ul>")
    records = xml_records(source)
    return Page(
        url=url,
        base=url,
        links=(*links_of(root, url, _unknown, "island"), *links_in(records, url)),
        rows=_main_first(rows_of([root], url, _unknown), rows_in(records, url)),
        turns=turns_of(root, url),
        text=words(root),
        source=source,
        data=(records,),
        is_xml=True,
    )


def _html_page(source: str, url: str, around: str) -> Page:
    root = parse_html(source)
    scripts = take_scripts(root)
    note_clicks(root, "\n".join(scripts) or around, url)
    elements = list(root.iter())  # while none is held, lxml makes each anew at every look
    resolve = Handlers("\n".join(scripts), url).address
    base = (
        absolute(url, next((n.get("href") or "" for n in elements if n.tag == "base"), "")) or url
    )
    held = [parse_html(f"<ul>{part}</ul>") for part in islands(source, scripts)]
    data = (
        *(value for script in scripts for value in json_in_script(script)),
        *json_in_attributes(root),
    )
    items = item_addresses(source, "\n".join(scripts), url)
    links = links_of(root, base, resolve)
    for island in held:
        links += links_of(island, base, resolve, "island")
    for part in comments(source):
        links += links_of(parse_html(part), base, _unknown, "comment")
    links += (link for value in data for link in links_in(value, base, items))
    rows = _main_first(rows_of([root, *held], base, resolve), _rows_of_data(data, base, items))
    if not rows:  # a script takes the list out of a comment
        rows = rows_of(map(parse_html, comments(source)), base, _unknown)
    page = Page(
        url=url,
        base=base,
        title=title_of(root),
        meta=meta_of(root),
        breadcrumb=breadcrumb_of(root),
        headings=headings_of(root),
        links=tuple(dict.fromkeys(links)),
        rows=rows,
        turns=turns_of(root, base),
        forms=forms_of(root, base),
        scripts="\n".join(scripts),
        text=visible_of(root),
        source=source,
        data=data,
        items=items,
        frames=frames_of(root, base),
    )
    return _judged(page)


def _judged(page: Page) -> Page:
    count = sum(link.origin in {"a", "area", "handler"} for link in page.links)
    leads_to = walls.redirect(page.source, page.text, page.scripts, count)
    reason = walls.challenge(page.source, page.text, page.scripts, count)
    if page.rows or (reason == "nothing but scripts" and _leads_on(page, leads_to)):
        reason = ""
    return replace(
        page,
        redirect="" if reason else absolute(page.base, leads_to),
        challenge=reason,
        soft_404=walls.soft_404(page.title, page.text, len(page.rows)),
    )


def _leads_on(page: Page, leads_to: str) -> bool:
    """Whether a page without words has a way on: an application holds its menu as data."""
    named = (first_text(record, TITLE) for value in page.data for record, _ in mappings(value))
    return bool(leads_to or page.links or page.frames or any(named))


def _unknown(code: str) -> str:
    return ""


def _main_first(printed: tuple[Row, ...], held: list[Row]) -> tuple[Row, ...]:
    """The rows printed in markup and those held as data, the fuller list first."""
    main = sum(row.block == 0 for row in printed)
    if len(held) <= main:
        block = max((row.block for row in printed), default=-1) + 1
        return (*printed, *(replace(row, block=block) for row in held))
    known = {row.url for row in held}
    beside = (replace(row, block=row.block + 1) for row in printed if row.url not in known)
    return (*held, *beside)


def _rows_of_data(data: tuple[Json, ...], base: str, items: tuple[str, ...]) -> list[Row]:
    return [row for value in data for row in rows_in(value, base, items)]


def with_items(page: Page, items: tuple[str, ...]) -> Page:
    """An answer to a data call, read with the addresses that the page which called has for it."""
    rows = _rows_of_data(page.data, page.base, items)
    return replace(page, rows=_main_first(page.rows, rows)) if len(rows) > len(page.rows) else page
