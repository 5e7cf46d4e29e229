"""The site in a real browser: filters, jumps, differences, downloads, phone, keyboard, axe."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.storage.web.test_pages import PAGES, SAME_TEMPLATE

SERIOUS = ("serious", "critical")
ONE_OF_EACH = [path for path in PAGES if path not in SAME_TEMPLATE]


@pytest.mark.parametrize("path", [*ONE_OF_EACH, "/coverage?q=nobody", "/nothing/here"])
def test_axe_finds_nothing_serious(page: Page, path: str) -> None:
    page.goto(f"{path}{'&' if '?' in path else '?'}lang=en")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    told = [
        (one["id"], [node["target"] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in SERIOUS
    ]
    assert told == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_phone_shows_each_page_in_its_width_and_asks_nobody_else(
    browser: Browser, url: str, language: str
) -> None:
    told: list[str] = []
    asked: list[str] = []
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=url)
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: told.append(message.text))
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    context.close()
    assert told == []  # what the site's own policy refuses is told here
    assert [one for one in asked if not one.startswith(url)] == []


def test_filters_narrow_the_matrix_and_a_cell_opens_its_evidence(page: Page) -> None:
    page.goto("/coverage")
    assert page.locator(".matrix tbody tr").count() == 4
    page.get_by_label("起始年度").select_option("2021")
    page.get_by_label("状态").select_option("overdue_confirmed")
    page.get_by_role("button", name="查看").click()
    expect(page.locator(".matrix tbody th")).to_have_text(["清河县数据局", "清河县水务局"])
    page.locator(".matrix td.is-overdue_confirmed a").first.click()
    expect(page.locator("h1")).to_contain_text("状态与证据")
    expect(page.locator(".statement")).to_contain_text("完整读取了")


def test_the_switch_changes_the_language_of_the_same_page(page: Page) -> None:
    page.goto("/coverage?from=2023")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Coverage")
    assert "from=2023" in page.url
    page.goto("/issues")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("late", [0.0, 1.5])
def test_a_cell_leads_to_its_place_in_the_original(page: Page, late: float) -> None:
    def hold(route: Route) -> None:
        time.sleep(late)
        route.continue_()

    page.route("**/*.css*", hold)
    page.goto("/reports/civil/2023")
    page.locator("[data-cell='t3.requests_received.total'] a").first.click()
    marked = page.frame_locator("iframe").locator("#nianbao-cell")
    expect(marked).to_have_text("1234件")
    page.locator("iframe").scroll_into_view_if_needed()
    # asked from outside: in a frame that may run no script no timer of Playwright's fires either
    expect(marked).to_be_in_viewport(ratio=1)


def test_a_mark_in_a_cell_leads_to_its_issue(page: Page) -> None:
    page.goto("/reports/civil/2023")
    page.locator("[data-cell='t3.outcome_granted.total'] .issue-mark").first.click()
    expect(page.locator("ol.issues li:target")).to_contain_text("1200")


def test_two_versions_differ_in_what_was_changed(page: Page) -> None:
    page.goto("/reports/civil/2024")
    page.get_by_role("link", name="查看版本差异").click()
    row = page.get_by_role("row", name="一、本年新收政府信息公开申请数量 · 总计")
    expect(row.get_by_role("cell")).to_have_text(["4", "9", "+5"])


def test_a_download_is_the_archived_bytes(page: Page, tmp_path: Path) -> None:
    page.goto("/reports/civil/2023")
    digest = page.locator("#provenance code").first.inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载原文件").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name == "civil-2023.html"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == digest


def test_the_keyboard_skips_to_the_content_and_searches(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.get_by_label("搜索机关或报告正文").fill("民政")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="机关", exact=True)).to_be_visible()


def test_a_report_prints_without_navigation(page: Page) -> None:
    page.goto("/reports/civil/2023")
    page.emulate_media(media="print")
    expect(page.locator("table.form").first).to_be_visible()
    for away in ("header.site nav", ".find", ".on-page", ".button"):
        assert not page.locator(away).first.is_visible()


def test_charts_have_their_numbers_as_tables(page: Page) -> None:
    page.goto("/agencies/civil")
    card = page.locator("#chart-requests")
    card.get_by_text("数字表").click()
    expect(card.get_by_role("row", name="2023")).to_contain_text("1,234")
