"""Each listing family on a page of its kind: who recognises it, and what it asks for next."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest

from crawler.spiders.listings import FAMILIES, GENERIC, identify_listing, listing_named
from crawler.spiders.listings.family import ListPage
from crawler.spiders.pages.page import Page, parse_page

SITE = "http://www.example.gov.cn"


def rows(count: int, first: int = 1, stem: str = "/a/") -> str:
    return "".join(
        f"<li><a href='{stem}{n}.html'>第{n}局2025年政府信息公开工作年度报告</a>"
        "<i>2026-01-20</i></li>"
        for n in range(first, first + count)
    )


def page(path: str, source: str, kind: str = "text/html") -> Page:
    return parse_page(source.encode(), f"{SITE}{path}", kind)


def read(found: Page) -> tuple[str, ListPage]:
    listing = identify_listing(found)
    return listing.name, listing.read(found)


def urls(listed: ListPage) -> list[str]:
    return [request.url.removeprefix(SITE) for request in listed.next]


TRS = (
    f"<ul>{rows(15)}</ul><div class='page'>"
    "<script>createPageHTML(4, 0, 'index', 'htm');</script></div>"
)
HYCLOUD_PAGES = (
    f"<ul>{rows(15)}</ul><div id='page_div'></div>"
    "<script>createPageHTML('page_div',4,1,'zwgklist','shtml',52);</script>"
)
VSB = (
    f"<ul>{rows(15)}</ul><span class='p_pages'><span class='p_no_d'>1</span><span class='p_no'>"
    "<a href='nb/3.htm'>2</a></span><span class='p_next'><a href='nb/3.htm'>下页</a></span>"
    "<span class='p_last'><a href='nb/1.htm'>尾页</a></span></span>"
)
EPORTAL = (
    f"<ul>{rows(15)}</ul><input type='hidden' name='moduleId' value='3f'>"
    "<a href='javascript:next(2)'>下一页</a><a href='javascript:next(4)'>尾页</a>"
    "<script>var url='x?moduleId=4bd3ba6ee21e4b6e9b1d';</script>"
)
JEECMS = f"<ul>{rows(15)}</ul><div>共52条记录 1/4页</div>"
JPAGE = (
    "<div id='77'><script type='text/xml'><datastore><nextgroup><![CDATA[<a href=\"/module/web/"
    "jpage/dataproxy.jsp?page=1&appid=1&webid=5&path=/&columnid=123&unitid=77&webname=x\"></a>]]>"
    "</nextgroup><recordset>"
    + "".join(f"<record><![CDATA[{rows(1, n)}]]></record>" for n in range(1, 46))
    + "</recordset></datastore></script></div><script>$('#77').jpage({perPage:15,groupSize:3,"
    "totalRecord:100,proxyUrl:'/module/web/jpage/dataproxy.jsp'});</script>"
)  # fmt: skip


def test_trs() -> None:
    name, listed = read(page("/zwgk/nb/", TRS))
    assert (name, listed.pages, listed.number) == ("trs", 4, 1)
    assert urls(listed) == [f"/zwgk/nb/index_{n}.htm" for n in (1, 2, 3)]


def test_trs_in_the_middle_of_a_list() -> None:
    name, listed = read(page("/zwgk/nb/index_2.htm", TRS.replace("(4, 0", "(4, 2")))
    assert (name, listed.number) == ("trs", 3)
    assert urls(listed) == ["/zwgk/nb/index_3.htm"]


def test_trs_with_variables() -> None:
    source = TRS.replace("createPageHTML(4, 0,", "var countPage = 4; createPageHTML(countPage, 0,")
    assert len(read(page("/zwgk/nb/", source))[1].next) == 3


def test_trs_hycloud_pages_count_from_one() -> None:
    name, listed = read(page("/zwgk/nb/zwgklist.shtml", HYCLOUD_PAGES))
    assert (name, listed.total) == ("trs", 52)
    assert urls(listed) == [f"/zwgk/nb/zwgklist_{n}.shtml" for n in (2, 3, 4)]


def test_vsb_counts_down() -> None:
    name, listed = read(page("/xxgk/nb.htm", VSB))
    assert (name, listed.pages) == ("vsb", 4)
    assert urls(listed) == ["/xxgk/nb/3.htm", "/xxgk/nb/2.htm", "/xxgk/nb/1.htm"]


def test_eportal() -> None:
    name, listed = read(page("/eportal/ui?pageId=55", EPORTAL))
    assert name == "eportal"
    assert [parse_qs(url.partition("?")[2])["currentPage"] for url in urls(listed)] == [
        ["2"],
        ["3"],
        ["4"],
    ]


def test_jeecms() -> None:
    name, listed = read(page("/zwgk/nb/index.jhtml", JEECMS))
    assert name == "jeecms"
    assert urls(listed) == [f"/zwgk/nb/index_{n}.jhtml" for n in (2, 3, 4)]


def test_jpage_asks_in_the_groups_of_the_site() -> None:
    name, listed = read(page("/col/col123/index.html", JPAGE))
    assert (name, listed.total, len(listed.rows)) == ("jpage", 100, 45)
    assert urls(listed) == [
        "/module/web/jpage/dataproxy.jsp?startrecord=46&endrecord=90&perpage=15",
        "/module/web/jpage/dataproxy.jsp?startrecord=91&endrecord=100&perpage=15",
    ]
    form = parse_qs(listed.next[0].body.decode())
    assert (form["columnid"], form["unitid"], form["webid"]) == (["123"], ["77"], ["5"])


def test_jpage_answer() -> None:
    source = "<datastore><totalrecord>100</totalrecord><recordset>" + "".join(
        f"<record><![CDATA[{rows(1, n)}]]></record>" for n in range(46, 91)
    )
    found = page("/module/web/jpage/dataproxy.jsp", f"{source}</recordset></datastore>", "text/xml")
    name, listed = read(found)
    assert (name, len(listed.rows), listed.total, listed.next) == ("jpage", 45, 100, ())


def test_jpaas() -> None:
    query = (
        "{'parseType':'buildstatic','webId':'8d','pageType':'column','pageId':'9e','tagId':'列表'}"
    )
    found = page(
        "/col/180_66/index.html",
        f'<script url="/api-gateway/jpaas/front/page/build/unit" querydata="{query}"></script>',
    )
    name, listed = read(found)
    assert name == "jpaas"
    assert "webId=8d" in listed.next[0].url
    answer = {"success": True, "data": {"html": f"<ul>{rows(15)}</ul>", "rows": 15, "count": 40}}
    unit = parse_page(json.dumps(answer).encode(), listed.next[0].url, "application/json")
    second = identify_listing(unit).read(unit, listed.next[0])
    assert (len(second.rows), second.total, second.pages) == (15, 40, 3)
    asked = [parse_qs(request.url.partition("?")[2])["paramJson"][0] for request in second.next]
    assert [json.loads(text) for text in asked] == [
        {"pageNo": 2, "pageSize": "15"},
        {"pageNo": 3, "pageSize": "15"},
    ]


def test_jpaas_counts_in_the_pager_of_its_markup() -> None:
    held = "<ul><li><a href='/art/1.html'>临河县财政局2025年政府信息公开年报</a></li></ul>"
    body = json.dumps({"data": {"html": f'{held}<div count="40" rows="15"></div>'}})
    answer = page("/api-gateway/front/page/build/unit?pageId=1", body, "application/json")
    _, listed = read(answer)
    assert (listed.total, len(listed.next)) == (40, 2)


def test_annual_page_is_its_own_row() -> None:
    url = "/module/xxgk/xxgkAnnualReport.jsp?area=11320000&fbtime=2025"
    name, listed = read(
        page(
            url,
            "<title>2025年年报</title><select><option value='2025'>2025年</option>"
            "<option value='2024'>2024年</option></select><p>一、总体情况</p>",
        )
    )
    assert name == "annual_page"
    assert [row.url for row in listed.rows] == [SITE + url]
    assert [link.url for link in listed.children] == [SITE + url.replace("2025", "2024")]


def test_gkmlpt() -> None:
    tree = [
        {"id": 100, "name": "政府信息公开", "children": [{"id": 133, "name": "政府信息公开年报"}]}
    ]
    source = f"<script>window._CONFIG = {{ SID: '755', TREE: {json.dumps(tree)} }};</script>"
    name, listed = read(page("/gkmlpt/index", source))
    assert name == "gkmlpt"
    assert urls(listed) == ["/gkmlpt/api/all/133?page=1&sid=755"]
    assert listed.next[0].label == "政府信息公开年报"
    articles = [
        {"id": n, "title": f"第{n}局年报", "url": f"{SITE}/gkmlpt/content/0/1/post_{n}.html",
         "create_time": 1737331200, "publisher": "市教育局"}
        for n in range(100)
    ]  # fmt: skip
    body = json.dumps({"total": 230, "articles": articles})
    answer = page("/gkmlpt/api/all/133?page=1&sid=755", body, "application/json")
    first = identify_listing(answer).read(answer, listed.next[0])
    assert (len(first.rows), first.total, first.rows[0].source) == (100, 230, "市教育局")
    assert urls(first) == [f"/gkmlpt/api/all/133?page={n}&sid=755" for n in (2, 3)]


def test_gkmlpt_folders_of_the_annual_node_belong_to_it() -> None:
    tree = [
        {"id": 133, "name": "政府信息公开年报", "children": [{"id": 140, "name": "市教育局"}]},
        {"id": 150, "name": "政策文件", "children": [{"id": 151, "name": "2024年"}]},
    ]
    source = f'<script>window._CONFIG = {{"SID": "755", "TREE": {json.dumps(tree)}}};</script>'
    answer = page("/gkmlpt/index", source)
    assert not answer.challenge
    _, listed = read(answer)
    assert [(call.label, call.above) for call in listed.next] == [
        ("政府信息公开年报", ()),
        ("市教育局", ("政府信息公开年报",)),
    ]


def test_hycloud_channel() -> None:
    source = (
        "<script>$.ajax({url:'/getFileListByCodeId',type:'post',data:{channelId:'29a88b67e4',"
        "page:cur,size:20,relateSubChannels:false}});</script>"
    )
    name, listed = read(page("/c10/list.shtml", source))
    assert name == "hycloud"
    assert (listed.next[0].method, listed.next[0].body) == (
        "POST",
        b"channelId=29a88b67e4&page=1&size=20",
    )
    results = [
        {"titleHtml": f"<b>第{n}</b>局年报", "publishedTimeStr": "2026-01-12 10:00:00",
         "redirectUrl": f"/c10/202601/{n}.shtml"}
        for n in range(20)
    ]  # fmt: skip
    body = json.dumps({"results": {"data": {"total": 45, "results": results}}})
    answer = page("/getFileListByCodeId", body, "application/json")
    first = identify_listing(answer).read(answer, listed.next[0])
    assert (len(first.rows), first.rows[0].title) == (20, "第0局年报")
    assert [request.body for request in first.next] == [
        b"channelId=29a88b67e4&page=2&size=20",
        b"channelId=29a88b67e4&page=3&size=20",
    ]


@pytest.mark.parametrize(
    ("path", "source", "first"),
    [
        ("/zwgk/nb/index.htm", TRS.replace("<div", "共4页<div"), "/zwgk/nb/index_1.htm"),
        ("/xxgk/nb.htm", VSB, "/xxgk/nb/3.htm"),
        ("/zwgk/nb/index.jhtml", JEECMS, "/zwgk/nb/index_2.jhtml"),
    ],
)
def test_generic_reads_what_a_family_reads(path: str, source: str, first: str) -> None:
    found = page(path, source)
    listed = GENERIC.read(found)
    assert len(listed.rows) == 15
    assert first in urls(listed)


def test_families_are_found_again_by_name() -> None:
    assert [listing_named(family.name) for family in FAMILIES] == list(FAMILIES)
    assert listing_named("a system of the past") is GENERIC
