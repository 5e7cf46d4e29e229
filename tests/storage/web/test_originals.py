"""Archived pages are shown and do nothing: nothing runs, nothing leaves, nothing leads away."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, Route, expect

from pipelines.display import Display
from storage import queries
from storage.records import DocumentRecord
from storage.web.app import create_app
from storage.web.language import Language, texts
from storage.web.sanitised import sanitised
from tests.pipelines.home import Home
from tests.storage.web.archive import HOSTILE, HOSTILE_TEXT
from tests.storage.web.conftest import served

CELL = "t3.requests_received.total"


@pytest.fixture
def hostile(home: Home) -> DocumentRecord:
    with home.database.snapshot() as session:
        (document,) = queries.documents(session, agency_id="civil", report_year=2025)
    return document


def test_a_hostile_page_runs_nothing_and_reaches_nobody(
    page: Page, asked: list[str], url: str, hostile: DocumentRecord
) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.goto(f"/originals/{hostile.id}?cell={CELL}")
    shown = page.frame_locator("iframe")
    expect(shown.locator("#nianbao-cell")).to_have_text(["7"])
    expect(shown.locator("body")).to_contain_text("清河县民政局2025年")
    for kind in (
        "script",
        "form",
        "input",
        "img",
        "iframe",
        "object",
        "embed",
        "svg",
        "a",
        "video",
    ):
        assert shown.locator(kind).count() == 0
    shown.get_by_text("over", exact=True).click()
    page.wait_for_load_state("networkidle")
    assert [one for one in asked if not one.startswith(url)] == []
    assert dialogs == []
    assert page.title().startswith("存档原文")


def test_hostile_words_of_a_report_are_shown_as_words(page: Page) -> None:
    page.goto("/reports/civil/2025")
    expect(page.locator("article.report")).to_contain_text(HOSTILE_TEXT)
    page.goto("/search?q=document.title")
    expect(page.locator(".hits")).to_contain_text("<script>document.title='ran'</script>")
    assert page.title().startswith("搜索")


def test_the_policy_alone_holds_a_hostile_page(
    page: Page, url: str, hostile: DocumentRecord
) -> None:
    """The other walls stand without the sanitiser: its raw markup under the same headers."""
    policy = httpx.get(f"{url}/archive/{hostile.digest}", trust_env=False).headers
    still = re.sub(r"<meta[^>]*refresh[^>]*>", "", HOSTILE)  # no policy forbids to be led away
    page.route(
        "**/archive/raw",
        lambda route: route.fulfill(
            body=f"<title>quiet</title>{still}",
            content_type="text/html",
            headers={"Content-Security-Policy": policy["Content-Security-Policy"]},
        ),
    )
    left: list[str] = []

    def leave(route: Route) -> None:  # asked only for what the policy lets go
        left.append(route.request.url)
        route.abort()

    page.route("http://spy.example/**", leave)
    page.goto("/archive/raw")
    page.wait_for_load_state("networkidle")
    assert page.title() == "quiet"
    assert left == []


@pytest.mark.parametrize(
    "markup",
    [
        HOSTILE,
        "<td id=nianbao-cell onclick=alert(1)>1</td>",
        "<p style='background:url(http://spy.example/x);behavior:url(x)'>x</p>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<a href='&#106;avascript:alert(1)'>x</a><area href=javascript:alert(1)>",
        "<p>\ufffd\x00<scr\x00ipt>alert(1)</script>",
        "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    ],
)
def test_what_is_left_has_no_address_and_no_handler(markup: str) -> None:
    left = sanitised(markup)
    assert not re.search(r"<[^>]*(?:\bon\w+=|href|src|url\(|javascript)", left, re.IGNORECASE)
    assert not re.search(r"<(?:script|style|img|svg|math|iframe|form|meta|link|base)", left)


@pytest.mark.parametrize("charset", ["gb18030", "big5", "utf-16"])
def test_odd_encodings_are_read_as_their_bytes_say(charset: str) -> None:
    body = (
        '<meta charset="big5"><p>政府信息公開</p>' if charset == "big5" else "<p>政府信息公开</p>"
    )
    encoded = body.encode(charset)
    assert "政府信息公" in (Display().markup(encoded, charset, None) or "")


def test_a_file_comes_as_it_was_and_cannot_run(
    client: httpx.Client, hostile: DocumentRecord
) -> None:
    answer = client.get(f"/archive/{hostile.digest}/download")
    assert hashlib.sha256(answer.content).hexdigest() == hostile.digest
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''civil-")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_lost_file_of_the_archive_is_told_and_not_a_crash(
    app: FastAPI, hostile: DocumentRecord, tmp_path: Path
) -> None:
    elsewhere = app.state.settings.model_copy(update={"archive_url": str(tmp_path)})
    with served(create_app(elsewhere, Display())) as url:
        answer = httpx.get(f"{url}/archive/{hostile.digest}/download", trust_env=False)
        assert httpx.get(f"{url}/originals/{hostile.id}", trust_env=False).status_code == 200
    assert answer.status_code == 503
    assert texts(Language.CHINESE)("failure.no_archive.next") in answer.text
    assert "no file NIANBAO-" in answer.text


def test_an_archived_page_may_be_framed_by_the_site_alone(
    client: httpx.Client, hostile: DocumentRecord
) -> None:
    headers = client.get(f"/archive/{hostile.digest}").headers
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert client.get("/").headers["X-Frame-Options"] == "DENY"
