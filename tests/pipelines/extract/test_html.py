from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract.dates import day_in_address, days_in
from pipelines.extract.html import extract_html
from pipelines.items import Extracted
from storage.errors import DocumentDamaged, DocumentTooLarge, NotADocument

URL = "http://www.qinghe.gov.cn/zwgk/202501/t20250120_88.html"
TITLE = "清河县民政局2024年政府信息公开工作年度报告"
PROSE = "2024年，清河县民政局认真贯彻条例，持续做好主动公开、依申请公开和平台建设工作。" * 6


def read(body: str, head: str = "", url: str = URL) -> Extracted:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return extract_html(page.encode(), url)


def texts(extracted: Extracted) -> list[str]:
    return [paragraph.text for paragraph in extracted.paragraphs]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (f'<META Content="{TITLE}" NAME="ArticleTitle">', "<h1>清河县人民政府</h1>"),
        ("<title>清河县民政局</title>", f"<h1>清河县民政局<br>{TITLE[6:]}</h1>"),
        (f"<title>{TITLE}_清河县人民政府</title>", ""),
        (f"<title>清河县人民政府 - 年报 - {TITLE}</title>", "<h2>政府信息公开</h2>"),
        ("<title>清河县</title>", f'<div class="art-title">{TITLE}</div>'),
        (f"<title>{TITLE[:18]}…</title>", f'<p id="title">{TITLE}</p>'),
    ],
)
def test_title(head: str, body: str) -> None:
    assert read(f"{body}<p>{PROSE}</p>", head).title.replace(" ", "") == TITLE


@pytest.mark.parametrize(
    ("head", "byline", "url", "day"),
    [
        ('<meta name="PubDate" content="2018-06-01">', "发布时间：2025-01-20 来源：本局", URL, 20),
        ('<meta content="2025-01-21 09:00" name="pubdate">', "", URL, 21),
        ('<meta name="PubDate" content="2018-06-01 00:00">', "", URL, 20),
        ("", "2025年1月22日　清河县民政局　点击数：[8]", URL, 22),
        ("", "日期：2025/1/23 【字体：大 中 小】", "http://a.gov.cn/1.htm", 23),
        ("", "", "http://a.gov.cn/art/2025/1/24/art_1_2.html", 24),
    ],
)
def test_day_of_publication(head: str, byline: str, url: str, day: int) -> None:
    page = read(f"<h1>{TITLE}</h1><div>{byline}</div><p>{PROSE}</p>", head, url)
    assert page.published_on == dt.date(2025, 1, day)


@pytest.mark.parametrize(
    "line",
    [
        "（2023年1月1日—2023年12月31日）",
        "2023年1月1日至12月31日",
        "2023-01-01 至 2023-12-31",
        "本报告所列数据的统计期限自2023年1月1日起至12月31日止。",
        "根据《条例》编制，数据截至2023年12月31日。",
    ],
)
def test_the_period_under_the_title_is_no_day_of_publication(line: str) -> None:
    title = "清河县民政局2023年政府信息公开工作年度报告"
    page = f"<h1>{title}</h1><p>{line}</p><p>一、总体情况</p>"
    assert extract_html(page.encode(), "http://a.example/1.html").published_on is None
    dated = f'<meta name="PubDate" content="2024-01-09 11:03">{page}'
    found = extract_html(dated.encode(), "http://a.example/1.html")
    assert found.published_on == dt.date(2024, 1, 9)


def test_facts_of_the_head() -> None:
    cells = "<td>索 引 号：</td><td>114/2025-1</td><td>发布机构</td><td>民政局</td>"
    card = f"<table><tr>{cells}</tr></table>"
    line = "<p>信息来源：办公室 发布日期：2025-01-20 浏览次数：9</p>"
    fields = read(f"{card}<h1>{TITLE}</h1>{line}<p>{PROSE}</p>").fields
    assert fields["索引号"] == "114/2025-1"
    assert fields["发布机构"] == "民政局"
    assert fields["信息来源"] == "办公室"
    assert fields["发布日期"] == "2025-01-20"


def test_breadcrumb() -> None:
    crumbs = '<div>当前位置：<a href="/">首页</a> &gt; <a href="/z">政务公开</a> &gt; 年报</div>'
    assert read(f"{crumbs}<p>{PROSE}</p>").breadcrumb == ("首页", "政务公开", "年报")


def test_menus_related_lists_and_scripts_stay_out() -> None:
    menu = "<ul>" + "".join(f'<li><a href="/{n}">栏目{n}</a></li>' for n in range(9)) + "</ul>"
    page = read(
        f"{menu}<div class=content><p>{PROSE}</p></div><script>var a='无关'</script>"
        f"<div class=related>{menu}</div><div class=footer>主办：清河县人民政府</div>"
    )
    assert texts(page) == [PROSE]


def test_files_viewers_and_pictures_are_absolute() -> None:
    page = read(
        f'<div><p>{PROSE}</p><a href="files/a.pdf">附件：年报.pdf</a>'
        '<a href="/module/download/downfile.jsp?filename=b.docx">下载Word</a>'
        '<iframe src="/pdfjs/viewer.html?file=/u/c.pdf"></iframe><img src="t1.png"></div>'
        '<script>show("/js/d.ofd")</script>',
        '<base href="http://img.gov.cn/x/">',
    )
    assert [file.url for file in page.attachments] == [
        "http://img.gov.cn/x/files/a.pdf",
        "http://img.gov.cn/module/download/downfile.jsp?filename=b.docx",
        "http://img.gov.cn/u/c.pdf",
        "http://img.gov.cn/js/d.ofd",
    ]
    assert page.pictures == ("http://img.gov.cn/x/t1.png",)


def test_word_markup_is_read_through() -> None:
    page = read(
        '<?xml:namespace prefix = o ns = "urn:schemas-microsoft-com:office:office" />'
        "<!--[if gte mso 9]><p>垃圾</p><![endif]--><p class=MsoNormal><span>本年新收</span>"
        "<o:p>&nbsp;</o:p><span lang=EN-US>3</span>件</p>"
    )
    assert texts(page) == ["本年新收\xa03件"]


def test_what_follows_the_end_of_the_page_is_read() -> None:
    page = extract_html(f"<html><body><p>甲</p></body></html><p>{PROSE}</p>".encode(), URL)
    assert texts(page) == ["甲", PROSE]


def test_layout_tables_are_walked_through() -> None:
    inner = "<table><tr><td>规章</td><td>1</td></tr><tr><td>文件</td><td>2</td></tr></table>"
    page = read(f"<table><tr><td>左栏</td><td><p>{PROSE}</p>{inner}</td></tr></table>")
    assert len(page.grids) == 1
    assert [cell.text for cell in page.grids[0]] == ["规章", "1", "文件", "2"]
    assert PROSE in texts(page)


def test_prose_in_a_box_is_prose() -> None:
    page = read(f"<table border=1><tr><td><p>一、总体情况</p><p>{PROSE}</p></td></tr></table>")
    assert not page.grids
    assert texts(page) == ["一、总体情况", PROSE]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", DocumentDamaged),
        (b" \n ", DocumentDamaged),
        (b"%PDF-1.7\n1 0 obj<<>>", NotADocument),
        (b"<table><tr><td>" * 1_300_000, DocumentTooLarge),
        (b"<table>" + b"<tr><td rowspan=9999 colspan=1000>1</td></tr>" * 900, DocumentTooLarge),
    ],
    ids=["empty", "blank", "pdf", "nested", "spans"],
)
def test_what_cannot_be_read_is_refused_quickly(body: bytes, error: type[Exception]) -> None:
    started = time.monotonic()
    with pytest.raises(error, match=URL):
        extract_html(body, URL)
    assert time.monotonic() - started < 5


def test_deep_nesting_ends_with_a_doubt() -> None:
    page = extract_html(b"<html><body>" + b"<div>" * 50_000 + b"x", URL)
    assert "html.nested_too_deep" in page.doubts


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>/=\"' tdrablepx&;#甲1", max_size=300))
def test_broken_markup_never_crashes(body: str) -> None:
    extract_html(f"<html><body><table>{body}".encode(), URL)


def test_days_in_text_and_address() -> None:
    assert days_in("二〇二五年一月二十日 与 2025.2.3，不是2025-02-30") == [
        dt.date(2025, 1, 20),
        dt.date(2025, 2, 3),
    ]
    assert day_in_address("http://a/202501/20250120/1.html") == dt.date(2025, 1, 20)
    assert day_in_address("http://a/202501/abc.shtml") is None


def test_an_article_in_a_page_laid_out_as_a_table_keeps_its_paragraphs() -> None:
    said = [
        f"（{n}）本段说明第{n}个方面的情况，公开工作有序开展，各项要求得到落实。"
        for n in range(1, 30)
    ]
    article = "".join(
        f"<p>{line}</p>" for line in ["一、总体情况", *said, "二、主动公开政府信息情况"]
    )
    rows = f"<tr><td class=title>标题</td></tr><tr><td class=content>{article}</td></tr>"
    foot = "<div class=footer><p>主办：某县人民政府<a href=#>网站地图</a></p></div>"
    body = f"<html><body><table>{rows}</table>{foot}</body></html>"
    texts = [block.text for block in extract_html(body.encode(), "http://a/1.html").paragraphs]
    assert texts[-len(said) - 2 :] == ["一、总体情况", *said, "二、主动公开政府信息情况"]
