"""Each way to people, against a receiver that speaks it."""

from __future__ import annotations

import pytest

from crawler.alerts.receivers import Receiver, open_receiver, without_secrets
from crawler.alerts.undelivered import Undelivered
from storage.errors import ConfigurationError
from tests.crawler.alerts.receivers import ADDRESSES, TOKEN, Inbox, Street, mail_server

CHANNELS = list(ADDRESSES)


@pytest.fixture
def receivers(street: Street) -> dict[str, Receiver]:
    return {name: open_receiver(name, url) for name, url in street.urls.items()}


@pytest.fixture
def inbox(street: Street) -> Inbox:
    return street.inbox


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_message_is_taken_whole(
    channel: str, receivers: dict[str, Receiver], inbox: Inbox
) -> None:
    assert receivers[channel].send("k1", "年报公开提醒", "清河县民政局：逾期") == ""
    (text,) = inbox.texts(channel)
    assert text.split() == ["年报公开提醒", "清河县民政局：逾期"]


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_refusal_is_not_taken_for_yes_and_tells_no_secret(
    channel: str, receivers: dict[str, Receiver], inbox: Inbox
) -> None:
    inbox.fails = lambda: True
    with pytest.raises(Undelivered) as refused:
        receivers[channel].send("k1", "年报公开提醒", "清河县民政局：逾期")
    assert inbox.refused == 1
    assert not {"Geheim-99", TOKEN} & set(str(refused.value).split("/"))


def test_the_same_message_has_the_same_key(receivers: dict[str, Receiver], inbox: Inbox) -> None:
    for channel in ("mail", "hook"):
        for key in ("k1", "k1", "k2"):
            receivers[channel].send(key, "年报公开提醒", "正文")
    assert inbox.keys("mail") == ["<k1@example.org>", "<k1@example.org>", "<k2@example.org>"]
    assert inbox.keys("hook") == ["k1", "k1", "k2"]


def test_a_webhook_that_takes_a_message_and_falls_silent_did_not_take_it(
    receivers: dict[str, Receiver], inbox: Inbox
) -> None:
    inbox.silent = True
    with pytest.raises(Undelivered):
        receivers["hook"].send("k1", "年报公开提醒", "正文")


def test_a_robot_that_signs_is_asked_with_its_signature(
    receivers: dict[str, Receiver], inbox: Inbox
) -> None:
    open_receiver("signed", f"dingtalk://SECxyz12345@{TOKEN}/").send("k1", "年报", "正文")
    assert inbox.keys("dingtalk") == ["sign,timestamp"]


@pytest.mark.parametrize(
    ("readers", "told", "outcome"),
    [
        ("a@example.org,gone@example.org", 1, "1 of 2 readers were refused"),
        ("a@example.org,later@example.org", 0, "refused a reader with 450"),
        ("gone@example.org", 0, "refused a reader with 550"),
    ],
)
def test_a_reader_who_is_refused(inbox: Inbox, readers: str, told: int, outcome: str) -> None:
    with mail_server(inbox) as mail:
        receiver = open_receiver("mail", f"mailto://{mail}?from=nb@example.org&to={readers}")
        try:
            said = receiver.send("k1", "年报", "正文")
        except Undelivered as error:
            said = str(error)
    assert outcome in said
    assert len(inbox.taken) == told


@pytest.mark.parametrize("channel", CHANNELS)
def test_nobody_there(channel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    receiver = open_receiver(
        channel, ADDRESSES[channel].format(mail="127.0.0.1:9", hook="127.0.0.1:9")
    )
    with pytest.raises(Undelivered):
        receiver.send("k1", "年报", "正文")


def test_an_address_nobody_understands() -> None:
    with pytest.raises(
        ConfigurationError, match=r"^channel office: its url is no address"
    ) as wrong:
        open_receiver("office", "carrierpigeon://Geheim-99@loft")
    assert "Geheim" not in str(wrong.value)


def test_secrets_are_taken_out_of_a_line() -> None:
    line = "A Connection error occurred sending to 10.1.2.3/incoming/Geheim-99"
    assert "Geheim" not in without_secrets(line, "json://u:pw12@10.1.2.3/incoming/Geheim-99")
