"""Hosts of another government name: asked once, believed for the code they print."""

from __future__ import annotations

import pytest

from crawler.spiders.hosts import HostRules
from crawler.spiders.pages.page import parse_page
from crawler.spiders.proof import agreement, site_id_code
from crawler.spiders.walk import SiteTask, SiteWalk
from storage.vocabulary import SiteState
from tests.crawler.paper_site import PaperSite, Walked, listing, page, report, walk_over

HOME = "http://www.linhe.gov.cn/"
NB = f"{HOME}nb/"
OTHER = "http://www.linhexian.gov.cn/"
CLONE = "http://www.linhe-gov.com/"
TITLE = "临河县财政局2025年政府信息公开工作年度报告"
OWN_CODE = "1301230001"
SAME_PLACE = "1301230044"
ELSEWHERE = "4403050002"


def footer(code: str) -> str:
    return f"<p>政府网站标识码：{code}  京ICP备05000000号</p>"


def site(code: str, links: str, more: dict[str, str | int] | None = None) -> PaperSite:
    """The site, and another host with a column of its own that prints a code."""
    pages: dict[str, str | int] = {
        HOME: page("临河县人民政府", links + footer(OWN_CODE)),
        f"{OTHER}nb/": listing(
            "政府信息公开年报",
            [(f"{OTHER}nb/1.html", TITLE, "2026-01-20"), (f"{OTHER}nb/2.html", TITLE, "")],
            footer(code),
        ),
        f"{OTHER}nb/1.html": report(TITLE),
        f"{OTHER}nb/2.html": report(TITLE.replace("2025", "2024")),
    }
    return PaperSite(pages | (more or {}))


def walk(
    pages: PaperSite,
    divisions: frozenset[str] = frozenset({"130123"}),
    proven: frozenset[str] = frozenset(),
) -> Walked:
    task = SiteTask(1, "www.linhe.gov.cn", HOME, divisions=divisions, proven=proven)
    return walk_over(SiteWalk(task, HostRules(["www.linhe.gov.cn"])), pages)


LINK = f'<a href="{OTHER}nb/">政府信息公开年报</a>'


@pytest.mark.parametrize(
    ("code", "own", "divisions", "agrees"),
    [
        (OWN_CODE, {OWN_CODE}, set(), "the site's own code 1301230001"),
        (SAME_PLACE, set(), {"130123"}, "the division 130123 of an agency of the site"),
        (SAME_PLACE, {OWN_CODE}, set(), "the division 130123 of the site's own code"),
        (ELSEWHERE, {OWN_CODE}, {"130123"}, ""),
        ("bm36000002", {"bm36000001"}, set(), "the body bm36 of the site's own code"),
        ("bm36000002", {"bm29000001", OWN_CODE}, {"130123"}, ""),
    ],
)
def test_what_a_code_agrees_with(
    code: str, own: set[str], divisions: set[str], agrees: str
) -> None:
    assert agreement(code, frozenset(own), frozenset(divisions)) == agrees


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<meta name="SiteIDCode" content="1301230001">', OWN_CODE),
        ("<p>网站标识码 bm36000002</p>", "bm36000002"),
        ("<p>政府网站标识码：<b>1301230001</b></p>", OWN_CODE),
        ("<p>标识码：13012300015</p>", ""),  # eleven digits: a telephone
        ("<p>联系电话：1301230001</p>", ""),
    ],
)
def test_the_code_that_a_page_prints(body: str, code: str) -> None:
    source = f"<html><head></head><body>{body}</body></html>".encode()
    assert site_id_code(parse_page(source, HOME, "text/html; charset=utf-8")) == code


def test_a_host_that_the_site_names_and_that_prints_an_agreeing_code_is_read() -> None:
    walked = walk(site(SAME_PLACE, LINK))
    assert walked.document_urls == {f"{OTHER}nb/1.html", f"{OTHER}nb/2.html"}
    (host,) = walked.hosts
    assert (host.host, host.linked_from, host.linked_as) == (
        "www.linhexian.gov.cn",
        HOME,
        "政府信息公开年报",
    )
    assert (host.site_id_code, host.agreement) == (
        SAME_PLACE,
        "the division 130123 of an agency of the site",
    )
    assert host.capture_id


def test_a_host_of_another_place_is_not() -> None:
    pages = site(ELSEWHERE, LINK)
    walked = walk(pages)
    assert walked.document_urls == set()
    assert walked.hosts == []
    assert [url for url in pages.urls if url.startswith(OTHER)] == [f"{OTHER}nb/"]


def test_a_host_that_the_site_does_not_name_as_a_place_of_reports_is_never_asked() -> None:
    pages = site(SAME_PLACE, f'<a href="{OTHER}">临河县政府</a><a href="{OTHER}nb/">新闻</a>')
    walk(pages)
    assert not [url for url in pages.urls if url.startswith(OTHER)]


def test_where_the_page_prints_no_code_the_home_page_is_asked() -> None:
    home: dict[str, str | int] = {OTHER: page("临河县人民政府", footer(SAME_PLACE))}
    pages = site("", LINK, home)
    walked = walk(pages)
    assert len(walked.document_urls) == 2
    assert [url for url in pages.urls if url.startswith(OTHER)][:3] == [
        f"{OTHER}nb/",
        OTHER,
        f"{OTHER}nb/",
    ]


def test_rows_of_the_sites_own_list_may_name_it_too() -> None:
    rows = [
        (f"{OTHER}nb/1.html", TITLE, "2026-01-20"),
        (f"{OTHER}nb/2.html", TITLE.replace("2025", "2024"), "2025-01-20"),
    ]
    more: dict[str, str | int] = {
        NB: listing("政府信息公开年报", rows),
        f"{OTHER}nb/1.html": report(TITLE, footer(SAME_PLACE)),
    }
    walked = walk(site(SAME_PLACE, '<a href="/nb/">政府信息公开年报</a>', more))
    assert walked.document_urls == {f"{OTHER}nb/1.html", f"{OTHER}nb/2.html"}


def test_a_site_that_moved_to_another_name_is_followed_there() -> None:
    home = page("临河县人民政府", '<a href="/nb/">政府信息公开年报</a>' + footer(SAME_PLACE))
    pages = PaperSite(site(SAME_PLACE, "").pages | {HOME: f"->{OTHER}", OTHER: home})
    walked = walk(pages)
    assert len(walked.document_urls) == 2
    assert walked.hosts[0].linked_from == HOME


def test_a_site_that_leads_to_another_place_is_unreachable_with_the_reason() -> None:
    home = page("深圳市某区人民政府", footer(ELSEWHERE))
    pages = PaperSite({HOME: f"->{OTHER}", OTHER: home})
    walked = walk(pages)
    assert walked.visit is not None
    assert walked.visit.state is SiteState.UNREACHABLE
    assert "www.linhexian.gov.cn prints no" in walked.visit.cause


def test_copies_outside_the_government_are_never_asked_whoever_links_to_them() -> None:
    links = f'<a href="{CLONE}nb/">政府信息公开年报</a><a href="/nb/">政府信息公开年报</a>'
    rows = [(f"{CLONE}nb/1.html", TITLE, "2026-01-20"), ("/nb/2.html", TITLE, "2025-01-20")]
    copied = listing("政府信息公开年报", rows, footer(OWN_CODE))
    more: dict[str, str | int] = {
        NB: copied,
        f"{HOME}nb/2.html": report(TITLE),
        f"{CLONE}nb/": copied,
        f"{CLONE}nb/1.html": report(TITLE, footer(OWN_CODE)),
    }
    pages = site(OWN_CODE, links, more)
    walked = walk(pages)
    assert walked.document_urls == {f"{HOME}nb/2.html"}
    assert not [url for url in pages.urls if url.startswith(CLONE)]


def test_a_host_that_is_only_proven_proves_no_other() -> None:
    third = "http://www.beishan.gov.cn/"
    more: dict[str, str | int] = {
        f"{OTHER}nb/": listing(
            "政府信息公开年报",
            [(f"{OTHER}nb/1.html", TITLE, "2026-01-20")],
            f'<a href="{third}nb/">政府信息公开年报</a>' + footer(SAME_PLACE),
        )
    }
    pages = site(SAME_PLACE, LINK, more)
    walk(pages)
    assert not [url for url in pages.urls if url.startswith(third)]


def test_a_host_proven_in_an_earlier_crawl_needs_no_proof() -> None:
    walked = walk(site("", LINK), proven=frozenset({"www.linhexian.gov.cn"}))
    assert len(walked.document_urls) == 2
    assert walked.hosts == []
