"""Every page answers, in both languages, and says what to do next where nothing is."""

from __future__ import annotations

import re
from html import unescape
from typing import cast
from urllib.parse import urljoin

import httpx
import pytest
from fastapi import FastAPI
from lxml.html import HtmlElement, document_fromstring
from sqlalchemy import event

from storage import queries
from storage.config import Settings
from storage.web.app import create_app
from storage.web.language import Language, texts
from tests.pipelines.home import Home
from tests.storage.web.conftest import served

PAGES = (
    "/",
    "/?year=2023",
    "/coverage",
    "/coverage?state=overdue_confirmed",
    "/agencies/civil",
    "/evidence/water/2025",
    "/evidence/civil/2024",
    "/reports/civil/2023",
    "/reports/civil/2024/changes",
    "/agencies/civil/compare?before=2022&after=2023",
    "/originals/1",
    "/charts?province=江原省&city=临江市&county=清河县",
    "/ranking?measure=granted",
    "/issues",
    "/alerts",
    "/health",
    "/search?q=申请",
    "/about",
)
SAME_TEMPLATE = (
    *("/?year=2023", "/coverage?state=overdue_confirmed", "/evidence/civil/2024"),
    "/reports/civil/2024/changes",
)
LANGUAGES = tuple(Language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_each_page_answers_in_both_languages(
    client: httpx.Client, path: str, language: Language
) -> None:
    answer = client.get(httpx.URL(path).copy_merge_params({"lang": language}))
    client.cookies.clear()
    assert answer.status_code == 200
    assert f'<html lang="{language.tag}">' in answer.text
    assert texts(language)("site.footer") in answer.text
    assert not re.search(r"\{\w+\}|None|Undefined", re.sub(r"<[^>]*>", "", answer.text))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/nothing/here", 404, "failure.not_there"),
        ("/agencies/nobody", 404, "failure.no_agency"),
        ("/evidence/nobody/2024", 404, "failure.no_agency"),
        ("/evidence/civil/1999", 404, "failure.not_judged"),
        ("/reports/water/2025", 404, "failure.no_report"),
        ("/reports/civil/2024/versions/" + "0" * 64, 404, "failure.no_version"),
        ("/originals/99999", 404, "failure.no_document"),
        ("/archive/" + "0" * 64, 404, "failure.no_document"),
        ("/coverage?level=village", 422, "failure.misunderstood"),
        ("/coverage?page=0", 422, "failure.misunderstood"),
        ("/originals/99999999999999999999", 422, "failure.misunderstood"),
        ("/search?q=a&after=99999999999999999999", 422, "failure.misunderstood"),
        ("/coverage?q=%00", 422, "failure.misunderstood"),
        ("/reports/civil/2024/versions/9", 422, "failure.misunderstood"),
        ("/search?q=" + "长" * 201, 422, "failure.misunderstood"),
    ],
)
def test_what_is_not_there_says_what_to_do_next(
    client: httpx.Client, path: str, status: int, text: str, language: Language
) -> None:
    client.cookies.set("nianbao-lang", language)
    answer = client.get(path)
    client.cookies.clear()
    assert answer.status_code == status
    said = unescape(answer.text)
    assert texts(language)(text) in said
    assert texts(language)(f"{text}.next") in said


def test_a_region_without_anything_says_so(client: httpx.Client) -> None:
    for path, key in (
        ("/coverage?q=没有这样的机关", "coverage.empty"),
        ("/issues?rule=R99", "issues.empty"),
        ("/alerts?kind=withdrawn", "alerts.empty"),
        ("/search?q=没有这样的词", "search.nothing_next"),
        ("/ranking?year=1999&measure=granted", "ranking.empty"),
        ("/health?q=nowhere.example", "health.no_site"),
        ("/?province=没有这样的省", "start.nobody"),
    ):
        assert texts(Language.CHINESE)(key) in client.get(path).text


def test_the_language_is_remembered_and_nothing_else(client: httpx.Client) -> None:
    first = client.get("/?lang=en")
    assert list(first.cookies) == ["nianbao-lang"]
    assert '<html lang="en">' in client.get("/coverage").text
    assert client.get("/coverage").headers["Vary"].startswith("Cookie")
    client.cookies.clear()
    assert '<html lang="zh-Hans">' in client.get("/coverage").text
    assert not client.get("/coverage").cookies


def test_each_answer_has_safe_headers(client: httpx.Client) -> None:
    for path in ("/", "/static/site.css", "/nothing/here", "/coverage?level=village"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/", "/agencies/civil", "/api/v1/agencies/civil", "/healthz"])
def test_what_can_be_got_can_be_asked_for_without_its_content(
    client: httpx.Client, path: str
) -> None:
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    names = ("content-type", "content-length", "etag", "content-security-policy")
    assert [head.headers.get(name) for name in names] == [whole.headers.get(name) for name in names]


def test_what_is_not_there_is_not_there_without_its_content_either(client: httpx.Client) -> None:
    assert client.head("/agencies/nobody").status_code == 404


def test_the_state_of_each_report_is_that_of_coverage(client: httpx.Client, home: Home) -> None:
    text = client.get("/coverage").text
    row = re.search(r"清河县水务局</a></th>(.*?)</tr>", text, re.DOTALL)
    assert row
    states = re.findall(r'<td class="is-(\w+)">', row[1])
    with home.database.snapshot() as session:
        judged = [one.state for one in queries.expectations(session, agency_id="water")]
    assert states == judged
    assert set(judged) > {"found_on_time"}


def test_what_is_missing_is_noted_before_what_is_late(client: httpx.Client) -> None:
    noted = re.findall(r'<use href="#sign-(\w+)"/></svg><a', client.get("/?year=2025").text)
    assert noted == ["overdue_confirmed", "overdue_confirmed"]
    figures = re.findall(r'class="n">([\d,]+)</a>', client.get("/?year=2025").text)
    assert figures[:5] == ["4", "2", "0", "2", "0"]  # due, published, late, missing, not known


def test_a_wrong_sum_is_marked_in_its_cells_and_not_repaired(client: httpx.Client) -> None:
    text = client.get("/reports/civil/2023").text
    cell = re.search(
        r'<td class="([^"]*)" data-cell="t3.outcome_granted.total" data-value="1200"', text
    )
    assert cell
    assert "has-issue" in cell[1]
    assert 'id="issue-1"' in text


def test_the_chain_shows_what_does_not_carry_over(client: httpx.Client) -> None:
    assert client.get("/agencies/civil").text.count('<li class="holds">') == 4


def test_no_link_and_no_form_leads_astray(client: httpx.Client) -> None:
    targets: set[str] = set()
    for path in PAGES:
        page = document_fromstring(client.get(path).text)
        for data in page.iterfind(".//p[@class='data']"):
            data.clear()
        found = [form.get("action") for form in page.iterfind(".//form[@action]")]
        found += [link.get("href") for link in page.iterfind(".//a[@href]")]
        targets |= {urljoin(path, target).partition("#")[0] for target in found if target}
    assert "/coverage" in targets
    for target in sorted(one for one in targets if "cell=" not in one):
        answer = client.get(target)
        assert answer.status_code == 200, target
        is_file = target.endswith("/download")
        assert answer.headers["Content-Type"].startswith("text/html") != is_file, target
    client.cookies.clear()


def test_each_form_can_be_sent_as_it_stands_and_with_all_fields_blank(
    client: httpx.Client,
) -> None:
    sent = 0
    for path in PAGES:
        page = cast("HtmlElement", document_fromstring(client.get(path).text))
        for form in page.forms:
            target = urljoin(path, form.action or "?")
            stands = {name: value for name, value in form.form_values() if isinstance(value, str)}
            for fields in (stands, dict.fromkeys(stands, "")):
                answer = client.get(target, params=fields)
                needed = {"measure", "who", "order"} & set(fields)
                allowed = (200, 422) if needed else (200,)
                assert answer.status_code in allowed, (target, fields)
                sent += 1
    assert sent > 40


def test_the_pages_only_read(app: FastAPI, client: httpx.Client) -> None:
    said: list[str] = []
    engine = app.state.database.engine
    event.listen(engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    for path in PAGES:
        client.get(path)
    assert len(said) > len(PAGES)
    assert {statement.split()[0] for statement in said} <= {"SELECT", "WITH", "BEGIN"}


def test_without_coverage_the_site_says_how_to_begin(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    empty = Settings(home=tmp_path_factory.mktemp("empty"))
    with served(create_app(empty)) as url, httpx.Client(base_url=url, trust_env=False) as opened:
        for path in ("/", "/coverage", "/ranking"):
            assert "nianbao agencies import" in opened.get(path).text
        for path in ("/issues", "/alerts", "/health", "/charts", "/search", "/about"):
            assert opened.get(path).status_code == 200
