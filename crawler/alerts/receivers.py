"""The ways to people, opened from their addresses; apprise knows some 130 kinds of them.

A receiver says whether it took a message, and never what its address holds.
"""

from __future__ import annotations

import logging
import re
from typing import Protocol

import apprise
from apprise.plugins.custom_form import NotifyForm
from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.custom_xml import NotifyXML
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.email.base import NotifyEmail
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot

from crawler.alerts.mail import send_mail
from crawler.alerts.robots import send_by_robot
from crawler.alerts.undelivered import Undelivered
from storage.errors import ConfigurationError

ANSWER_SECONDS = 15.0  # apprise waits 4, less than a busy relay takes
IDEMPOTENCY_HEADER = "Idempotency-Key"  # draft-ietf-httpapi-idempotency-key-header
_WEBHOOKS = (NotifyJSON, NotifyXML, NotifyForm)
_WITH_KEYS = (NotifyEmail, *_WEBHOOKS)

# apprise writes addresses with their tokens into its log.
logging.getLogger("apprise").propagate = False
logging.getLogger("apprise").addHandler(logging.NullHandler())


class Receiver(Protocol):
    """Somebody to be told; ``longest`` is the bytes of UTF-8 one message may have.

    ``takes_keys`` says that a message carries its key there, so that a repeated one can be told.
    """

    longest: int
    takes_keys: bool

    def send(self, key: str, subject: str, body: str) -> str:
        """Hand over a message; what a person should know of it, mostly nothing.

        Raises:
            Undelivered: it was not taken, as far as can be known.
        """


def open_receiver(name: str, url: str) -> Receiver:
    """The receiver of a channel.

    Raises:
        ConfigurationError: nobody understands the address; the message does not show it.
    """
    plugin = apprise.Apprise.instantiate(url)
    if plugin is None:
        raise ConfigurationError(
            f"channel {name}: its url is no address that apprise understands, "
            "such as mailtos://, dingtalk://, feishu://, wecombot://, jsons://"
        )
    plugin.socket_connect_timeout = plugin.socket_read_timeout = ANSWER_SECONDS
    return AppriseReceiver(plugin, url)


class AppriseReceiver:
    """A service of apprise; mail and robots are asked more closely than it does."""

    def __init__(self, plugin: apprise.NotifyBase, url: str) -> None:
        self._plugin = plugin
        self._url = url
        self.longest = int(plugin.body_maxlen)
        self.takes_keys = isinstance(plugin, _WITH_KEYS)

    def send(self, key: str, subject: str, body: str) -> str:
        """Hand over a message, with its key where the service has a place for one."""
        try:
            return self._send(key, subject, body)
        except Undelivered as error:
            cause = without_secrets(str(error), self._url)
            raise Undelivered(cause, uncertain=error.uncertain) from None
        except Exception as error:  # noqa: BLE001 - one service that breaks never stops the others
            raise Undelivered(
                f"its service broke ({type(error).__name__})", uncertain=True
            ) from None

    def _send(self, key: str, subject: str, body: str) -> str:
        plugin = self._plugin
        if isinstance(plugin, NotifyEmail):
            return send_mail(plugin, key, subject, body)
        if isinstance(plugin, NotifyDingTalk | NotifyFeishu | NotifyWeComBot):
            send_by_robot(plugin, f"{subject}\n\n{body}")
            return ""
        if isinstance(plugin, _WEBHOOKS):
            plugin.headers[IDEMPOTENCY_HEADER] = key
        capture = apprise.LogCapture(level=logging.WARNING, fmt="%(message)s")  # type: ignore[no-untyped-call]
        with capture as log:
            taken = plugin.notify(body=body, title=subject, body_format=apprise.NotifyFormat.TEXT)
        if not taken:
            lines = log.getvalue().strip().splitlines()
            raise Undelivered(lines[-1] if lines else "not taken")
        return ""


def without_secrets(text: str, url: str) -> str:
    """A line for people without any part of an address that may be a password or a token."""
    for part in sorted(set(re.split(r"[/:@?&=,;+\s]+", url)), key=len, reverse=True):
        if len(part) >= 4:
            text = text.replace(part, "***")
    return text[:300]
