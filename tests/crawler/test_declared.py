"""How long a list says it is: each wording is understood, in words and in scripts."""

from __future__ import annotations

import pytest

from crawler.spiders.listings.declared import Declared, declared
from crawler.spiders.pages.page import parse_page


def said(words: str = "", script: str = "") -> Declared:
    page = f"<html><body><p>{words}</p><script>{script}</script></body></html>"
    return declared(parse_page(page.encode(), "http://www.x.gov.cn/nb/"))


@pytest.mark.parametrize(
    "words",
    [
        "共 7 页",
        "总页数：7",
        "页数: 2/7",
        "2 / 7 页",
        "页次：2/7",
        "[2/7]",
        "【 2/7 】",
        "PageCount=7",
    ],
)
def test_pages_in_words(words: str) -> None:
    assert said(words).pages == 7


@pytest.mark.parametrize(
    "script",
    ["var totalPage = 7;", "countPage=7", "pageCount: '7'", "TOTAL_PAGENUM = 7", "allpage=7"],
)
def test_pages_in_scripts(script: str) -> None:
    assert said(script=script).pages == 7


@pytest.mark.parametrize(
    "words", ["共 95 条", "合计95篇", "共有95条记录", "总记录数：95", "记录总数 95", "总条数:95"]
)
def test_records_in_words(words: str) -> None:
    assert said(words).total == 95


@pytest.mark.parametrize(
    "script",
    ["totalRecord=95", "record_count: 95", "TotalNum='95'", "laypage({cont: 'p', count: 95})"],
)
def test_records_in_scripts(script: str) -> None:
    assert said(script=script).total == 95


@pytest.mark.parametrize("words", ["第 3 页", "页次：3/9", "当前页 3 页", "3/9 页"])
def test_number_of_this_page(words: str) -> None:
    assert said(words).number == 3


@pytest.mark.parametrize(
    ("words", "script"), [("每页显示 15 条", ""), ("", "pageSize = 15"), ("", "limit: 15")]
)
def test_rows_on_a_page(words: str, script: str) -> None:
    assert said(words, script).size == 15


def test_a_page_that_says_nothing() -> None:
    assert said("政府信息公开工作年度报告 2025") == Declared()
