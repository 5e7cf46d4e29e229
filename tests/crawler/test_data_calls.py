"""The generic reader: lists that a script fetches, as records, ids and trees."""

from __future__ import annotations

import json

import pytest

from crawler.spiders.listings import GENERIC
from crawler.spiders.pages.page import parse_page
from tests.crawler.list_page import LIST, SITE, asked, read

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
