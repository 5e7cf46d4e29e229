"""The generic reader: which requests it makes of the pagers that agencies' sites use."""

from __future__ import annotations

import pytest

from crawler.spiders.listings.family import ListRequest
from tests.crawler.list_page import SITE, asked, read

PAGERS: dict[str, tuple[str, list[tuple[int, str]]]] = {
    "next link": ("<a href='index_1.html'>下一页</a>", [(2, "/zwgk/nb/index_1.html")]),
    "arrow in a pager": (
        "<b>1</b><a href='p2.html'>2</a><a href='p2.html'>&gt;</a>",
        [(2, "/zwgk/nb/p2.html")],
    ),
    "picture": (
        "<a href='list2.html'><img alt='下一页' src='n.gif'></a>",
        [(2, "/zwgk/nb/list2.html")],
    ),
    "rel next": ("<link rel='next' href='?page=2'>", [(2, "/zwgk/nb/index.html?page=2")]),
    "numbers with a gap": (
        (
            "<a href='index.html'>1</a><a href='index_2.html'>2</a><a href='index_3.html'>3</a>"
            "<i>...</i><a href='index_6.html'>6</a> 共6页"
        ),
        [(n, f"/zwgk/nb/index_{n}.html") for n in range(2, 7)],
    ),
    "numbers counted from zero": (
        (
            "<b>1</b><a href='index_1.html'>2</a><a href='index_2.html'>3</a>"
            "<a href='index_4.html'>尾页</a>第1/5页"
        ),
        [(n, f"/zwgk/nb/index_{n - 1}.html") for n in range(2, 6)],
    ),
    "numbers counted down": (
        (
            "<b>1</b><a href='nb/3.htm'>2</a><a href='nb/2.htm'>3</a><a href='nb/3.htm'>下页</a>"
            "<a href='nb/1.htm'>尾页</a>共4页"
        ),
        [(2, "/zwgk/nb/nb/3.htm"), (3, "/zwgk/nb/nb/2.htm"), (4, "/zwgk/nb/nb/1.htm")],
    ),
    "select": (
        (
            "<select onchange='location.href=this.value'><option value='index.html'>1</option>"
            "<option value='index_1.html'>2</option>"
            "<option value='index_2.html'>3</option></select>"
        ),
        [(2, "/zwgk/nb/index_1.html"), (3, "/zwgk/nb/index_2.html")],
    ),
    "select of numbers": (
        (
            "<script>function turn(n) { location.href = 'index_' + (n - 1) + '.html'; }</script>"
            "<select onchange='turn(this.value)'><option value='1'>1</option>"
            "<option value='2'>2</option><option value='3'>3</option></select>"
        ),
        [(2, "/zwgk/nb/index_1.html"), (3, "/zwgk/nb/index_2.html")],
    ),
    "handler with address": (
        "<a href='#' onclick=\"location.href='list_2.htm'\">下一页</a>",
        [(2, "/zwgk/nb/list_2.htm")],
    ),
    "function with concatenation": (
        (
            "<script>var pageName='index', ext='html'; function goPage(n){ if(n<=1){location.href="
            "pageName+'.'+ext;}else{location.href=pageName+'_'+(n-1)+'.'+ext;} }</script>"
            "<a href='javascript:goPage(2)'>下一页</a><a href='javascript:goPage(4)'>4</a>共4页"
        ),
        [(n, f"/zwgk/nb/index_{n - 1}.html") for n in range(2, 5)],
    ),
    "function with ternary and template": (
        (
            "<script>const turn = function (n) { window.location = n == 1 ? `index.html` :"
            " `index_${n}.html`; };</script>"
            "<a href='javascript:;' onclick='turn(2)'>下一页</a>共3页"
        ),
        [(2, "/zwgk/nb/index_2.html"), (3, "/zwgk/nb/index_3.html")],
    ),
    "query kept": (
        (
            "<a href='/list.jsp?cid=7&amp;cur_page=2'>下一页</a>"
            "<a href='/list.jsp?cid=7&amp;cur_page=9'>尾页</a> 页次：1/9"
        ),
        [(n, f"/list.jsp?cid=7&cur_page={n}") for n in range(2, 10)],
    ),
    "pager plugin with an object": (
        (
            "<script>laypage.render({elem:'p',count:25,limit:10,curr:1,jump:function(obj,first){"
            "if(!first){location.href='list.do?c=7&page='+obj.curr;}}});</script>"
        ),
        [(2, "/zwgk/nb/list.do?c=7&page=2"), (3, "/zwgk/nb/list.do?c=7&page=3")],
    ),
    "pager plugin with a number": (
        (
            "<script>$('#p').pagination({pageCount:3,callback:function(n){"
            "window.location='index_'+n+'.html';}});</script>"
        ),
        [(2, "/zwgk/nb/index_2.html"), (3, "/zwgk/nb/index_3.html")],
    ),
    "load more": (
        (
            "<script>var page=1; function more(){ page++; $.get('/more.do?page='+page,show) }"
            "</script><a href='javascript:more()'>加载更多</a>"
        ),
        [(2, "/more.do?page=2")],
    ),
    "load more by a data attribute": (
        "<button class='more' data-page='2' data-url='?page=2'>加载更多</button>",
        [(2, "/zwgk/nb/index.html?page=2")],
    ),
    "load more by a cursor": (
        "<a class='btn' href='?lastId=4711'>加载更多</a>",
        [(2, "/zwgk/nb/index.html?lastId=4711")],
    ),
    "part of a page put in place": (
        (
            "<script>function turn(n) { $('#list').load('/part_' + n + '.html #list'); }</script>"
            "<a href='javascript:;' onclick='turn(2)'>下一页</a>"
        ),
        [(2, "/part_2.html")],
    ),
    "arrow in a box named pagination": (
        (
            "<script>function list(p){ location.href = location.pathname + '?pageNum=' + p; }"
            "</script><div class='pagination'><button onclick='go()'>跳转</button>"
            "<a onclick='list(2)'>&gt;</a></div>"
        ),
        [(2, "/zwgk/nb/index.html?pageNum=2")],
    ),
    "a link without words in a data island": (
        (
            "<script type='text/xml'><store><next><![CDATA[<a href='/proxy.jsp?page=1&amp;c=7'></a>"
            "]]></next></store></script> 共25条"
        ),
        [(n, f"/proxy.jsp?page={n - 1}&c=7") for n in range(2, 5)],
    ),
    "form by get": (
        (
            "<form name='pageForm' action='/search.do'><input type='hidden' name='cid' value='7'>"
            "<input type='hidden' name='pageNo' id='pn' value='1'></form>"
            "<script>function jump(n){document.getElementById('pn').value=n;"
            "document.pageForm.submit();}</script>"
            "<a href='javascript:jump(2)'>下一页</a>"
        ),
        [(2, "/search.do?cid=7&pageNo=2")],
    ),
}


@pytest.mark.parametrize("kind", PAGERS)
def test_pager(kind: str) -> None:
    pager, expected = PAGERS[kind]
    found = read(pager)
    assert asked(found) == expected
    assert all(request.method == "GET" for request in found.next)
    assert found.complete is False
    assert len(found.rows) == 10


def test_a_script_without_a_count_of_pages_is_not_sure_that_there_is_a_next_one() -> None:
    script = "<script>function go(n){location.href='index_'+n+'.html'}</script>"
    turn = "<a href='javascript:go(2)'>下一页</a>"
    assert [request.certain for request in read(script + turn).next] == [False]
    assert [request.certain for request in read(f"{script}{turn}共2页").next] == [True]


def test_numbers_alone_end_with_the_last_of_them() -> None:
    script = "<script>function go(n){location.href='index_'+n+'.html'}</script>"
    numbers = "".join(f"<a href='javascript:go({n})'>{n}</a>" for n in (1, 2, 3))
    ask = ListRequest(f"{SITE}/zwgk/nb/index_3.html", number=3)
    assert read(script + numbers, ask.url, ask).next == ()


def test_form_by_post() -> None:
    found = read(
        "<form id='f' action='list.do' method='post'><input name='typeId' value='3'>"
        "<input name='currentPage' value='1'></form><script>function toPage(n){"
        "$('input[name=currentPage]').val(n); $('#f').submit();}</script>"
        "<a onclick='toPage(2)'>下一页</a>"
    )
    assert [(r.method, r.url, r.body) for r in found.next] == [
        ("POST", f"{SITE}/zwgk/nb/list.do", b"typeId=3&currentPage=2")
    ]


def test_last_page_has_no_next() -> None:
    ask = ListRequest(f"{SITE}/zwgk/nb/index_3.html", number=4)
    found = read("<a href='index.html'>1</a><a>4</a> 第4页/共4页", ask.url, ask)
    assert (found.next, found.complete, found.number) == ((), True, 4)


def test_a_next_link_to_the_page_itself_ends_the_list() -> None:
    assert read("<a href='index.html'>下一页</a>").next == ()


def test_a_whole_list_on_one_page_is_complete() -> None:
    assert read("共10条").complete is True
    assert read("").complete is True


def test_an_empty_pager_leaves_the_end_open() -> None:
    assert read("<div id='pagination'></div><script src='/js/pages.js'></script>").complete is None


def test_years_are_no_page_numbers() -> None:
    assert read("<a href='2023.html'>2023</a><a href='2024.html'>2024</a>").next == ()


def test_declared_pages_without_any_address_are_guessed() -> None:
    found = read("<span>共3页</span>")
    assert asked(found) == [(2, "/zwgk/nb/index_1.html"), (2, "/zwgk/nb/index_2.html")]
    assert not any(request.certain for request in found.next)
    ask = found.next[0]
    assert asked(read("<span>共3页</span>", ask.url, ask)) == [(3, "/zwgk/nb/index_2.html")]


def test_more_of_another_list_turns_no_page() -> None:
    assert asked(read("<a href='/zwgk/tzgg/'>查看更多</a>")) == []


def test_days_of_a_calendar_are_no_pages() -> None:
    days = "".join(f"<a href='/day?d=2026-01-{n:02}'>{n}</a>" for n in range(1, 32))
    assert (
        read(f"<div class='calendar'>{days}<a href='/day?d=2026-02-01'>&gt;</a></div>").next == ()
    )
