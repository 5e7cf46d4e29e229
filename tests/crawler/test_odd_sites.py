"""Walks over sites whose pages are put together in ways seldom met: each way is a real habit."""

from __future__ import annotations

from crawler.spiders.answers import Answer
from crawler.spiders.frontier import Fetch
from crawler.spiders.hosts import HostRules
from crawler.spiders.walk import SiteTask, SiteWalk
from tests.crawler.paper_site import PaperSite, Walked, listing, page, report, walk_over

HOME = "http://www.linhe.gov.cn/"
NB = f"{HOME}zwgk/nb/"


def title(name: str, year: int = 2025) -> str:
    return f"临河县{name}{year}年政府信息公开工作年度报告"


def site_of(column: str, more: dict[str, str | int]) -> PaperSite:
    """A home page that leads to a column ``column``, and further pages by their path."""
    pages: dict[str, str | int] = {
        HOME: page("临河县人民政府", '<a href="/zwgk/nb/">政府信息公开年报</a>'),
        NB: column,
    }
    return PaperSite(pages | {f"{HOME}{path}": value for path, value in more.items()})


def walk(site: PaperSite) -> Walked:
    task = SiteTask(1, "www.linhe.gov.cn", HOME, (), frozenset(), 200)
    return walk_over(SiteWalk(task, HostRules(["www.linhe.gov.cn"])), site)


def paths(walked: Walked) -> set[str]:
    return {url.removeprefix(HOME) for url in walked.document_urls}


def test_a_list_that_a_script_takes_out_of_a_comment() -> None:
    held = (
        f"<ul><li><a href='/1.html'>{title('财政局')}</a>2026-01-20</li>"
        f"<li><a href='/2.html'>{title('民政局')}</a>2026-01-21</li></ul>"
    )
    column = page("政府信息公开年报", f"<div id='list'></div><!--{held}--><script>show()</script>")
    pages: dict[str, str | int] = {
        "1.html": report(title("财政局")),
        "2.html": report(title("民政局")),
    }
    walked = walk(site_of(column, pages))
    assert paths(walked) == {"1.html", "2.html"}
    assert len(walked.closed[NB].rows) == 2


def test_a_column_that_opens_with_its_newest_report_and_names_the_other_years_beside_it() -> None:
    years = "".join(f'<a href="/nb.do?year={year}">{year}年</a>' for year in (2025, 2024, 2023))
    wrapper = page("年报", f'{years}<p>附件：<a href="/f/2023.pdf">附件.pdf</a></p>')
    walked = walk(
        site_of(
            report(title("财政局"), years),
            {
                "nb.do?year=2024": report(title("财政局", 2024), years),
                "nb.do?year=2023": wrapper,
                "f/2023.pdf": "%PDF-1.4 report",
            },
        )
    )
    assert paths(walked) == {"zwgk/nb/", "nb.do?year=2024", "nb.do?year=2023", "f/2023.pdf"}
    file = next(document for document in walked.documents if document.url.endswith(".pdf"))
    assert file.parent_url == f"{HOME}nb.do?year=2023"


def test_files_under_bare_years_are_reports_of_their_own() -> None:
    column = page(
        "政府信息公开年报",
        '<p>当前位置：首页 &gt; 政府信息公开年报</p><ul><li><a href="/f/a.pdf">2025年</a></li>'
        '<li><a href="/f/b.pdf">2024年</a></li></ul>',
    )
    files: dict[str, str | int] = {"f/a.pdf": "%PDF-1.4 a", "f/b.pdf": "%PDF-1.4 b"}
    walked = walk(site_of(column, files))
    assert paths(walked) == {"f/a.pdf", "f/b.pdf"}
    assert not any(document.parent_url for document in walked.documents)
    assert {document.title[:4] for document in walked.documents} == {"2025", "2024"}


def test_agencies_under_headings_of_years_lead_to_their_reports() -> None:
    prose = "<p>全年政府信息公开工作有序开展。</p>" * 10  # a report before the form of 2014
    column = page(
        "政府信息公开年报",
        '<h3>2024年度</h3><ul><li><a href="/f/b.pdf">临河县民政局</a></li></ul>'
        '<h3>2012年度</h3><ul><li><a href="/12.html">临河县财政局</a></li></ul>',
    )
    old = page("临河县财政局2012年政府信息公开工作年度报告", prose)
    walked = walk(site_of(column, {"f/b.pdf": "%PDF-1.4 b", "12.html": old}))
    assert paths(walked) == {"f/b.pdf", "12.html"}
    assert {document.title for document in walked.documents} == {
        "临河县民政局 2024年度 年报",
        "临河县财政局",
    }


def test_a_table_of_agencies_and_years_leads_to_each_report() -> None:
    column = page(
        "政府信息公开年报",
        "<table><tr><th>单位</th><th>2023年</th><th>2024年</th></tr><tr><td>临河县民政局</td>"
        "<td><a href='/1.html'>√</a></td><td><a href='/2.html'>√</a></td></tr></table>",
    )
    reports: dict[str, str | int] = {"1.html": report("年报"), "2.html": report("年报")}
    assert paths(walk(site_of(column, reports))) == {"1.html", "2.html"}


def test_folders_of_kinds_are_no_reports() -> None:
    kinds = "".join(
        f'<li><a href="/{path}/">{name}</a></li>'
        for path, name in (("zf", "政府年报"), ("bm", "部门年报"), ("xz", "乡镇（街道）年报"))
    )
    rows = [
        (f"/bm/{n}.html", title(name), "2026-01-20") for n, name in ((1, "财政局"), (2, "民政局"))
    ]
    walked = walk(
        site_of(
            page("政府信息公开年报", f"<ul>{kinds}</ul>"),
            {
                "zf/": listing("政府年报", [("/zf/1.html", "临河县2025年政府信息公开年报", "")]),
                "bm/": listing("部门年报", rows),
                "zf/1.html": report("临河县人民政府2025年政府信息公开年报"),
                "bm/1.html": report(title("财政局")),
                "bm/2.html": report(title("民政局")),
            },
        )
    )
    assert paths(walked) == {"zf/1.html", "bm/1.html", "bm/2.html"}


def test_a_next_link_that_leads_nowhere_ends_the_list() -> None:
    turning = (
        "<script>function go(n){ location.href='index_'+n+'.html'; }</script>"
        "<a href='javascript:go(2)'>下一页</a>"
    )
    walked = walk(
        site_of(
            listing("政府信息公开年报", [("/1.html", title("财政局"), "2026-01-20")], turning),
            {"1.html": report(title("财政局"))},
        )
    )
    assert walked.closed[NB].complete


def test_a_full_page_whose_control_for_more_leads_nowhere_is_not_complete() -> None:
    rows = [(f"/{year}.html", title("财政局", year), "") for year in range(2014, 2026)]
    more = '<a href="javascript:loadRest(this)">下一页</a>'
    walked = walk(site_of(listing("政府信息公开年报", rows, more), {}))
    assert not walked.closed[NB].complete
    assert "leads nowhere" in walked.closed[NB].cause


class PostBack(PaperSite):
    """An ASP.NET list: each page is asked for by POST, and carries another ``__VIEWSTATE``."""

    def answer(self, fetch: Fetch) -> Answer:
        if fetch.url != NB:
            return super().answer(fetch)
        body = fetch.body.decode()
        number = int(body.partition("__EVENTARGUMENT=")[2].partition("&")[0] or 1)
        self.pages[NB] = postback_page(number)
        return super().answer(fetch)


PAGES = 4


def postback_page(number: int) -> str:
    fields = "".join(
        f'<input type="hidden" name="{name}" value="{value}">'
        for name, value in (
            ("__EVENTTARGET", ""),
            ("__EVENTARGUMENT", ""),
            ("__VIEWSTATE", f"dDwtMTk3{number}"),
        )
    )
    script = (
        "<script>var theForm = document.forms['form1'];function __doPostBack(target, argument) {"
        "theForm.__EVENTTARGET.value = target; theForm.__EVENTARGUMENT.value = argument;"
        "theForm.submit(); }</script>"
    )
    links = "".join(
        f"""<a href="javascript:__doPostBack('Pager1','{n}')">{n}</a>"""
        for n in range(1, PAGES + 1)
        if n != number
    )
    rows = [(f"/{number}{n}.html", title("财政局", 2000 + 5 * number + n), "") for n in range(3)]
    form = f'<form id="form1" method="post" action="">{fields}{script}{links}</form>'
    return listing("政府信息公开年报", rows, form)


def test_each_page_of_a_form_is_asked_for_once() -> None:
    site = PostBack({HOME: page("临河县", '<a href="/zwgk/nb/">政府信息公开年报</a>')})
    walked = walk(site)
    assert sum(fetch.url == NB for fetch in site.asked) == PAGES
    assert len(walked.closed[NB].rows) == 3 * PAGES
    assert walked.closed[NB].complete
