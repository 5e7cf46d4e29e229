"""From what a script would ask for to a request for a page of a list."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from crawler.spiders.listings.family import ListRequest
from crawler.spiders.pages.javascript.program import Ask
from crawler.spiders.pages.markup import absolute
from crawler.spiders.pages.page import Page

_FORM = ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
_JSON = ("Content-Type", "application/json; charset=UTF-8")
# What jQuery and every browser framework send with a data call; some servers answer only then.
_BY_SCRIPT = ("X-Requested-With", "XMLHttpRequest")


def request_of(ask: Ask, page: Page, number: int) -> ListRequest | None:
    """``ask`` as a request for page ``number``; None where its address leads nowhere."""
    if ask.method == "submit":
        return _submitted(ask, page, number)
    url = absolute(page.base, ask.url)
    if not url:
        return None
    if ask.method == "navigate":
        return ListRequest(url, number=number)
    if ask.method == "GET":
        query = urlencode(dict(ask.data))
        joined = f"{url}{'&' if '?' in url else '?'}{query}" if query else url
        return ListRequest(joined, headers=(_BY_SCRIPT,), number=number)
    body = (
        json.dumps(dict(ask.data), ensure_ascii=False) if ask.is_json else urlencode(dict(ask.data))
    )
    kind = _JSON if ask.is_json else _FORM
    return ListRequest(url, "POST", body.encode(), (kind, _BY_SCRIPT), number)


def _submitted(ask: Ask, page: Page, number: int) -> ListRequest | None:
    """The form a script submits: the one so named, or the one with the fields it wrote."""
    form = next((form for form in page.forms if form.name and form.name == ask.url), None)
    form = form or next((form for form in page.forms if form.has(set(ask.data))), None)
    if form is None or not ask.data:
        return None
    query = urlencode(form.filled(ask.data))
    if form.method == "POST":
        return ListRequest(form.action, "POST", query.encode(), (_FORM,), number)
    return ListRequest(f"{form.action.partition('?')[0]}?{query}", number=number)
