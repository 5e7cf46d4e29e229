"""The generic reader: which requests it makes of the pagers that agencies' sites use."""

from __future__ import annotations

import json

import pytest

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


DATA_CALLS = {
    "ajax": (
        (
            "$(function(){load(1)}); function load(p){$.ajax({type:'post',url:'/api/list.do',"
            "data:{channelId:'42',pageNo:p,pageSize:10},success:function(r){show(r)}})}"
        ),
        "POST",
        "/api/list.do",
        b"channelId=42&pageNo=1&pageSize=10",
    ),
    "post": (
        "var cid='42'; $.post('/api/list.do', {channelId: cid, page: 1}, function(d){});",
        "POST",
        "/api/list.do",
        b"channelId=42&page=1",
    ),
    "getJSON": (
        "$.getJSON('/api/list.json?channelId=42&pageIndex=1', function(d){});",
        "GET",
        "/api/list.json?channelId=42&pageIndex=1",
        b"",
    ),
    "fetch": (
        "const page=1; fetch(`/api/articles?c=42&page=${page}`).then(r => r.json());",
        "GET",
        "/api/articles?c=42&page=1",
        b"",
    ),
    "request": (
        "var x=new XMLHttpRequest(); x.open('GET','/api/a?c=42&p='+1,true); x.send();",
        "GET",
        "/api/a?c=42&p=1",
        b"",
    ),
    "JSON body": (
        (
            "$.ajax({url:'/api/a',type:'POST',contentType:'application/json',"
            "data:JSON.stringify({c:'42',pageNum:1})});"
        ),
        "POST",
        "/api/a",
        b'{"c": "42", "pageNum": 1}',
    ),
}


@pytest.mark.parametrize("kind", DATA_CALLS)
def test_data_call_of_an_empty_list(kind: str) -> None:
    script, method, url, body = DATA_CALLS[kind]
    found = read(f"<script>{script}</script>", rows="<div id='list'></div>")
    assert [(r.method, r.url.removeprefix(SITE), r.body, r.number) for r in found.next] == [
        (method, url, body, 1)
    ]
    answer = {"data": {"total": 25, "list": [
        {"title": f"第{n}份政府信息公开年报", "url": f"/a/{n}.html", "publishDate": "2026-01-12"}
        for n in range(10)
    ]}}  # fmt: skip
    page = parse_page(json.dumps(answer).encode(), found.next[0].url, "application/json")
    listed = GENERIC.read(page, found.next[0])
    assert len(listed.rows) == 10
    assert listed.total == 25
    assert [request.number for request in listed.next] == [2, 3]
    assert b"2" in listed.next[0].body or "2" in listed.next[0].url.rpartition("=")[2]


def test_pages_in_files_of_data_that_a_button_counts_on() -> None:
    script = (
        "var totalPage = 3, curPage = 1; function show(n) { $.get('data_' + n + '.xml', draw); }"
        "show(1); function next() { if (curPage < totalPage) { curPage++; show(curPage); } }"
    )
    pager = f"<script>{script}</script><a href='javascript:next()'>下一页</a>"
    folder = "/zwgk/nb/data_"
    assert asked(read(pager, rows="<div id='list'></div>")) == [
        (n, f"{folder}{n}.xml") for n in (1, 2, 3)
    ]
    assert asked(read(pager)) == [(n, f"{folder}{n}.xml") for n in (2, 3)]


def test_several_pages_held_at_once_are_one() -> None:
    found = read("<script>show({totalRecord: 10, perPage: 5});</script>")
    assert (found.pages, found.next, found.complete) == (1, (), True)


def test_nodes_of_an_application_are_asked_for_at_its_interface() -> None:
    tree = [
        {"id": 3, "name": "政策", "children": []},
        {"id": 4, "name": "政府信息公开年报", "children": [{"id": 5, "name": "市教育局"}]},
    ]
    script = f"var settings = {{ siteId: '21', api: '/open/list/', tree: {json.dumps(tree)} }};"
    found = read(f"<script>{script}</script>", rows="<div id='app'></div>")
    assert [(r.label, r.above, r.url.removeprefix(SITE)) for r in found.next] == [
        ("政府信息公开年报", (), "/open/list/4?page=1&siteid=21"),
        ("市教育局", ("政府信息公开年报",), "/open/list/5?page=1&siteid=21"),
    ]


def test_year_folders_are_children() -> None:
    found = read(
        "", rows="<ul><li><a href='2024/'>2024年</a></li><li><a href='2025/'>2025年</a></li></ul>"
    )
    assert [link.url for link in found.children] == [
        f"{SITE}/zwgk/nb/2024/",
        f"{SITE}/zwgk/nb/2025/",
    ]


ITEMS = {
    "concatenation": "h += '<a href=\"/show?id=' + item.docId + '&amp;from=list\">' + item.title;",
    "template literal": 'h += `<a href="/show?id=${item.docId}&amp;from=list">${item.title}</a>`;',
    "template engine": "</script><script type='a/b'><a href='/show?id={{d.docId}}&from=list'>",
    "function": (
        "function go(id) { location.href = '/show?id=' + id + '&from=list'; }"
        "h += '<li onclick=\"go(\\'' + row.docId + '\\')\">' + row.title;"
    ),
}


@pytest.mark.parametrize("kind", ITEMS)
def test_a_call_that_answers_ids_is_read_by_what_the_page_does_with_them(kind: str) -> None:
    call = "$.post('/api/page', {catalog: '42', current: 1, size: 10}, function (r) { draw(r) });"
    found = read(f"<script>{call}{ITEMS[kind]}</script>", rows="<div id='list'></div>")
    (ask,) = found.next
    records = [
        {"docId": n, "title": f"{n}局2024年政府信息公开工作年度报告", "releaseTime": "2025-01-12"}
        for n in range(10)
    ]
    answer = json.dumps({"data": {"records": records, "total": 25, "size": 10, "current": 1}})
    listed = GENERIC.read(parse_page(answer.encode(), ask.url, "application/json"), ask)
    shown = [row.url.removeprefix(SITE) for row in listed.rows]
    assert shown == [f"/show?id={n}&from=list" for n in range(10)]
    assert [b"current=2" in listed.next[0].body, b"current=3" in listed.next[1].body] == [True] * 2


def test_a_list_in_one_file_whose_records_have_their_address_in_two_parts() -> None:
    script = (
        "fetch('./list.json?v=' + new Date().getTime()).then(function (d) { d.forEach(function (it)"
        " { s += '<a href=\"' + it.dir + it.file + '\">' + it.subject + '</a>'; }) });"
    )
    folders = "".join(f"<li><a href='../{n}/'>{n}年报</a></li>" for n in ("政府", "部门"))
    (ask,) = read(f"<script>{script}</script>", rows=f"<ul>{folders}</ul>").next
    assert ask.url == f"{SITE}/zwgk/nb/list.json?v=1"
    records = [
        {"subject": f"{n}局2024年政府信息公开工作年度报告", "dir": "/zwgk/", "file": f"{n}.htm"}
        for n in range(10)
    ]
    answer = json.dumps({"years": [{"year": "2024", "items": records}]})
    listed = GENERIC.read(parse_page(answer.encode(), ask.url, "application/json"), ask)
    assert [row.url.removeprefix(SITE) for row in listed.rows] == [
        f"/zwgk/{n}.htm" for n in range(10)
    ]


def test_a_tree_of_ids_leads_where_its_click_does() -> None:
    page = parse_page(
        "<script>var nodes = [{ id: 7, pId: 0, name: '政府信息公开年报' }, { id: 8, pId: 7, name:"
        " '2025年' }]; function open(e, tree, node) { frame.src = '/gk/list?channel=' + node.id; }"
        "</script>".encode(),
        LIST,
        "text/html",
    )
    assert [(link.text, link.url.removeprefix(SITE)) for link in page.links] == [
        ("政府信息公开年报", "/gk/list?channel=7"),
        ("2025年", "/gk/list?channel=8"),
    ]
