"""Alerts, messages and claims, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.exc import IntegrityError

from storage import archive, queries
from storage.database import Database
from storage.models import StateChange
from storage.records import AlertDraft, ExpectationRecord
from storage.vocabulary import AlertKind, DeliveryReason, ExpectationState, MessageState
from tests.storage.scene import BUREAU, COUNTY, DAY, NOON

TODAY = NOON.date()
DRAFT = AlertDraft("site_down:a", AlertKind.SITE_DOWN, facts={"host": "a"})


@pytest.fixture
def agencies(database: Database) -> None:
    with database.session() as session:
        archive.save_agencies(session, [BUREAU, COUNTY])


def test_an_alert_decided_twice_is_one(database: Database) -> None:
    with database.session() as session:
        (first,) = archive.save_alerts(session, [DRAFT, DRAFT], TODAY, NOON)
        assert archive.save_alerts(session, [DRAFT], TODAY, NOON + DAY) == ()
        assert list(queries.alerts(session)) == [first]


def test_what_is_settled_or_acknowledged_stays_so(database: Database) -> None:
    with database.session() as session:
        (alert,) = archive.save_alerts(session, [DRAFT], TODAY, NOON)
        for n, by in enumerate(("李", "王")):
            archive.settle_alerts(session, [alert.id], NOON + n * DAY)
            archive.acknowledge_alerts(session, [alert.id], by, NOON + n * DAY)
    with database.snapshot() as session:
        (alert,) = queries.alerts(session, ids=[alert.id])
        assert list(queries.alerts(session, unsettled=True)) == []
    assert (alert.settled_at, alert.acknowledged_at, alert.acknowledged_by) == (NOON, NOON, "李")


@pytest.mark.usefixtures("agencies")
def test_states_are_noted_as_they_change(database: Database) -> None:
    def stands(state: ExpectationState) -> list[tuple[ExpectationState, ...]]:
        with database.session() as session:
            record = ExpectationRecord(BUREAU.id, 2025, TODAY, "r", state)
            archive.save_expectations(session, [record])
            changed = list(queries.changed_expectations(session))
            archive.note_states(session, changed, TODAY, NOON)
            archive.note_states(session, changed, TODAY, NOON)  # as a second process would
            return [one.noted for one in changed]

    soon, late = ExpectationState.DUE_SOON, ExpectationState.FOUND_LATE
    assert stands(soon) == [()]
    assert stands(soon) == []
    assert stands(late) == [(soon,)]
    assert stands(soon) == [(soon, late)]
    with database.snapshot() as session:
        assert queries.last_noted_day(session) == TODAY


@pytest.mark.usefixtures("agencies")
def test_a_change_has_one_number(database: Database) -> None:
    row = {
        "agency_id": BUREAU.id,
        "report_year": 2025,
        "number": 1,
        "state": ExpectationState.DUE_SOON,
        "day": TODAY,
        "noted_at": NOON,
    }
    with pytest.raises(IntegrityError), database.session() as session:
        session.add_all([StateChange(**row), StateChange(**row)])


def test_the_way_of_a_message(database: Database) -> None:
    soon, later = NOON + dt.timedelta(minutes=1), NOON + dt.timedelta(hours=1)
    with database.session() as session:
        (alert,) = archive.save_alerts(session, [DRAFT], TODAY, NOON)
        archive.save_delivery(session, alert.id, "mail", DeliveryReason.SUBSCRIBED)
        assert archive.undelivered_alerts(session, "mail") == (alert,)
        archive.save_message(session, "k", "mail", "题", "文", [alert.id], NOON)
        assert archive.undelivered_alerts(session, "mail") == ()
        (message,) = queries.waiting_messages(session, "mail")
        claimed = archive.claim_message(session, message.id, soon)
        assert claimed is not None
        assert (claimed.attempts, claimed.uncertain) == (1, False)
        assert archive.claim_message(session, message.id, soon) is None  # in our own hands
        archive.mark_failed(session, message.id, "no answer", later, uncertain=True)
        assert archive.claim_message(session, message.id, soon) is None  # not before later
        again = archive.claim_message(session, message.id, later)
        assert again is not None
        assert (again.key, again.attempts, again.uncertain) == ("k", 2, True)
        archive.mark_sent(session, message.id, later)
        assert queries.waiting_channels(session) == ()
        assert archive.claim_message(session, message.id, later + DAY) is None
        ((goes,),) = queries.deliveries(session).values()
    assert (goes.state, goes.sent_at) == (MessageState.SENT, later)


def test_a_message_given_up_goes_elsewhere_once(database: Database) -> None:
    with database.session() as session:
        (alert,) = archive.save_alerts(session, [DRAFT], TODAY, NOON)
        archive.save_delivery(session, alert.id, "mail", DeliveryReason.SUBSCRIBED)
        archive.save_message(session, "k", "mail", "题", "文", [alert.id], NOON)
        (message,) = queries.waiting_messages(session, "mail")
        for _ in range(2):
            archive.give_up(session, message.id, "hook")
        assert archive.undelivered_alerts(session, "hook") == (alert,)
        assert queries.waiting_channels(session) == ("hook",)


def test_a_verification_is_kept_with_its_first_problems(database: Database) -> None:
    with database.session() as session:
        assert queries.last_verification(session) is None
        archive.save_verification(session, 7, [], NOON)
        archive.save_verification(session, 8, [f"p{n}" for n in range(300)], NOON + DAY)
        last = queries.last_verification(session)
    assert last is not None
    assert (last.records, last.problem_count, len(last.problems)) == (8, 300, 100)
