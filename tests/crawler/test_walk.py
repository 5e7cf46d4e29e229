"""The walk over sites on paper: what it finds, in what order, and when it stops."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.spiders.columns import RememberedColumn
from crawler.spiders.frontier import Fetch, Purpose
from crawler.spiders.hosts import HostRules, request_key
from crawler.spiders.walk import SiteTask, SiteWalk
from storage.vocabulary import ColumnState, CrawlOutcome, SiteState
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


def test_it_goes_from_the_home_page_to_the_column_to_each_report() -> None:
    site = PaperSite(site_of(2025, 2024, 2023))
    walked = walk(site)
    assert walked.document_urls == {f"{NB}{year}.html" for year in (2025, 2024, 2023)}
    assert site.urls[:3] == [HOME, f"{HOME}zwgk/", NB]
    assert f"{HOME}zwgk/zn.html" not in site.urls
    column = walked.closed[NB]
    assert column.complete
    assert column.state is ColumnState.COMPLETE
    assert walked.visit is not None
    assert walked.visit.outcome is CrawlOutcome.FINISHED


def test_each_page_of_a_long_list_is_read_and_the_column_is_complete_only_then() -> None:
    pages = site_of(*range(2020, 2026))
    pages[NB] = listing(
        "政府信息公开年报", rows(2025, 2024, 2023), '<a href="index_1.html">下一页</a>'
    )
    pages[f"{NB}index_1.html"] = listing(
        "政府信息公开年报", rows(2022, 2021, 2020), '<a href="index.html">上一页</a>'
    )
    walked = walk(PaperSite(pages))
    assert len(walked.document_urls) == 6
    assert walked.closed[NB].complete
    assert walked.closed[NB].pages == 2


def test_a_list_page_that_fails_leaves_the_column_incomplete() -> None:
    pages = site_of(2025, 2024, 2023)
    pages[NB] = listing(
        "政府信息公开年报", rows(2025, 2024, 2023), '<a href="index_1.html">下一页</a>'
    )
    pages[f"{NB}index_1.html"] = 500
    column = walk(PaperSite(pages)).closed[NB]
    assert not column.complete
    assert "500" in column.cause


def test_pages_that_show_no_further_row_leave_the_column_incomplete() -> None:
    pages = site_of(2025, 2024, 2023)
    more = '共3页 <a href="index_1.html">2</a><a href="index_2.html">3</a>'
    pages[NB] = listing("政府信息公开年报", rows(2025, 2024, 2023), more)
    for number in (1, 2):  # rows that only their script would show
        pages[f"{NB}index_{number}.html"] = listing("政府信息公开年报", [], more)
    column = walk(PaperSite(pages)).closed[NB]
    assert not column.complete
    assert column.cause == "2 of its 3 pages showed no further row"


def test_fewer_rows_than_the_list_says_itself_is_incomplete() -> None:
    pages = site_of(2025, 2024, 2023)
    pages[NB] = listing("政府信息公开年报", rows(2025, 2024, 2023), "<p>共9条记录 第1/1页</p>")
    column = walk(PaperSite(pages)).closed[NB]
    assert column.declared_total == 9
    assert not column.complete


def test_year_folders_lead_on_and_a_look_alike_is_not_fetched() -> None:
    pages = site_of()
    folder = f"{NB}2025/"
    pages[NB] = page(
        "政府信息公开年报",
        f'<div><a href="{folder}">2025年</a><a href="{NB}2024/">2024年</a></div>',
    )
    other = f"{folder}fz.html"
    pages[folder] = listing(
        "2025年",
        [
            (f"{folder}a.html", title(2025), "2026-01-20"),
            (other, "临河县2025年法治政府建设年度报告", "2026-01-21"),
        ],
    )
    pages[f"{NB}2024/"] = listing("2024年", [(f"{NB}2024/a.html", title(2024), "2025-01-20")])
    pages |= {f"{folder}a.html": report(title(2025)), f"{NB}2024/a.html": report(title(2024))}
    site = PaperSite(pages)
    walked = walk(site)
    assert walked.document_urls == {f"{folder}a.html", f"{NB}2024/a.html"}
    assert other not in site.urls
    rejected = [row for row in walked.closed[folder].rows if row.verdict == "lookalike"]
    assert [row.url for row in rejected] == [other]
    assert rejected[0].reason


def test_year_folders_side_by_side_in_the_row_of_a_table() -> None:
    pages = site_of()
    cells = "".join(
        f'<td><a href="{NB}{year}nb.htm">{year}年度</a></td>' for year in (2025, 2024, 2023)
    )
    pages[NB] = page("政府信息公开年报", f"<table><tr>{cells}</tr></table>")
    for year in (2025, 2024, 2023):
        pages[f"{NB}{year}nb.htm"] = listing(f"{year}年度", rows(year))
        pages[f"{NB}{year}.html"] = report(title(year))
    walked = walk(PaperSite(pages))
    assert walked.document_urls == {f"{NB}{year}.html" for year in (2025, 2024, 2023)}


@pytest.mark.parametrize("text", ["临河县财政局", "2025年"])
def test_a_file_under_an_agencys_name_or_a_year_is_no_folder(text: str) -> None:
    """Years as tabs, the agencies below them: one of them put its report there as a file."""
    names = "".join(
        f'<li><a href="{NB}{n}/">临河县{name}</a></li>'
        for n, name in enumerate(["民政局", "教育局"])
    )
    pages = site_of()
    pages[NB] = page("政府信息公开年报", f'<ul>{names}<li><a href="/up/1.pdf">{text}</a></li></ul>')
    pages[f"{HOME}up/1.pdf"] = "%PDF-1.4 not a real one"
    assert f"{HOME}up/1.pdf" in walk(PaperSite(pages)).document_urls


def test_a_report_titled_without_a_year_is_told_by_its_sentences() -> None:
    name = "临河县财政局"
    text = f"<p>{name}推进政府信息公开。</p>" * 9
    pages = site_of()
    pages[NB] = page("政府信息公开年报", f'<ul><li><a href="{NB}1/">{name}</a></li></ul>')
    pages[f"{NB}1/"] = page(name, f"<h1>{name}政府信息公开工作年度报告</h1>{text}")
    assert walk(PaperSite(pages)).document_urls == {f"{NB}1/"}


def test_a_fragment_is_read_with_the_clicks_of_the_page_it_is_put_into() -> None:
    """Cards without links: the first page's script says where a click on one leads."""

    def cards(*years: int) -> str:
        return "".join(
            f'<div class="card" data-id="{year}"><p>{title(year)}</p><i>{year + 1}-01-20</i></div>'
            for year in years
        )

    script = """<script>
    $(document).on("click", ".card", function(){ location.href = "/v/" + $(this).data("id"); });
    function turn(n){ if(n > 2) return; $("#list").load("/frag/7_" + n + ".html"); }</script>"""
    turn = '第<i>1</i>页 共<i>2</i>页 <a href="javascript:;" onclick="turn(2)">下一页</a>'
    pages = site_of()
    first = f'<div id="list">{cards(2025, 2024, 2023)}</div>{turn}{script}'
    pages[NB] = page("政府信息公开年报", first)
    pages[f"{HOME}frag/7_2.html"] = cards(2022, 2021)
    years = range(2021, 2026)
    pages |= {f"{HOME}v/{year}": report(title(year)) for year in years}
    walked = walk(PaperSite(pages))
    assert walked.document_urls == {f"{HOME}v/{year}" for year in years}
    assert walked.closed[NB].complete


def test_files_of_a_report_page_are_fetched_with_it() -> None:
    pages = site_of(2025)
    pages[f"{NB}2025.html"] = report(title(2025), '<p>附件：<a href="P02026.pdf">下载PDF</a></p>')
    pages[f"{NB}P02026.pdf"] = "%PDF-1.4 not a real one"
    walked = walk(PaperSite(pages))
    file = next(document for document in walked.documents if document.url.endswith(".pdf"))
    assert file.parent_url == f"{NB}2025.html"


def test_the_word_and_the_pdf_of_a_report_make_no_column_of_its_page() -> None:
    files = "".join(
        f'<li><a href="{NB}2025.{kind}">{title(2025)}.{kind}</a></li>' for kind in ("docx", "pdf")
    )
    site = PaperSite(site_of(2025) | {f"{NB}2025.html": report(title(2025), f"<ul>{files}</ul>")})
    walked = walk(site)
    assert walked.document_urls == {f"{NB}2025.html"}
    assert {f"{NB}2025.docx", f"{NB}2025.pdf"} <= set(site.urls)
    assert walked.closed.keys() == {NB}


def test_a_row_titled_as_a_report_may_lead_to_those_of_many_with_one_title() -> None:
    """The folder of a year, in which every agency's report has the same title."""
    same = "2025年政府信息公开工作年度报告"
    items = [(f"{NB}{n}.html", same, "2026-01-20") for n in range(5)]
    pages = site_of()
    pages[NB] = listing("政府信息公开年报", [(f"{NB}2025/", same, "2026-01-31")])
    pages[f"{NB}2025/"] = listing(same, items)
    pages |= {url: report(same) for url, _, _ in items}
    assert {url for url, _, _ in items} <= walk(PaperSite(pages)).document_urls


def test_what_a_list_calls_a_report_may_be_a_column_of_cut_titles() -> None:
    """A folder of an agency: 机构职能 and 年度报告 as two entries, behind the second the years."""
    folder = f"{NB}gknb/index.html"
    items = [
        (f"{NB}{year}.html", f"临河县财政局{year}年...", "2026-01-20") for year in (2025, 2024)
    ]
    pages = site_of(2025, 2024)
    pages[NB] = listing("政府信息公开年报", [(folder, "政府信息公开年度报告", "2026-01-31")])
    pages[folder] = listing("年度报告", items)
    walked = walk(PaperSite(pages))
    assert {url for url, _, _ in items} <= walked.document_urls
    assert walked.closed[folder].complete


def test_a_report_that_names_those_of_two_others_is_a_column_too() -> None:
    others = "".join(
        f'<li><a href="{NB}{year}.html">{title(year)}</a></li>' for year in (2024, 2023)
    )
    pages = site_of(2025, 2024, 2023)
    pages[NB] = report(title(2025), f"<ul>{others}</ul>")
    walked = walk(PaperSite(pages))
    assert walked.document_urls == {NB, f"{NB}2024.html", f"{NB}2023.html"}
    assert walked.closed.keys() == {NB}


def test_a_column_whose_own_address_is_the_report() -> None:
    pages = site_of()
    pages[NB] = report(title(2025))
    assert walk(PaperSite(pages)).document_urls == {NB}


def test_splash_page_meta_refresh_and_frames_are_gone_through() -> None:
    pages = site_of(2025, 2024)
    pages[f"{HOME}main.html"] = pages.pop(HOME)
    pages[HOME] = '<html><head><meta http-equiv="refresh" content="0;url=/main.html"></head></html>'
    pages[f"{HOME}list.html"] = pages[NB]
    pages[NB] = '<html><body><iframe src="/list.html"></iframe></body></html>'
    assert len(walk(PaperSite(pages)).document_urls) == 2


def test_an_endless_list_costs_a_bounded_number_of_requests() -> None:
    pages = site_of(2025, 2024, 2023)
    same = rows(2025, 2024, 2023)
    pages[NB] = listing("政府信息公开年报", same, '<a href="index_1.html">下一页</a>')
    for number in range(1, 200):
        pages[f"{NB}index_{number}.html"] = listing(
            "政府信息公开年报", same, f'<a href="index_{number + 1}.html">下一页</a>'
        )
    site = PaperSite(pages)
    walk(site)
    assert len(site.asked) < 15


def test_a_calendar_without_end_is_left_alone() -> None:
    pages = site_of(2025)
    for day in range(400):
        pages[f"{HOME}d/{day}.html"] = page("当日信息", f'<a href="/d/{day + 1}.html">后一天</a>')
    pages[HOME] = page("首页", '<a href="/d/0.html">按日期</a><a href="/zwgk/">政府信息公开</a>')
    site = PaperSite(pages)
    walked = walk(site)
    assert len(walked.document_urls) == 1
    assert sum("/d/" in url for url in site.urls) < 5


def test_where_nothing_is_found_the_visit_is_a_failure_with_a_cause() -> None:
    site = PaperSite(
        {HOME: page("临河县", "".join(f'<a href="/{n}/">新闻{n}</a>' for n in range(300)))}
    )
    walked = walk(site)
    assert walked.visit is not None
    assert walked.visit.outcome is CrawlOutcome.FAILED
    assert walked.visit.state is SiteState.REACHABLE
    assert "no annual-report column" in walked.visit.cause
    assert len(site.asked) < 100


def test_a_wall_is_reported_and_not_climbed() -> None:
    wall = (
        "<html><body><noscript>请开启JavaScript并刷新该页.</noscript>"
        "<script>location.reload()</script></body></html>"
    )
    for answer in (412, 403, 521, wall):
        site = PaperSite({HOME: answer})
        walked = walk(site)
        assert walked.visit is not None
        assert walked.visit.state is SiteState.BLOCKED
        assert len(site.asked) == 1


def test_no_connection_is_unreachable_after_the_other_scheme_was_tried() -> None:
    site = PaperSite({HOME: 0, HOME.replace("http", "https"): 0})
    walked = walk(site)
    assert walked.visit is not None
    assert walked.visit.state is SiteState.UNREACHABLE
    assert site.urls == [HOME, HOME.replace("http", "https")]


def test_redirects_stay_within_the_government_name() -> None:
    pages = site_of(2025)
    inner = "http://zfxxgk.linhe.gov.cn/"
    pages[f"{HOME}zwgk/"] = f"->{inner}"
    pages[inner] = page(
        "政府信息公开",
        f'<a href="{NB}">政府信息公开年报</a><a href="http://linhe-gov.com/nb/">政府信息公开年报</a>',
    )
    site = PaperSite(pages)
    assert len(walk(site).document_urls) == 1
    assert not any("linhe-gov.com" in url for url in site.urls)


def test_reports_on_another_site_of_the_registry_are_left_to_its_walk() -> None:
    pages = site_of(2025)
    other = "http://czj.linhe.gov.cn/nb/2024.html"
    pages[NB] = listing("政府信息公开年报", [*rows(2025), (other, title(2024), "2025-01-20")])
    site = PaperSite(pages)
    walked = walk(site, others=("czj.linhe.gov.cn",))
    assert other not in site.urls
    assert {row.verdict for row in walked.closed[NB].rows} == {"report", "elsewhere"}


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


def test_a_folder_that_fails_is_a_column_not_read() -> None:
    pages = site_of()
    pages[NB] = page(
        "政府信息公开年报", f'<a href="{NB}2025/">2025年</a><a href="{NB}2024/">2024年</a>'
    )
    pages |= {f"{NB}2024/": listing("2024年", rows(2024)), f"{NB}2024.html": report(title(2024))}
    pages[f"{NB}2025/"] = 500
    column = walk(PaperSite(pages)).closed[f"{NB}2025/"]
    assert column.state is ColumnState.PARTIAL
    assert not column.complete


def test_the_budget_is_kept() -> None:
    site = PaperSite(site_of(*range(2008, 2026)))
    walked = walk(site, budget=5)
    assert len(site.asked) == 5
    assert walked.visit is not None
    assert "budget" in walked.visit.cause


def test_a_list_of_which_only_the_number_of_pages_is_known_is_read_to_its_end() -> None:
    """Its second page may be index_1 or index_2: the one not taken is another page of it."""
    years = range(2008, 2026)
    parts = [years[start : start + 5] for start in range(0, len(years), 5)]
    pages = site_of(*years)
    for number, part in enumerate(parts):
        url = f"{NB}index_{number}.html" if number else NB
        script = f"<script>var countPage = {len(parts)};</script>"
        pages[url] = listing("政府信息公开年报", rows(*part), script)
    walked = walk(PaperSite(pages))
    assert walked.document_urls == {f"{NB}{year}.html" for year in years}
    assert walked.closed[NB].complete
