"""The walk over sites on paper: what it finds, in what order, and when it stops."""

from __future__ import annotations

from storage.vocabulary import ColumnState, CrawlOutcome, SiteState
from tests.crawler.paper_site import PaperSite, listing, page, report
from tests.crawler.small_county import HOME, NB, rows, site_of, title, walk


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
