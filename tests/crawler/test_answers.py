"""What an answer is: a 200 is no proof of content."""

from __future__ import annotations

import gzip
from urllib.parse import urljoin

import pytest

from crawler.spiders.answers import Answer, Outcome, is_file, judge_answer, leads_home
from crawler.spiders.pages.page import parse_page
from crawler.spiders.renditions import is_file_link, renditions_of

URL = "http://www.linhe.gov.cn/a/1.html"


def outcome(status: int, body: str = "", location: str = "") -> Outcome:
    return judge_answer(Answer(URL, status, body.encode(), "text/html", location)).outcome


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        *((status, Outcome.GONE) for status in (404, 410)),
        *((status, Outcome.BLOCKED) for status in (403, 412, 521)),
        *((status, Outcome.FAILED) for status in (0, 200, 500, 504)),
        (304, Outcome.UNCHANGED),
    ],
)
def test_by_status(status: int, expected: Outcome) -> None:
    assert outcome(status) is expected


def test_redirects_by_header_and_by_page() -> None:
    assert outcome(302, location="/b/") is Outcome.REDIRECT
    assert (
        outcome(200, "<html><script>window.location.href='/b/';</script></html>")
        is Outcome.REDIRECT
    )
    assert outcome(302) is not Outcome.REDIRECT


def test_robots_exclusion() -> None:
    assert judge_answer(Answer(URL, 0, excluded=True)).outcome is Outcome.EXCLUDED


def test_a_document_is_told_from_its_bytes() -> None:
    assert is_file(b"%PDF-1.7", "text/html")
    assert is_file(b"PK\x03\x04", "")
    assert not is_file(b"<html>", "application/octet-stream")
    assert not is_file('\ufeff{"a": 1}'.encode(), "application/json")


PAGE = "<!DOCTYPE html><html><head><title>公开年报</title></head><body><h1>年报</h1></body></html>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (PAGE.encode(), "text/plain"),
        (b"\xef\xbb\xbf\r\n\r\n" + PAGE.encode(), "application/octet-stream"),
        (PAGE.encode("gb18030"), "text/html; charset=utf-8"),
        (gzip.compress(PAGE.encode()), "text/html"),
        (PAGE.encode(), "text/html; charset=utf8mb4"),
        (b'<?xml version="1.0"?>\n' + PAGE.encode(), "application/xhtml+xml"),
    ],
    ids=["plain", "mark and blank lines", "other charset", "packed", "no charset", "xhtml"],
)
def test_a_page_is_a_page_whatever_its_header_says(body: bytes, content_type: str) -> None:
    judged = judge_answer(Answer(URL, 200, body, content_type))
    assert judged.outcome is Outcome.CONTENT
    assert judged.page is not None
    assert judged.page.title == "公开年报"


def test_what_leads_home() -> None:
    home = "http://www.linhe.gov.cn/"
    assert leads_home("http://www.linhe.gov.cn/index.html", home)
    assert not leads_home("http://www.linhe.gov.cn/zwgk/", home)
    assert not leads_home("http://www.linhe.gov.cn/?id=3", home)


def test_files_of_a_report_page() -> None:
    body = """<html><body><img src="/images/logo.png"><p>全文见附件</p>
      <a href="P1.pdf">下载</a><a href="/print?id=1">打印</a>
      <a href="/down.jsp?filename=ab.docx">附件：年度报告</a>
      <iframe src="/viewer.html?file=/files/c.pdf"></iframe>
      <img src="/uploads/2026/nb1.jpg"></body></html>"""
    page = parse_page(body.encode(), URL, "text/html")
    found = [url for url, _ in renditions_of(page)]
    assert found == [
        "http://www.linhe.gov.cn/a/P1.pdf",
        "http://www.linhe.gov.cn/down.jsp?filename=ab.docx",
        "http://www.linhe.gov.cn/files/c.pdf",
        "http://www.linhe.gov.cn/uploads/2026/nb1.jpg",
    ]


def test_pictures_count_only_where_no_table_is_text() -> None:
    table = "<table><tr><td>本年新收政府信息公开申请数量</td></tr></table>"
    body = f'<html><body>{table}<img src="/u/a.jpg"></body></html>'
    assert renditions_of(parse_page(body.encode(), URL, "text/html")) == []


@pytest.mark.parametrize(
    ("url", "words", "expected"),
    [
        ("http://h/a.PDF", "", True),
        ("http://h/download.jsp?id=3", "附件1", True),
        ("http://h/a.html", "附件", False),
        ("http://h/attach/", "下载中心", False),
        ("http://h/d?f=%E5%B9%B4%E6%8A%A5.docx", "", True),
    ],
)
def test_which_links_lead_to_files(url: str, words: str, expected: bool) -> None:
    assert is_file_link(url, words) is expected


def test_a_picture_of_tables_is_taken_though_the_text_counts_and_a_script_sends_it() -> None:
    prose = "<p>本年新收政府信息公开申请5件，结转下年度继续办理0件。</p>"
    picture = '<img src="/module/downfile.jsp?classid=0&amp;filename=daf1.png">'
    found = renditions_of(parse_page((prose + picture).encode(), URL, "text/html"))
    assert [url for url, _ in found] == [
        urljoin(URL, "/module/downfile.jsp?classid=0&filename=daf1.png")
    ]


def test_pictures_beside_the_tables_are_not_taken() -> None:
    table = "<table><tr><td>本年制<br>发件数</td><td>本年废止件数</td></tr></table>"
    body = table + '<img src="/upload/photo.png">'
    assert renditions_of(parse_page(body.encode(), URL, "text/html")) == []


@pytest.mark.parametrize(
    "label", ["2022年政府信息公开工作年度报告.docx", "2022年报.docx文件", "市民政局2022年度报告"]
)
def test_a_file_behind_a_script_is_known_by_what_its_link_shows(label: str) -> None:
    body = f'<a href="/system/_content/download.jsp?urltype=news&amp;wbfileid=D4">{label}</a>'
    assert renditions_of(parse_page(body.encode(), URL, "text/html")) == [
        ("http://www.linhe.gov.cn/system/_content/download.jsp?urltype=news&wbfileid=D4", label)
    ]
