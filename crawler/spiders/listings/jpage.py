"""Hanweb (大汉) jpage: a data island in the page, the rest from ``dataproxy.jsp`` in groups.

Seen on provincial and city portals since about 2012. The page holds the first group of records;
a group is ``groupSize`` pages of ``perPage`` records. Larger groups than the site's own are
answered by some servers, at a price for them: they are never asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.spiders.listings.declared import Declared, declared
from crawler.spiders.listings.family import ListPage, ListRequest
from crawler.spiders.listings.generic import MOST_PAGES, assemble
from crawler.spiders.pages.javascript.expressions import Reader
from crawler.spiders.pages.javascript.tokens import tokenize
from crawler.spiders.pages.javascript.values import UNKNOWN, to_text
from crawler.spiders.pages.markup import absolute
from crawler.spiders.pages.page import Page

_CALL = re.compile(r"\.\s*jpage\s*\(\s*(?=\{)")
_NEXT_GROUP = re.compile(r"[\"'(]([^\"'()<>]*dataproxy\.jsp\?[^\"'<>]+)[\"')]")
_PROXY = "/module/web/jpage/dataproxy.jsp"
_FORM = (
    ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
    ("X-Requested-With", "XMLHttpRequest"),
)
_PER_PAGE, _GROUP_SIZE = 15, 3  # what the script takes where the page says nothing


class Jpage:
    """Lists of Hanweb systems with the jpage script."""

    name = "jpage"

    def recognise(self, page: Page) -> bool:
        """Whether a data island, its proxy or its script is on the page."""
        if page.is_xml:
            return "<recordset" in page.source
        return bool(_CALL.search(page.scripts)) or "dataproxy.jsp" in page.source

    def read(self, page: Page, ask: ListRequest | None = None) -> ListPage:
        """The records of this answer; from the page itself, requests for all other groups."""
        said = declared(page)
        number = ask.number if ask else 1
        if page.is_xml or ask:
            return assemble(page, Declared(total=said.total, number=number), number, ())
        following = tuple(_groups(page, said))
        groups = max((request.number for request in following), default=1)
        return assemble(page, Declared(said.total, groups, 1), 1, following)


def _groups(page: Page, said: Declared) -> Iterator[ListRequest]:
    """One request for each group of records that the page does not hold itself."""
    settings = _settings(page)
    held = sum(row.block == 0 for row in page.rows)
    total = _integer(settings.get("totalRecord")) or said.total or 0
    per_page = _integer(settings.get("perPage")) or _PER_PAGE
    size = per_page * (_integer(settings.get("groupSize")) or _GROUP_SIZE)
    url, form = _target(page, settings)
    if not url or not total:
        return
    first = 1 if held < min(size, total) else 2
    groups = min(-(-total // size), MOST_PAGES)
    for group in range(first, groups + 1):
        records = {
            "startrecord": str((group - 1) * size + 1),
            "endrecord": str(min(group * size, total)),
            "perpage": str(per_page),
        }
        body = urlencode(form).encode()
        yield ListRequest(f"{url}?{urlencode(records)}", "POST", body, _FORM, group)


def _settings(page: Page) -> dict[str, object]:
    call = _CALL.search(page.scripts)
    if not call:
        return {}
    found = Reader(tokenize(page.scripts[call.end() : call.end() + 5000]), {}).expression()
    return found if isinstance(found, dict) else {}


def _target(page: Page, settings: dict[str, object]) -> tuple[str, dict[str, str]]:
    """The proxy's address and the form that names the list: site, column, unit."""
    form: dict[str, str] = {}
    proxy = settings.get("proxyUrl")
    if match := _NEXT_GROUP.search(page.source):
        parts = urlsplit(match[1].replace("&amp;", "&"))
        form = {k: v for k, v in parse_qsl(parts.query, keep_blank_values=True) if k != "page"}
        proxy = proxy or parts.path
    given = settings.get("groupUrlParams")
    if isinstance(given, dict):
        form |= {k: to_text(v) for k, v in given.items() if v is not UNKNOWN}
    if "columnid" not in form and (column := re.search(r"/col/?(?:col)?(\d+)", page.url)):
        form["columnid"] = column[1]
    if "columnid" not in form:
        return "", {}
    return absolute(page.url, proxy if isinstance(proxy, str) else _PROXY), form


def _integer(value: object) -> int:
    text = to_text(value) if isinstance(value, str | float) else ""
    return int(text) if text.isdigit() else 0
