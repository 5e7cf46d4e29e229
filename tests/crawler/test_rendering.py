"""Column pages that only a browser can show: which are asked for as it draws them."""

from __future__ import annotations

import pytest

from crawler.spiders.columns import RememberedColumn
from crawler.spiders.frontier import Fetch, Frontier, Purpose
from crawler.spiders.hosts import HostRules, request_key
from crawler.spiders.walk import SiteTask, SiteWalk
from tests.crawler.paper_site import PaperSite, Walked, listing, page, report, walk_over

HOST = "www.linhe.gov.cn"
HOME = f"http://{HOST}/"
NB = f"{HOME}zwgk/nb/"
YEARS = (2025, 2024, 2023)
ROWS = [
    (f"{NB}{year}.html", f"临河县财政局{year}年政府信息公开工作年度报告", f"{year + 1}-01-20")
    for year in YEARS
]
MENU = '<ul><li><a href="/">首页</a></li><li><a href="/zwgk/nb/">政府信息公开年报</a></li></ul>'
EMPTY = page("政府信息公开年报", MENU + '<ul id="l"></ul><script src="/js/z.js"></script>')


def site(column: str, drawn: str = "") -> dict[str, str | int]:
    pages: dict[str, str | int] = {
        HOME: page("临河县人民政府", '<a href="/zwgk/nb/">政府信息公开年报</a>'),
        NB: column,
    }
    if drawn:
        pages[f"{NB}#drawn"] = drawn
    return pages | {url: report(title) for url, title, _ in ROWS}


def walk(
    paper: PaperSite, *, renders: bool = True, columns: tuple[RememberedColumn, ...] = ()
) -> Walked:
    task = SiteTask(1, HOST, HOME, columns, budget=100, renders=renders)
    return walk_over(SiteWalk(task, HostRules([HOST])), paper)


def asked_drawn(paper: PaperSite) -> list[str]:
    return [fetch.url for fetch in paper.asked if fetch.render]


def test_a_page_as_served_and_as_drawn_are_two() -> None:
    frontier = Frontier()
    plain = Fetch(NB, Purpose.COLUMN, 90)
    frontier.push(plain)
    assert frontier.pop() == plain
    assert frontier.push(Fetch(NB, Purpose.COLUMN, 90, render=True))


def test_a_column_without_rows_but_with_scripts_is_asked_for_drawn_once() -> None:
    paper = PaperSite(site(EMPTY, listing("政府信息公开年报", ROWS)), etags=True)
    walked = walk(paper)
    assert asked_drawn(paper) == [NB]
    assert walked.document_urls == {url for url, _, _ in ROWS}
    column = walked.closed[NB]
    assert column.complete
    assert len(column.captures) == 2
    assert column.etag == ""  # the page as served stays the same when a script lists a new report


def test_off_means_off() -> None:
    paper = PaperSite(site(EMPTY, listing("政府信息公开年报", ROWS)))
    walk(paper, renders=False)
    assert asked_drawn(paper) == []


@pytest.mark.parametrize(
    "column",
    [
        listing("政府信息公开年报", ROWS, "<script>var a=1</script>"),
        page("政府信息公开年报", MENU + "<p>暂无内容</p>"),
        page("政府信息公开年报", '<a href="2025/">2025年</a><script src="/js/z.js"></script>'),
        report("临河县财政局2025年政府信息公开工作年度报告", "<script>var a=1</script>"),
        page("年报", '<iframe src="/list.html"></iframe><script>var a=1</script>'),
    ],
    ids=["rows", "no scripts", "folders", "a report itself", "frames"],
)
def test_a_page_that_can_be_read_or_leads_on_is_not_drawn(column: str) -> None:
    paper = PaperSite(site(column))
    walk(paper)
    assert asked_drawn(paper) == []


def test_a_drawn_page_that_does_not_come_leaves_the_column_incomplete() -> None:
    paper = PaperSite(site(EMPTY) | {f"{NB}#drawn": 0})
    column = walk(paper).closed[NB]
    assert asked_drawn(paper) == [NB]
    assert not column.complete
    assert "no connection" in column.cause


def test_a_remembered_column_is_drawn_again_whatever_its_menu_offers() -> None:
    menu = MENU + '<a href="http://www.linhe.gov.cn/czj/">财政局</a><script src="/z.js"></script>'
    paper = PaperSite(site(page("政府信息公开年报", menu), listing("政府信息公开年报", ROWS)))
    rows = frozenset(request_key(url) for url, _, _ in ROWS[1:])
    known = RememberedColumn(NB, "政府信息公开年报", (), "generic", rows, 2, None, True)
    assert ROWS[0][0] in walk(paper, columns=(known,)).document_urls
    assert asked_drawn(paper) == [NB]
