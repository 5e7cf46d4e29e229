"""Archived addresses asked again, on paper: what is there, what is not, what says nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.spiders.hosts import HostRules
from crawler.spiders.revisit import Revisit, RevisitTask
from pipelines.items import MetAgain, VisitedSite
from storage.records import AddressToAsk
from storage.vocabulary import CrawlOutcome, SiteState
from tests.crawler.paper_site import PaperSite, page, report

HOME = "http://www.linhe.gov.cn/"
REPORT = f"{HOME}zwgk/nb/2025.html"
MOVED = f"{HOME}zfxxgk/nb/2025.html"
ASKED = dt.datetime(2026, 1, 20, tzinfo=dt.UTC)
TEXT = report("临河县财政局2025年政府信息公开工作年度报告")


def address(url: str = REPORT, etag: str = "", *, is_away: bool = False) -> AddressToAsk:
    return AddressToAsk(url, etag, "", ASKED, is_away)


def asked_again(
    site: PaperSite, *addresses: AddressToAsk, budget: int = 100
) -> tuple[list[MetAgain], VisitedSite]:
    task = RevisitTask(1, "www.linhe.gov.cn", HOME, addresses or (address(),), budget)
    revisit = Revisit(task, HostRules(["www.linhe.gov.cn"]))
    met: list[MetAgain] = []
    while (fetch := revisit.next()) is not None:
        met += revisit.receive(fetch, site.answer(fetch))
    (visit,) = revisit.finish()
    return met, visit


def test_an_unchanged_report_costs_a_conditional_request() -> None:
    site = PaperSite({REPORT: TEXT}, etags=True)
    (first,), _ = asked_again(site)
    etag = site.asked[0]
    assert etag.headers == ()
    (again,), visit = asked_again(site, address(etag=first.digest))
    assert site.asked[-1].headers == (("If-None-Match", first.digest),)
    assert (again.reason, again.found_at) == ("", REPORT)
    assert (visit.outcome, visit.counts["unchanged"]) == (CrawlOutcome.FINISHED, 1)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (404, "status 404"),
        (410, "status 410"),
        (f"->{HOME}", "home page"),
        (f"->{HOME}index.html", "home page"),
        ("->http://www.elsewhere.com/", "www.elsewhere.com"),
        (page("提示", "<p>您访问的信息已删除</p>"), "does not exist"),
        (page("提示", "<p>对不起，该文章不存在！</p>"), "does not exist"),
    ],
)
def test_what_is_not_there_any_more(answer: str | int, reason: str) -> None:
    (met,), visit = asked_again(PaperSite({REPORT: answer, HOME: page("首页", "临河县")}))
    assert reason in met.reason
    assert met.url == REPORT
    assert visit.counts["away"] == 1


@pytest.mark.parametrize("answer", [0, 403, 412, 500, 503])
def test_a_failure_or_a_refusal_says_nothing_of_the_report(answer: int) -> None:
    met, visit = asked_again(PaperSite({REPORT: answer}))
    assert met == []
    assert visit.outcome is CrawlOutcome.FAILED
    assert visit.state in (SiteState.UNREACHABLE, SiteState.BLOCKED)


def test_a_moved_report_is_away_and_found_where_its_address_leads() -> None:
    met, _ = asked_again(PaperSite({REPORT: f"->{MOVED}", MOVED: TEXT}))
    away, there = met
    assert (away.url, away.leads_to) == (REPORT, MOVED)
    assert away.reason
    assert (there.url, there.found_at, there.reason) == (REPORT, MOVED, "")


def test_the_same_page_over_the_other_scheme_is_there() -> None:
    secure = REPORT.replace("http:", "https:")
    (met,), _ = asked_again(PaperSite({REPORT: f"->{secure}", secure: TEXT}))
    assert (met.url, met.found_at, met.reason) == (REPORT, secure, "")


def test_addresses_of_one_page_are_asked_once_and_are_away_together() -> None:
    twin = f"{REPORT}?jsessionid=1"
    site = PaperSite({})
    met, _ = asked_again(site, address(), address(twin))
    assert site.urls == [REPORT]
    assert {one.url for one in met} == {REPORT, twin}


def test_what_was_away_is_asked_outright() -> None:
    site = PaperSite({REPORT: TEXT}, etags=True)
    asked_again(site, address(etag="old", is_away=True))
    assert site.asked[0].headers == ()


def test_the_budget_is_kept_and_a_dead_site_is_left_alone() -> None:
    many = [address(f"{HOME}{number}.html") for number in range(40)]
    site = PaperSite({})
    _, visit = asked_again(site, *many, budget=7)
    assert len(site.asked) == 7
    assert "budget" in visit.cause
    dead = PaperSite({one.url: 0 for one in many})
    asked_again(dead, *many)
    assert len(dead.asked) < 10
