"""The commands of alerts, as a person runs them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import icalendar
import pytest
from typer.testing import CliRunner

from crawler.cli import app
from storage.config import settings
from storage.errors import ConfigurationError
from storage.vocabulary import SiteState
from tests.crawler.alerts.receivers import Street, all_receivers
from tests.crawler.alerts.season import AFTER, BEFORE, answers, season_home
from tests.pipelines.home import HOST, Home

AS_OF = ("--as-of", AFTER.isoformat())
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with season_home(tmp_path) as opened:
        yield opened


@pytest.fixture
def street(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Street]:
    with all_receivers(tmp_path) as receivers:
        for name, value in receivers.environment.items():
            monkeypatch.setenv(name, value)
        yield receivers


@pytest.fixture
def file(home: Home, street: Street) -> Path:
    """A file with channels and nobody who subscribed."""
    path = settings().alerts
    path.write_text(
        f"""
[channels.hook]
url = "{street.urls["hook"]}"
[channels.dead]
url = "json://127.0.0.1:9/Geheim-99"
[channels.feed]
feed = "feeds/all.xml"
[channels.dates]
calendar = "feeds/due.ics"
[retry]
pause_seconds = 0
""",
        encoding="utf-8",
    )
    return path


def run(*words: str, code: int = 0) -> str:
    ended = CliRunner().invoke(app, ["alerts", *words])
    if ended.exception and not isinstance(ended.exception, SystemExit):
        raise ended.exception
    assert ended.exit_code == code, ended.output
    return ended.output


def listed(*words: str, code: int = 0) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("list", "--json", *words, code=code).splitlines()]


def test_nobody_has_subscribed(file: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nobody has subscribed; begin with: nianbao"):
        run("send", *AS_OF)
    assert listed("--all", *AS_OF) == []  # and nothing was decided


def test_from_subscribing_to_taking_note(file: Path, home: Home, street: Street) -> None:
    run("subscribe", "all", "--channel", "hook", "--channel", "feed", "--channel", "dates")
    assert "all" in run("subscriptions")
    run("send", "--as-of", BEFORE.isoformat())
    answers(home, SiteState.UNREACHABLE, AFTER, "time-out")

    (looked,) = listed(*AS_OF, code=3)
    assert (looked["kind"], looked["deliveries"]) == ("site_down", [])
    assert street.inbox.taken == []

    assert "1 new alerts, 1 messages sent" in run("send", *AS_OF)
    assert "0 new alerts, 0 messages sent" in run("send", *AS_OF)
    (alert,) = listed(*AS_OF, code=3)
    assert [(one["channel"], one["state"]) for one in alert["deliveries"]] == [("hook", "sent")]
    assert f"{HOST}：time-out" in street.inbox.texts("hook")[0]

    run("ack", str(alert["id"]), "--by", "王")
    assert listed(*AS_OF) == []
    assert listed("--all", *AS_OF)[0]["acknowledged_by"] == "王"
    with pytest.raises(ConfigurationError, match=r"^no alert 99; see"):
        run("ack", "99")


def test_the_feed_has_each_alert_once_under_the_same_id(file: Path, home: Home) -> None:
    run("subscribe", "all", "--channel", "feed")
    answers(home, SiteState.UNREACHABLE, AFTER, "time-out")
    entries = []
    for _ in range(2):
        run("send", *AS_OF)
        feed = ElementTree.parse(settings().home / "feeds" / "all.xml").getroot()  # noqa: S314 - ours
        entries.append([one.findtext(f"{ATOM}id") for one in feed.findall(f"{ATOM}entry")])
    assert len(entries[0]) == 1
    assert entries[0] == entries[1]
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == f"{HOST}：网站无法访问"


def test_the_calendar_has_the_due_dates_of_both_seasons(file: Path) -> None:
    run("subscribe", "water", "--channel", "dates", "--agency", "water")
    run("subscribe", "county", "--channel", "dates", "--agency", "qinghe")
    run("send", *AS_OF)
    calendar = icalendar.Calendar.from_ical((settings().home / "feeds/due.ics").read_bytes())
    events = {str(one.decoded("dtstart")): str(one["summary"]) for one in calendar.walk("VEVENT")}
    assert list(events) == ["2026-01-31", "2026-03-31", "2027-01-31", "2027-03-31"]
    assert events["2026-01-31"] == "2025年度年报公布期限：2个机关，2个尚未见到"


def test_the_channels_are_tried(file: Path, street: Street) -> None:
    lines = [json.loads(line) for line in run("test", "--json", code=3).splitlines()]
    assert [(one["channel"], one["taken"]) for one in lines] == [("hook", True), ("dead", False)]
    assert "Geheim" not in str(lines)
    assert run("test", "hook") == "hook: taken\n"
    with pytest.raises(ConfigurationError, match="no channel feed; channels that take messages"):
        run("test", "feed")


def test_a_dead_channel_asks_for_a_person(file: Path, home: Home) -> None:
    run("subscribe", "all", "--channel", "dead")
    answers(home, SiteState.BLOCKED, AFTER, "status 412")
    lines = run("send", "--json", *AS_OF, code=3).splitlines()
    told = json.loads(next(line for line in lines if line.startswith("{")))
    assert (told["decided"], told["sent"], len(told["complaints"])) == (1, 0, 1)
    assert "Geheim" not in str(lines)


def test_a_list_narrowed(file: Path, home: Home) -> None:
    answers(home, SiteState.BLOCKED, AFTER, "status 412")
    assert len(listed("--agency", "water", "--kind", "blocked", *AS_OF, code=3)) == 1
    assert listed("--kind", "overdue", *AS_OF) == []
    assert "网站拒绝访问1件" in run("list", *AS_OF, code=3)


def test_unsubscribing(file: Path) -> None:
    run("subscribe", "all", "--channel", "hook", "--kind", "overdue", "--region", "江原省",
        "--escalate-to", "dead", "--after-days", "3")  # fmt: skip
    (one,) = [json.loads(line) for line in run("subscriptions", "--json").splitlines()]
    assert one["escalate"] == {"to": "dead", "after_days": 3}
    run("unsubscribe", "all")
    assert run("subscriptions", "--json") == ""
    with pytest.raises(ConfigurationError, match="no channel pigeon"):
        run("subscribe", "all", "--channel", "pigeon")


def test_every_kind_has_its_words() -> None:
    from crawler.alerts.kinds import NAMES
    from crawler.alerts.wording import _WORDS
    from storage.vocabulary import AlertKind

    assert set(NAMES) == set(_WORDS) == set(AlertKind)
