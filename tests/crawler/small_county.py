"""A county portal on paper: home page, column, one report a year, and a walk over it."""

from __future__ import annotations

from crawler.spiders.columns import RememberedColumn
from crawler.spiders.hosts import HostRules, request_key
from crawler.spiders.walk import SiteTask, SiteWalk
from tests.crawler.paper_site import PaperSite, Walked, listing, page, report, walk_over

HOME = "http://www.linhe.gov.cn/"
NB = f"{HOME}zwgk/nb/"


def title(year: int) -> str:
    return f"临河县财政局{year}年政府信息公开工作年度报告"


def rows(*years: int) -> list[tuple[str, str, str]]:
    return [(f"{NB}{year}.html", title(year), f"{year + 1}-01-20") for year in years]


def site_of(*years: int) -> dict[str, str | int]:
    pages: dict[str, str | int] = {
        HOME: page(
            "临河县人民政府", '<a href="/xw/">新闻动态</a><a href="/zwgk/">政府信息公开</a>'
        ),
        f"{HOME}zwgk/": page(
            "政府信息公开",
            '<a href="/zwgk/zn.html">公开指南</a><a href="/zwgk/nb/">政府信息公开年报</a>',
        ),
        NB: listing("政府信息公开年报", rows(*years)),
    }
    return pages | {f"{NB}{year}.html": report(title(year)) for year in years}


def walk(
    site: PaperSite,
    *,
    budget: int = 300,
    columns: tuple[RememberedColumn, ...] = (),
    known: frozenset[str] = frozenset(),
    others: tuple[str, ...] = (),
) -> Walked:
    rules = HostRules(["www.linhe.gov.cn", *others])
    return walk_over(
        SiteWalk(SiteTask(1, "www.linhe.gov.cn", HOME, columns, known, budget), rules), site
    )


def remembered(*years: int, etag: str = "") -> RememberedColumn:
    keys = frozenset(request_key(url) for url, _, _ in rows(*years))
    return RememberedColumn(
        NB, "政府信息公开年报", (), "generic", keys, len(years), None, True, etag
    )
