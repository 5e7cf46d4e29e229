"""Lists of real sites, read completely. They belong to their publishers and stay where they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crawler.spiders.listings import identify_listing
from crawler.spiders.pages.page import Page, parse_page

LISTS = Path(__file__).parents[3] / "shared" / "corpus" / "lists"
pytestmark = pytest.mark.skipif(not LISTS.is_dir(), reason=f"no real lists at {LISTS}")


def read(name: str, url: str, kind: str = "text/html") -> Page:
    return parse_page((LISTS / name).read_bytes(), url, kind)


@pytest.mark.parametrize("number", [1, 2])
def test_jiangsu_every_record_is_a_dated_row(number: int) -> None:
    name = f"jiangsu_gxt_datastore_page_{number}.xml"
    page = read(name, "http://gxt.jiangsu.gov.cn/module/web/jpage/dataproxy.jsp", "text/xml")
    listed = identify_listing(page).read(page)
    assert len(listed.rows) == (LISTS / name).read_text("utf-8").count("<record>") == 76
    assert listed.total == 756
    assert all(row.date and row.block == 0 for row in listed.rows)
    assert not any(row.title.endswith("...") for row in listed.rows)
    assert len({row.url for row in listed.rows}) == 76


def test_jiangxi_articles_held_as_data() -> None:
    page = read(
        "jiangxi_sthjt_hanweb_list.html",
        "http://sthjt.jiangxi.gov.cn/jxssthjt/col/col42150/index.html",
    )
    main = [row for row in page.rows if row.block == 0]
    source = (LISTS / "jiangxi_sthjt_hanweb_list.html").read_text("utf-8")
    assert len(main) == len(set(re.findall(r"content/content_(\d+)\.html", source)))
    assert all(row.date and row.source for row in main)
    assert page.meta["columnname"].startswith("政策法规解读")
    assert page.base == "http://sthjt.jiangxi.gov.cn/jxssthjt/"
    assert any(link.text == "政府信息公开" and link.origin == "tree" for link in page.links)


def test_baoding_article_is_no_list() -> None:
    page = read("baoding_xwfbh_list.html", "http://www.baoding.gov.cn/content-1-2.html")
    assert page.meta["siteidcode"] == "1306000033"
    assert page.breadcrumb == ("首页", "政府新闻发布会")
    assert [row.title for row in page.rows] == ["关于2022年国庆节放假的通知"]
    assert not page.is_wall
