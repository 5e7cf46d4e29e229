"""The file of subscriptions: what fits, what does not and on which line, and who wants what."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from crawler.alerts.file import add_subscription, load_subscriptions, remove_subscription
from crawler.alerts.subscriptions import Audience, Channel, Subscription
from storage.errors import ConfigurationError
from storage.records import AgencyRecord, AlertRecord
from storage.vocabulary import AgencyClass, AlertKind
from tests.crawler.alerts.season import AFTER, at

ROOT = Path(__file__).parents[3]
FILE = """
# who sits where
[channels.office]
url = "mailto://clerk:Geheim-99@mail.example.org?to=a@example.org"
quiet = "21:00-07:30"
fallback = "duty"

[channels.duty]
url = "json://hook.example.org/Geheim-99"

[channels.feed]
feed = "feeds/all.xml"

[[subscriptions]]
name = "all"
channels = ["office", "feed"]

[[subscriptions]]
name = "county"
channels = ["duty"]
agencies = ["county"]
kinds = ["overdue", "confirmed_missing"]
escalate = { to = "office", after_days = 5 }
"""
IDS = ("county", "bureau")


def written(folder: Path, text: str) -> Path:
    path = folder / "alerts.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_that_fits(tmp_path: Path) -> None:
    found = load_subscriptions(written(tmp_path, FILE), IDS)
    assert list(found.channels) == ["office", "duty", "feed"]
    assert [one.name for one in found.subscriptions] == ["all", "county"]
    assert "Geheim" not in repr(found)


def test_no_file_is_no_subscription(tmp_path: Path) -> None:
    assert load_subscriptions(tmp_path / "none.toml", ()).subscriptions == ()


def test_the_example_fits(tmp_path: Path) -> None:
    example = ROOT / "deploy" / "alerts.example.toml"
    found = load_subscriptions(example, ("qinghe",))
    assert len(found.subscriptions) >= 3


WRONG = {
    ('name = "county"', 'name = "all"'): "19: subscriptions.2.name: all is the name of another",
    ('["duty"]', '["dutty"]'): "20: subscriptions.2.channels: no channel dutty can be told",
    ('agencies = ["county"]', 'agencies = ["x"]'): "21: subscriptions.2.agencies: x is no agency",
    ('"overdue"', '"overdu"'): "22: subscriptions.2.kinds.1: Input should be 'reminder_14'",
    ("days = 5", "days = 0"): "23: subscriptions.2.escalate.after_days: Input should be",
    ('to = "office"', 'to = "feed"'): "23: subscriptions.2.escalate: no channel feed can be",
    ("21:00-07:30", "21-7"): "5: channels.office.quiet: write the hours as 21:00-07:30",
    ('"duty"', '"office"'): "6: channels.office.fallback: no channel office can be told there",
    ("feed =", "fed ="): "12: channels.feed.fed: Extra inputs are not permitted",
    ('feed = "feeds/all.xml"', ""): "11: channels.feed: give one of url, feed, calendar",
    ("[channels.duty]", "[channels.duty"): "8: no TOML: Unexpected character",
}


@pytest.mark.parametrize("change", WRONG, ids=lambda change: str(change[1]))
def test_what_does_not_fit_is_told_with_its_line(tmp_path: Path, change: tuple[str, str]) -> None:
    path = written(tmp_path, FILE.replace(*change, 1))
    with pytest.raises(ConfigurationError) as wrong:
        load_subscriptions(path, IDS)
    assert str(wrong.value).startswith(f"{path}: line {WRONG[change]}")
    assert "Geheim" not in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_commands_change_the_file_and_leave_what_people_wrote(tmp_path: Path) -> None:
    path = written(tmp_path, FILE)
    wanted = Subscription(name="new", channels=("duty",), kinds=(AlertKind.BLOCKED,))
    add_subscription(path, wanted, IDS)
    add_subscription(path, wanted.model_copy(update={"regions": ("江原省",)}), IDS)
    remove_subscription(path, "all", IDS)
    found = load_subscriptions(path, IDS)
    assert [one.name for one in found.subscriptions] == ["county", "new"]
    assert found.subscriptions[0].escalate
    assert found.subscriptions[1].regions == ("江原省",)
    assert "# who sits where" in path.read_text(encoding="utf-8")
    with pytest.raises(ConfigurationError, match="no subscription all"):
        remove_subscription(path, "all", IDS)


def test_a_bad_subscription_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, FILE)
    with pytest.raises(ConfigurationError, match="no channel nowhere"):
        add_subscription(path, Subscription(name="new", channels=("nowhere",)), IDS)
    assert path.read_text(encoding="utf-8") == FILE


PROVINCE = AgencyRecord(
    id="province", name="江原省人民政府", cls=AgencyClass.GOVERNMENT, province="江原省",
    homepage="http://www.jiangyuan.gov.cn/",
)  # fmt: skip
COUNTY = AgencyRecord(
    id="county", name="清河县人民政府", cls=AgencyClass.GOVERNMENT, province="江原省",
    city="临江市", county="清河县", parent_id="province", homepage="http://www.qinghe.gov.cn/",
)  # fmt: skip
BUREAU = AgencyRecord(
    id="bureau", name="清河县水务局", province="江原省", city="临江市", county="清河县",
    parent_id="county",
)  # fmt: skip
AUDIENCE = Audience([PROVINCE, COUNTY, BUREAU])


def alert(kind: AlertKind, agency: str | None = None, host: str = "") -> AlertRecord:
    facts = {"host": host} if host else {}
    site = 1 if host else None
    return AlertRecord(1, "k", kind, agency, 2025, site, AFTER, at(AFTER), facts, None, None, "")


MISSING = alert(AlertKind.CONFIRMED_MISSING, "bureau")
SITE = alert(AlertKind.SITE_DOWN, host="www.qinghe.gov.cn")
OTHER_SITE = alert(AlertKind.SITE_DOWN, host="www.jiangyuan.gov.cn")
CRAWL = alert(AlertKind.CRAWL_FAILED)


@pytest.mark.parametrize(
    ("wishes", "wanted"),
    [
        ({}, [MISSING, SITE, OTHER_SITE, CRAWL]),
        ({"agencies": ("county",)}, [MISSING, SITE]),
        ({"agencies": ("province",)}, [MISSING, SITE, OTHER_SITE]),
        ({"agencies": ("bureau",)}, [MISSING, SITE]),
        ({"regions": ("江原省/临江市",)}, [MISSING, SITE]),
        ({"regions": ("江原省/别的市",)}, []),
        ({"kinds": (AlertKind.CRAWL_FAILED,)}, [CRAWL]),
        ({"kinds": (AlertKind.CRAWL_FAILED,), "agencies": ("county",)}, [CRAWL]),
        ({"kinds": (AlertKind.CONFIRMED_MISSING,), "regions": ("江原省",)}, [MISSING]),
    ],
)
def test_who_wants_what(wishes: dict[str, tuple[str, ...]], wanted: list[AlertRecord]) -> None:
    subscription = Subscription.model_validate({"name": "one", "channels": ("x",)} | wishes)
    alerts = [MISSING, SITE, OTHER_SITE, CRAWL]
    assert [one for one in alerts if AUDIENCE.wants(subscription, one)] == wanted


@pytest.mark.parametrize(
    ("hours", "clock", "quiet"),
    [
        ("21:00-07:30", (23, 29), True),  # UTC; 07:29 in China
        ("21:00-07:30", (23, 30), False),
        ("21:00-07:30", (13, 0), True),
        ("12:00-14:00", (4, 0), True),
        ("12:00-14:00", (6, 0), False),
        ("", (0, 0), False),
    ],
)
def test_quiet_hours_are_those_of_china(hours: str, clock: tuple[int, int], quiet: bool) -> None:
    channel = Channel.model_validate({"url": "json://x.example.org/", "quiet": hours})
    assert channel.is_quiet(dt.datetime(2026, 2, 2, *clock, tzinfo=dt.UTC)) is quiet
