"""Rows of lists in the layouts that agencies' sites use, amid navigation, all given back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.spiders.pages.page import Page, parse_page

HOME = "http://www.example.gov.cn/zwgk/zfxxgknb/index.html"
Article = tuple[str, str, dt.date]

ARTICLES: list[Article] = [
    ("市教育局2025年政府信息公开工作年度报告", "/a/1.html", dt.date(2026, 1, 28)),
    ("市科技局2025年政府信息公开工作年度报告", "/a/2.html", dt.date(2026, 1, 27)),
    ("2025年市公安局政府信息公开年报", "/a/3.html", dt.date(2026, 1, 27)),
    ("市民政局政府信息公开工作2024年度报告", "/a/4.html", dt.date(2025, 1, 16)),
    ("青石镇人民政府2024年政府信息公开工作年度报告", "/a/5.html", dt.date(2025, 1, 9)),
]


def frame(content: str) -> str:
    """A page with the usual frame: menu, path, a list of latest news, friendly links, foot."""
    menu = "".join(
        f"<li><a href='/{n}/'>{t}</a></li>"
        for n, t in enumerate(["首页", "政务公开", "政务服务", "互动交流", "走进本市", "专题专栏"])
    )
    news = "".join(
        f"<li><a href='/news/{n}.html'>{t}</a><em>{d}</em></li>"
        for n, t, d in [(1, "我市召开经济工作会议", "02-11"), (2, "市领导检查节日市场", "02-10")]
    )
    friends = "".join(f"<a href='http://d{n}.gov.cn/'>省第{n}管理局门户网站</a>" for n in range(9))
    return (
        "<html><head><title>年报</title></head><body>"
        f"<div class='nav'><ul>{menu}</ul></div><div class='weizhi'>您现在的位置："
        "<a href='/'>首页</a> &gt; <a href='/zwgk/'>政务公开</a> &gt; 政府信息公开年报</div>"
        f"<div class='main'>{content}</div><div class='hot-news'><h3>最新</h3><ul>{news}</ul></div>"
        f"<div class='friendlink'>{friends}</div>"
        "<div class='footer'><a href='/about.html'>网站声明</a> 网站标识码：9100000001"
        "<a href='http://beian.example.cn/'>某公网安备 91000002000001号</a></div></body></html>"
    )


def listed(entry: Callable[[Article], str], before: str = "<ul>", after: str = "</ul>") -> str:
    return frame(before + "".join(entry(article) for article in ARTICLES) + after)


def cut(title: str) -> str:
    return title[:10] + "..."


LAYOUTS: dict[str, str] = {
    "list": listed(lambda a: f"<li><a href='{a[1]}'>{a[0]}</a><span>{a[2]}</span></li>"),
    "date in brackets": listed(lambda a: f"<li><a href='{a[1]}'>{a[0]}</a> [{a[2]}]</li>"),
    "date first": listed(
        lambda a: f"<li><span>{a[2]:%Y/%m/%d}</span><a href='{a[1]}'>{a[0]}</a></li>"
    ),
    "date inside the anchor": listed(
        lambda a: f"<li><a href='{a[1]}'><p>{a[0]}</p><i>{a[2]:%Y.%m.%d}</i></a></li>"
    ),
    "date at the end of the anchor": listed(
        lambda a: f"<li><a href='{a[1]}'>{a[0]} {a[2]}</a></li>"
    ),
    "day in large print": listed(
        lambda a: (
            f"<div class='i'><div><b>{a[2]:%d}</b><span>{a[2]:%Y-%m}</span></div>"
            f"<div><h4><a href='{a[1]}'>{a[0]}</a></h4><p>为做好政府信息公开……</p></div></div>"
        ),
        "<div>",
        "</div>",
    ),
    "cut with title attribute": listed(
        lambda a: f"<li><a title='{a[0]}' href='{a[1]}'>{cut(a[0])}</a><span>{a[2]}</span></li>"
    ),
    "cut with labelled title attribute": listed(
        lambda a: (
            f"<li><a title='标题：{a[0]}\n发布时间：{a[2]}' href='{a[1]}'>{cut(a[0])}</a>"
            f"<span>{a[2]}</span></li>"
        )
    ),
    "date attribute": listed(
        lambda a: f"<li><a href='{a[1]}'>{a[0]}</a><b readlabel='{a[2]}'></b></li>"
    ),
    "table": listed(
        lambda a: f"<tr><td>1</td><td><a href='{a[1]}'>{a[0]}</a></td><td>{a[2]}</td></tr>",
        "<table><tr><th>序号</th><th>名称</th><th>发布日期</th></tr>",
        "</table>",
    ),
    "table with downloads": listed(
        lambda a: (
            f"<tr><td><a href='{a[1]}'>{a[0]}</a></td><td>{a[2]}</td>"
            f"<td><a href='{a[1]}.doc'>下载Word</a> <a href='{a[1]}.pdf'>PDF</a></td></tr>"
        ),
        "<table>",
        "</table>",
    ),
    "a table for each row": listed(
        lambda a: (
            f"<table><tr><td>·</td><td><a href='{a[1]}'>{a[0]}</a></td>"
            f"<td>({a[2]})</td></tr></table>"
        ),
        "",
        "",
    ),
    "definition list": listed(
        lambda a: f"<dt><a href='{a[1]}'>{a[0]}</a></dt><dd>{a[2]}</dd>", "<dl>", "</dl>"
    ),
    "paragraphs": listed(
        lambda a: f"<p><a href='{a[1]}'>{a[0]}</a>　{a[2].year}年{a[2].month}月{a[2].day}日</p>",
        "",
        "",
    ),
    "line breaks": listed(lambda a: f"·<a href='{a[1]}'>{a[0]}</a> {a[2]}<br>", "<div>", "</div>"),
    "line breaks, date first": listed(
        lambda a: f"{a[2]} <a href='{a[1]}'>{a[0]}</a><br>", "<td>", "</td>"
    ),
    "department before the title": listed(
        lambda a: (
            f"<li><a href='/dept/9.html' class='c'>[市直]</a><a href='{a[1]}'>{a[0]}</a>"
            f"<span>{a[2]}</span></li>"
        )
    ),
    "several lists": frame(
        "".join(
            f"<h3>{a[2].year}</h3><ul class='l'>"
            f"<li><a href='{a[1]}'>{a[0]}</a><i>{a[2]}</i></li></ul>"
            for a in ARTICLES
        )
    ),
    "written by a script": frame(
        "<script>"
        + "".join(
            f"document.write('<li><a href=\"{a[1]}\">{a[0]}<\\/a><span>{a[2]}<\\/span><\\/li>');"
            for a in ARTICLES
        )
        + "</script>"
    ),
    "data island": frame(
        "<script type='text/xml'><datastore><recordset>"
        + "".join(
            f"<record><![CDATA[<li><a href='{a[1]}'>{a[0]}</a><b>{a[2]}</b></li>]]></record>"
            for a in ARTICLES
        )
        + "</recordset></datastore></script>"
    ),
    "textarea": frame(
        "<textarea style='display:none'>"
        + "".join(
            f"&lt;li&gt;&lt;a href='{a[1]}'&gt;{a[0]}&lt;/a&gt;{a[2]}&lt;/li&gt;" for a in ARTICLES
        )
        + "</textarea>"
    ),
    "JSON in a script": frame(
        "<script>var articles = "
        + json.dumps([{"title": a[0], "linkUrl": a[1], "pubDate": str(a[2])} for a in ARTICLES])
        + ";</script>"
    ),
    "JavaScript in a script, with names of the vendor's own": frame(
        "<script>var held = {rows: ["
        + ", ".join(f"{{t: '{a[0]}', u: '{a[1]}', d: '{a[2]}'}}" for a in ARTICLES)
        + "]};</script>"
    ),
    "JSON in an attribute": frame(
        "<div id='app' data-list='"
        + json.dumps([{"F_01": a[0], "F_02": a[1], "F_03": str(a[2])} for a in ARTICLES])
        + "'></div>"
    ),
    "handler": frame(
        "<script>function view(id, kind) { window.open('/a/' + id + '.' + kind); }</script><ul>"
        + "".join(
            f"<li><a href=\"javascript:view('{a[1][3]}', 'html')\">{a[0]}</a><i>{a[2]}</i></li>"
            for a in ARTICLES
        )
        + "</ul>"
    ),
    "window.open": listed(
        lambda a: (
            f"<li><a href='#' onclick=\"window.open('{a[1]}')\">{a[0]}</a><span>{a[2]}</span></li>"
        )
    ),
    "rows that open on a click": listed(
        lambda a: f"<tr onclick=\"location.href='{a[1]}'\"><td>{a[0]}</td><td>{a[2]}</td></tr>",
        "<table>",
        "</table>",
    ),
    "rows that open on a click, the date in two parts": listed(
        lambda a: (
            f"<div class='item' onclick=\"window.open('{a[1]}')\"><div><b>{a[2]:%m-%d}</b>"
            f"<i>{a[2]:%Y}</i></div><div title='{a[0]}'>{cut(a[0])}</div></div>"
        ),
        "<div>",
        "</div>",
    ),
    "clicks hung on a class": frame(
        "<script>$(document).on('click', '.card', function () { var path = $(this).data('key');"
        " window.location.href = '/' + path; });</script><div>"
        + "".join(
            f"<div class='card' data-key='{a[1][1:]}'><p>{a[2]:%d}<em>{a[2]:%Y-%m}</em></p>"
            f"<div>{a[0]}</div></div>"
            for a in ARTICLES
        )
        + "</div>"
    ),
    "title beside a label": listed(
        lambda a: (
            f"<tr><td>1</td><td>{a[0]}</td><td>{a[2]}</td><td><a href='{a[1]}'>查看</a></td></tr>"
        ),
        "<table><tr><th>序号</th><th>名称</th><th>日期</th><th>操作</th></tr>",
        "</table>",
    ),
    "title before a label in an item": listed(
        lambda a: f"<li>{a[0]} {a[2]} <a href='{a[1]}'>[下载]</a></li>"
    ),
    "data-href": listed(
        lambda a: f"<li><a data-href='{a[1]}' href='javascript:;'>{a[0]}</a><i>{a[2]}</i></li>"
    ),
}


def read(source: str) -> Page:
    return parse_page(source.encode(), HOME, "text/html; charset=utf-8")


def main_rows(page: Page) -> set[tuple[str, str, dt.date | None]]:
    return {(r.title, r.url, r.date) for r in page.rows if r.block == 0}


def expected(articles: list[Article]) -> set[tuple[str, str, dt.date | None]]:
    return {(title, f"http://www.example.gov.cn{path}", day) for title, path, day in articles}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_main_list_is_given_back(layout: str) -> None:
    assert main_rows(read(LAYOUTS[layout])) == expected(ARTICLES)


def test_rows_without_any_date() -> None:
    page = read(listed(lambda a: f"<li><a href='{a[1]}'>{a[0]}</a></li>"))
    assert {(r.title, r.date) for r in page.rows if r.block == 0} == {
        (a[0], None) for a in ARTICLES
    }


def test_a_day_without_year_stays_raw() -> None:
    page = read(listed(lambda a: f"<li><a href='{a[1]}'>{a[0]}</a><i>{a[2]:%m-%d}</i></li>"))
    assert [(r.date, r.raw_date) for r in page.rows if r.block == 0] == [
        (None, f"{a[2]:%m-%d}") for a in ARTICLES
    ]


def test_publisher_column() -> None:
    page = read(
        listed(
            lambda a: (
                f"<tr><td><a href='{a[1]}'>{a[0]}</a></td><td>{a[0][:4]}</td><td>{a[2]}</td></tr>"
            ),
            "<table><tr><td>标题</td><td>发布机构</td><td>日期</td></tr>",
            "</table>",
        )
    )
    assert [row.source for row in page.rows if row.block == 0] == [a[0][:4] for a in ARTICLES]


def test_years_in_a_matrix_belong_to_their_row() -> None:
    page = read(
        frame(
            "<table><tr><th>单位</th><th>2023年</th><th>2024年</th></tr>"
            "<tr><td>市教育局</td><td><a href='/1'>查看</a></td><td><a href='/2'>查看</a></td></tr>"
            "<tr><td>市科技局</td><td><a href='/3'>2023</a></td><td><a href='/4'>2024</a></td></tr>"
            "<tr><td>市民政局</td><td><a href='/5'>√</a></td><td><a href='/6'> ● </a></td></tr>"
            "</table>"
        )
    )
    assert [(row.title, row.url[-1]) for row in page.rows if row.block == 0] == [
        ("市教育局 2023年", "1"),
        ("市教育局 2024年", "2"),
        ("市科技局 2023", "3"),
        ("市科技局 2024", "4"),
        ("市民政局 2023年", "5"),
        ("市民政局 2024年", "6"),
    ]
    assert page.turns == ()


def test_years_in_a_line_belong_to_the_name_in_front_of_it() -> None:
    """As a page looks that was written in Word: numbered lines, the years behind a colon."""
    lines = "".join(
        f"<p><span>{n}．{name}：</span>"
        + "、".join(f"<a href='/{n}/{year}.htm'><b>{year}</b></a>" for year in (2025, 2024))
        + "</p>"
        for n, name in enumerate(["市教育局", "市公安局", "市民政局"], start=1)
    )
    found = {
        row.url.removeprefix("http://www.example.gov.cn"): row.title
        for row in parse_page(frame(f"<div>{lines}</div>").encode(), HOME).rows
    }
    assert found["/1/2025.htm"] == "市教育局 2025"
    assert found["/3/2024.htm"] == "市民政局 2024"


def test_epoch_in_json_is_read_in_china_time() -> None:
    # 1735660800000 is midnight of 1 January 2025 in China, still 2024 in Greenwich
    body = json.dumps({"list": [{"title": "年报", "url": "/a.html", "createTime": 1735660800000}]})
    page = parse_page(body.encode(), HOME, "application/json")
    assert [row.date for row in page.rows] == [dt.date(2025, 1, 1)]


TITLES = st.text(
    "市县区教育科技民政局镇街道办事处年度报告政府信息公开工作", min_size=6, max_size=40
)
DAYS = st.dates(dt.date(2009, 1, 1), dt.date(2026, 6, 30))
WRAPPERS = st.sampled_from(
    [
        ("<ul class='list'>", "<li>", "</li>", "</ul>"),
        ("<div class='con'>", "<div class='item'><div>", "</div></div>", "</div>"),
        ("<table><tbody>", "<tr><td>", "</td></tr>", "</tbody></table>"),
        ("<dl>", "<dd>", "</dd>", "</dl>"),
        ("<div>", "<p>", "</p>", "</div>"),
    ]
)
DATES = st.sampled_from(["{:%Y-%m-%d}", "[{:%Y-%m-%d}]", "{:%Y/%m/%d}", "({:%Y.%m.%d})"])
TAGS = st.sampled_from(["span", "i", "em", "b", "td", "time"])


@settings(max_examples=80, deadline=None)
@given(
    titles=st.lists(TITLES, min_size=2, max_size=12, unique=True),
    days=st.lists(DAYS, min_size=12, max_size=12),
    wrapper=WRAPPERS,
    form=DATES,
    tag=TAGS,
    first=st.booleans(),
)
def test_any_repeated_structure_is_given_back(
    titles: list[str],
    days: list[dt.date],
    wrapper: tuple[str, str, str, str],
    form: str,
    tag: str,
    first: bool,
) -> None:
    opening, before, after, closing = wrapper
    articles = [(t, f"/x/{n}.html", d) for n, (t, d) in enumerate(zip(titles, days, strict=False))]
    entries = []
    for title, path, day in articles:
        date = f"<{tag}>{form.format(day)}</{tag}>"
        anchor = f"<a href='{path}'>{title}</a>"
        entries.append(before + (date + anchor if first else anchor + date) + after)
    page = read(frame(opening + "".join(entries) + closing))
    assert main_rows(page) == expected(articles)
