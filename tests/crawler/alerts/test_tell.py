"""Decided and delivered: none lost, none twice, whatever the receivers do."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from platform import node
from typing import Any

import pytest
from sqlalchemy import update

from crawler.alerts import deliver as delivering
from crawler.alerts.deliver import Delivered, compose, deliver
from crawler.alerts.subscriptions import Subscriptions
from crawler.alerts.tell import decide_alerts, open_receivers
from storage import archive, queries
from storage.models import Message
from storage.vocabulary import DeliveryReason, SiteState
from storage.vocabulary import ExpectationState as State
from tests.crawler.alerts.receivers import ADDRESSES, Street, half_the_time
from tests.crawler.alerts.season import AFTER, answers, at, stands
from tests.pipelines.home import HOST, Home

EVENT = f"{HOST}：time-out"
HASTY = {"tries": 3, "pause_seconds": 0, "wait_minutes": 0, "give_up_after": 1000}


def wanted(street: Street, *channels: str, **more: Any) -> Subscriptions:
    """Everything goes to some channels."""
    names = channels or tuple(street.urls)
    return Subscriptions.model_validate(
        {
            "channels": {name: {"url": url} for name, url in street.urls.items()},
            "subscriptions": [{"name": "all", "channels": names}],
            "retry": HASTY,
        }
        | more
    )


def told(home: Home, wishes: Subscriptions) -> Delivered:
    """One delivery of what is decided."""
    return deliver(home.database, open_receivers(wishes), wishes)


def falls(home: Home, wishes: Subscriptions) -> None:
    """The one event: the site is down."""
    answers(home, SiteState.UNREACHABLE, AFTER, "time-out")
    decide_alerts(home.database, AFTER, wishes)


def events(street: Street) -> Counter[str]:
    """How often each channel was told of the event."""
    return Counter(one.channel for one in street.inbox.taken if EVENT in one.text)


def test_every_channel_is_told_once(home: Home, street: Street) -> None:
    wishes = wanted(street)
    falls(home, wishes)
    assert told(home, wishes).sent == len(ADDRESSES)
    falls(home, wishes)
    assert told(home, wishes) == Delivered()
    assert events(street) == dict.fromkeys(ADDRESSES, 1)
    assert "年报公开提醒 2月2日：网站无法访问1件" in street.inbox.texts("mail")[0]


def test_receivers_that_fail_half_the_time(home: Home, street: Street) -> None:
    wishes = wanted(street)
    street.inbox.fails = half_the_time(5)
    complaints: list[str] = []
    for number in range(4):
        answers(home, SiteState.REACHABLE, AFTER + dt.timedelta(days=number))
        falls(home, wishes)
        complaints += told(home, wishes).complaints
    for _ in range(20):
        complaints += told(home, wishes).complaints
    assert events(street) == dict.fromkeys(ADDRESSES, 4)
    assert street.inbox.refused > 0
    assert not any(secret in line for line in complaints for secret in ("Geheim", "c0ffee"))


def test_a_dead_channel_is_told_elsewhere(home: Home, street: Street) -> None:
    channels = {
        "hook": {"url": "json://127.0.0.1:9/", "fallback": "mail"},
        "mail": {"url": street.urls["mail"]},
    }
    retry = {**HASTY, "give_up_after": 6}
    wishes = wanted(street, "hook", channels=channels, retry=retry)
    falls(home, wishes)
    first, second = told(home, wishes), told(home, wishes)
    assert (first.sent, len(first.complaints)) == (0, 1)
    assert second.sent == 1
    assert second.complaints[0].startswith("hook: ")
    assert second.complaints[0].endswith("; told mail instead")
    assert "【转告】" in street.inbox.texts("mail")[0]
    assert told(home, wishes) == Delivered()
    with home.database.snapshot() as session:
        (goes,) = queries.deliveries(session).values()
    assert [(one.channel, one.reason.value, one.state) for one in goes] == [
        ("hook", "subscribed", "given_up"),
        ("mail", "instead", "sent"),
    ]


def test_a_channel_without_another_is_tried_for_ever_after_longer_pauses(
    home: Home, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes = wanted(street, "hook", retry={"pause_seconds": 0, "wait_minutes": 10})
    street.inbox.fails = lambda: True
    falls(home, wishes)
    clock = at(AFTER, 0)
    asked = []
    for minutes in range(0, 24 * 60, 5):
        moment = clock + dt.timedelta(minutes=minutes)
        monkeypatch.setattr(delivering, "now", lambda moment=moment: moment)
        before = street.inbox.asked
        told(home, wishes)
        if street.inbox.asked > before:
            asked.append(minutes)
    assert asked == [0, 10, 30, 70, 150, 310, 630, 990, 1350]  # ever longer, up to 6 hours


def test_quiet_hours(home: Home, street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    channels = {"hook": {"url": street.urls["hook"], "quiet": "21:00-07:30"}}
    wishes = wanted(street, "hook", channels=channels)
    falls(home, wishes)
    told_at = {}
    for hour in (13, 20, 22, 23):  # UTC: 21:00, 04:00, 06:00, 07:00 in China, then 08:00
        monkeypatch.setattr(delivering, "now", lambda hour=hour: at(AFTER, hour))
        told_at[hour] = told(home, wishes)
    assert all(one == Delivered(held=["hook"]) for one in told_at.values())
    monkeypatch.setattr(delivering, "now", lambda: at(AFTER + dt.timedelta(days=1), 0))
    assert told(home, wishes).sent == 1


def test_nobody_acknowledged_a_missing_report(home: Home, street: Street) -> None:
    subscription = {
        "name": "all",
        "channels": ["mail"],
        "escalate": {"to": "hook", "after_days": 3},
    }
    wishes = wanted(street, subscriptions=[subscription])
    stands(home, AFTER, State.OVERDUE_CONFIRMED)
    days = [AFTER + dt.timedelta(days=n) for n in range(6)]

    def round_of(day: dt.date) -> Counter[str]:
        decide_alerts(home.database, day, wishes)
        told(home, wishes)
        return Counter(one.channel for one in street.inbox.taken)

    assert [round_of(day)["hook"] for day in days] == [0, 0, 0, 1, 1, 1]
    assert "【久未确认】清河县民政局2025年度年报" in street.inbox.texts("hook")[0]


def test_an_acknowledged_one_goes_no_further(home: Home, street: Street) -> None:
    escalate = {"to": "hook", "after_days": 1}
    wishes = wanted(
        street, subscriptions=[{"name": "all", "channels": ["mail"], "escalate": escalate}]
    )
    stands(home, AFTER, State.OVERDUE_CONFIRMED)
    with home.database.session() as session:
        (alert,) = queries.alerts(session)
        archive.acknowledge_alerts(session, [alert.id], "clerk", at(AFTER))
    decide_alerts(home.database, AFTER + dt.timedelta(days=9), wishes)
    told(home, wishes)
    assert street.inbox.texts("hook") == []


def test_a_claim_of_the_living_is_kept_and_of_the_dead_is_not(home: Home, street: Street) -> None:
    wishes = wanted(street, "hook", "dingtalk")
    falls(home, wishes)
    for channel in ("hook", "dingtalk"):
        compose(home.database, channel, 10_000)
    now = dt.datetime.now(dt.UTC)
    for machine, process, sent in ((node(), 1, 0), ("elsewhere", 7, 0), (node(), 2**22 + 1, 2)):
        claim = {"claimed_at": now, "machine": machine, "process": process}
        with home.database.session() as session:
            session.execute(update(Message).values(**claim))
        assert told(home, wishes).sent == sent
    assert events(street) == {"hook": 1, "dingtalk": 1}
    assert street.inbox.texts("dingtalk")[0].startswith(delivering.REPEATED)
    assert street.inbox.texts("hook")[0].startswith("年报公开提醒")  # its key tells


def test_two_senders_at_once(home: Home, street: Street) -> None:
    wishes = wanted(street)
    street.inbox.answers_after = 0.05
    falls(home, wishes)
    threads = [threading.Thread(target=told, args=(home, wishes)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told(home, wishes)
    assert events(street) == dict.fromkeys(ADDRESSES, 1)


def test_a_channel_that_left_the_file_is_complained_of(home: Home, street: Street) -> None:
    falls(home, wanted(street, "hook"))
    fewer = Subscriptions()
    assert told(home, fewer).complaints == [
        "hook: alerts wait for a channel that the file no longer has"
    ]
    assert told(home, wanted(street, "hook")).sent == 1


def test_many_alerts_fit_the_smallest_messenger(home: Home, street: Street) -> None:
    wishes = wanted(street, "wecom", "mail")
    with home.database.session() as session:
        for number in range(40):
            host = f"www.county-{number}.gov.cn"
            site = archive.save_site(session, host, f"http://{host}/")
            archive.set_site_state(session, site.id, SiteState.UNREACHABLE, "没有应答", at(AFTER))
    decide_alerts(home.database, AFTER, wishes)
    told(home, wishes)
    small, large = street.inbox.texts("wecom"), street.inbox.texts("mail")
    assert len(large) == 1
    assert max(len(text.encode()) for text in small) <= 2048
    for number in range(40):
        assert sum(f"www.county-{number}.gov.cn：" in text for text in small) == 1


def test_reason_of_a_delivery_stays_the_first(home: Home, street: Street) -> None:
    falls(home, wanted(street, "hook"))
    with home.database.session() as session:
        (alert,) = queries.alerts(session)
        archive.save_delivery(session, alert.id, "hook", DeliveryReason.ESCALATED)
        ((goes,),) = queries.deliveries(session).values()
    assert goes.reason is DeliveryReason.SUBSCRIBED
