"""A page of a list as the generic reader takes it: ten rows, and whatever turns to the next."""

from __future__ import annotations

from crawler.spiders.listings import GENERIC
from crawler.spiders.listings.family import ListPage, ListRequest
from crawler.spiders.pages.page import parse_page

SITE = "http://www.example.gov.cn"
LIST = f"{SITE}/zwgk/nb/index.html"
ROWS = "<ul>" + "".join(
    f"<li><a href='/a/{n}.html'>{n}局2025年政府信息公开工作年度报告</a><i>2026-01-{n}</i></li>"
    for n in range(10, 20)
) + "</ul>"  # fmt: skip


def read(pager: str, url: str = LIST, ask: ListRequest | None = None, rows: str = ROWS) -> ListPage:
    source = f"<html><body><div>{rows}</div><div class='pages'>{pager or '&nbsp;'}</div></body>"
    return GENERIC.read(parse_page(source.encode(), url, "text/html"), ask)


def asked(found: ListPage) -> list[tuple[int, str]]:
    return [(request.number, request.url.removeprefix(SITE)) for request in found.next]
