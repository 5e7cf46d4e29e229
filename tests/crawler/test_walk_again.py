"""The walk over a site it knows: what it asks again, and what it takes for unchanged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.spiders.frontier import Fetch, Purpose
from crawler.spiders.hosts import HostRules, request_key
from crawler.spiders.walk import SiteTask, SiteWalk
from tests.crawler.paper_site import PaperSite, listing, page, report, walk_over
from tests.crawler.small_county import HOME, NB, remembered, rows, site_of, walk


def test_a_remembered_column_that_did_not_change_costs_one_request() -> None:
    site = PaperSite(site_of(2025, 2024), etags=True)
    etag = site.answer(Fetch(NB, Purpose.COLUMN, 1.0)).etag
    site.asked.clear()
    walked = walk(site, columns=(remembered(2025, 2024, etag=etag),))
    assert site.urls == [NB]
    assert walked.closed[NB].confirmed
    assert walked.closed[NB].complete


def test_a_site_is_looked_over_again_for_a_report_in_the_wrong_place() -> None:
    """Among the latest notices on the home page, of which nothing is remembered."""
    notice = f"{HOME}tzgg/1.html"
    name = "临河县民政局2025年政府信息公开工作年度报告"
    pages = site_of(2025)
    more = f'<a href="{NB}">政府信息公开年报</a>'
    pages[HOME] = listing("通知公告", [(notice, name, "2026-01-22")], more)
    pages[notice] = report(name)
    known = frozenset(request_key(url) for url, _, _ in rows(2025))
    quiet = walk(PaperSite(pages, etags=True), columns=(remembered(2025),), known=known)
    assert quiet.document_urls == set()
    assert quiet.visit is not None
    assert "walked" not in quiet.visit.counts
    task = SiteTask(1, "www.linhe.gov.cn", HOME, (remembered(2025),), known, searches=True)
    again = walk_over(SiteWalk(task, HostRules(["www.linhe.gov.cn"])), PaperSite(pages))
    assert again.document_urls == {notice}
    assert again.visit is not None
    assert again.visit.counts["walked"] == 1


def test_a_new_row_is_fetched_and_the_known_ones_are_not() -> None:
    site = PaperSite(site_of(2025, 2024))
    known = frozenset({request_key(f"{NB}2024.html")})
    walked = walk(site, columns=(remembered(2024),), known=known)
    assert site.urls == [NB, f"{NB}2025.html"]
    assert walked.closed[NB].complete


def test_known_links_beside_the_list_do_not_end_it() -> None:
    """The folders below each page of a list were among its rows the last time, too."""
    folders = [f"{NB}{name}/" for name in ("a", "b", "c")]
    beside = "".join(f'<li><a href="{url}">部门年报{url[-2]}</a></li>' for url in folders)
    more = f'<div><ul class="left">{beside}</ul></div><a href="{NB}index_1.html">下一页</a>'
    pages = site_of(2025, 2024, 2023, 2022, 2021)
    pages[NB] = listing("政府信息公开年报", rows(2025, 2024, 2023), more)
    pages[f"{NB}index_1.html"] = listing("政府信息公开年报", rows(2022, 2021))
    before = remembered(2021)
    before = replace(before, rows=before.rows | {request_key(url) for url in folders})
    known = frozenset(request_key(url) for url, _, _ in rows(2021))
    walked = walk(PaperSite(pages), columns=(before,), known=known)
    assert walked.document_urls == {f"{NB}{year}.html" for year in (2025, 2024, 2023, 2022)}


def test_a_known_row_on_top_does_not_end_a_list_that_has_more_new_ones() -> None:
    total = '<p>共5条</p><a href="/zwgk/nb/index_1.html">下一页</a>'
    pages = site_of(2025, 2024, 2023, 2022, 2021)
    pages[NB] = listing("政府信息公开年报", rows(2025, 2024, 2021), total)
    pages[f"{NB}index_1.html"] = listing("政府信息公开年报", rows(2023, 2022), "<p>共5条</p>")
    before = replace(remembered(2022, 2021), declared_total=2)
    known = frozenset(request_key(url) for url, _, _ in rows(2022, 2021))
    walked = walk(PaperSite(pages), columns=(before,), known=known)
    assert walked.document_urls == {f"{NB}{year}.html" for year in (2025, 2024, 2023)}


def test_a_list_with_more_rows_than_are_known_is_read_whole() -> None:
    total = '<p>共4条</p><a href="/zwgk/nb/index_1.html">下一页</a>'
    pages = site_of(2025, 2024, 2023, 2022)
    pages[NB] = listing("政府信息公开年报", rows(2025, 2024), total)
    pages[f"{NB}index_1.html"] = listing("政府信息公开年报", rows(2023, 2022), "<p>共4条</p>")
    before = replace(remembered(2025, 2024), declared_total=4)
    known = frozenset(request_key(url) for url, _, _ in rows(2025, 2024))
    walked = walk(PaperSite(pages), columns=(before,), known=known)
    assert walked.document_urls == {f"{NB}{year}.html" for year in (2023, 2022)}


def test_a_column_that_is_gone_is_walked_for_again_in_the_same_run() -> None:
    pages = site_of(2025)
    moved = f"{HOME}zwgk/nianbao/"
    pages[moved] = pages.pop(NB)
    pages[f"{HOME}zwgk/"] = page("政府信息公开", f'<a href="{moved}">政府信息公开年报</a>')
    pages[NB] = f"->{HOME}"
    walked = walk(PaperSite(pages), columns=(remembered(2024),))
    assert walked.document_urls == {f"{NB}2025.html"}
    assert walked.closed[moved].complete
    assert not walked.closed[NB].complete


@pytest.mark.parametrize(
    "left",
    [
        listing("政府信息公开年报", ()),
        page("临河县人民政府", '<a href="/xw/1.html">全县经济工作会议召开</a>'),
    ],
)
def test_a_column_that_is_empty_now_is_walked_for_again_in_the_same_run(left: str) -> None:
    pages = site_of(2025)
    moved = f"{HOME}zwgk/nianbao/"
    pages[moved] = pages.pop(NB)
    pages[f"{HOME}zwgk/"] = page("政府信息公开", f'<a href="{moved}">政府信息公开年报</a>')
    pages[NB] = left
    walked = walk(PaperSite(pages), columns=(remembered(2024),))
    assert walked.document_urls == {f"{NB}2025.html"}
    assert walked.closed[moved].complete
    assert not walked.closed[NB].complete


def test_a_column_that_was_not_read_whole_is_read_whole_the_next_time() -> None:
    pages = site_of(*range(2020, 2026))
    pages[NB] = listing(
        "政府信息公开年报", rows(2025, 2024, 2023), '<a href="index_1.html">下一页</a>'
    )
    pages[f"{NB}index_1.html"] = listing("政府信息公开年报", rows(2022, 2021, 2020))
    etag = PaperSite(pages, etags=True).answer(Fetch(NB, Purpose.COLUMN, 1.0)).etag
    partial = replace(remembered(2025, 2024, 2023, etag=etag), complete=False)
    walked = walk(PaperSite(pages, etags=True), columns=(partial,))
    assert walked.closed[NB].complete
    assert len(walked.closed[NB].rows) == 6


def test_a_list_that_lost_most_of_its_rows_is_not_complete() -> None:
    walked = walk(PaperSite(site_of(2025)), columns=(remembered(*range(2014, 2025)),))
    column = walked.closed[NB]
    assert not column.complete
    assert "11 were last time" in column.cause


def test_rows_beside_the_list_do_not_make_it_complete() -> None:
    pages = site_of(2025, 2024, 2023)
    aside = "".join(
        f'<p><a href="/x/{n}.html">热点新闻第{n}条</a><i>2026-01-0{n}</i></p>' for n in range(1, 8)
    )
    more = f'<p>共6条记录</p><div class="hot"><h3>热点</h3>{aside}</div>'
    pages[NB] = listing("政府信息公开年报", rows(2025, 2024, 2023), more)
    assert not walk(PaperSite(pages)).closed[NB].complete
