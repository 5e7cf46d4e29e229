"""Robots of DingTalk (钉钉), Feishu (飞书) and WeCom (企业微信).

They answer 200 and say in the body that they did not take a message (too many a minute, a wrong
signature, a word that is missing). apprise, which reads their addresses and signs, looks at the
status alone and would call these taken.
"""

from __future__ import annotations

from typing import Any

import httpx
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot

from crawler.alerts.undelivered import Undelivered

Robot = NotifyDingTalk | NotifyFeishu | NotifyWeComBot

_SECONDS = 15.0


def send_by_robot(robot: Robot, text: str) -> None:
    """Hands a text to a robot; it has no place for a key.

    Raises:
        Undelivered: there is no answer, or it says that the text was not taken.
    """
    url, payload = _request(robot, text)
    try:
        answer = httpx.post(url, json=payload, timeout=_SECONDS)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
        raise Undelivered(f"nobody there ({type(error).__name__})") from None
    except httpx.HTTPError as error:
        raise Undelivered(f"no answer ({type(error).__name__})", uncertain=True) from None
    if answer.status_code != httpx.codes.OK:
        raise Undelivered(f"status {answer.status_code}")
    code = _code(answer)
    if code != 0:
        raise Undelivered(f"it answered with error {code}")


def _request(robot: Robot, text: str) -> tuple[httpx.URL, dict[str, Any]]:
    if isinstance(robot, NotifyFeishu):
        url = httpx.URL(robot.notify_url.format(token=robot.token))
        return url, {"msg_type": "text", "content": {"text": text}}
    payload: dict[str, Any] = {"msgtype": "text", "text": {"content": text}}
    if isinstance(robot, NotifyWeComBot):
        return httpx.URL(robot.api_url), payload
    url = httpx.URL(robot.notify_url.format(token=robot.token))
    if robot.secret:
        timestamp, signature = robot.get_signature()  # type: ignore[no-untyped-call]
        # the signature is quoted already
        url = httpx.URL(f"{url}&timestamp={timestamp}&sign={signature}")
    payload["at"] = {"atMobiles": list(robot.targets), "isAtAll": False}
    return url, payload


def _code(answer: httpx.Response) -> object:
    """The code of an answer, 0 where it was taken; Feishu's older robots call it StatusCode."""
    try:
        body = answer.json()
    except ValueError:
        return "none"
    if not isinstance(body, dict):
        return "none"
    return next((body[name] for name in ("errcode", "code", "StatusCode") if name in body), "none")
