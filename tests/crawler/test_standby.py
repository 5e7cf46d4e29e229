"""Processes that are kept for the next order."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from crawler import standby
from crawler.standby import Standby

SAYS_WHO_IT_IS = """
import json, os, sys
for line in sys.stdin:
    order = json.loads(line)
    print("not json", flush=True)
    print(json.dumps({"process": os.getpid(), **order}), flush=True)
    if order["what"] == "die":
        sys.exit(order.get("code", 0))
    print(json.dumps({"ended": int(order["what"] == "fail")}), flush=True)
"""


def told(processes: Standby, what: str, **more: object) -> tuple[int, list[dict[str, Any]]]:
    heard: list[dict[str, Any]] = []
    return processes.do({"what": what, **more}, heard.append), heard


def process_of(processes: Standby, what: str = "work", **more: object) -> int:
    code, (message,) = told(processes, what, **more)
    assert code == 0 or what != "work"
    assert message["what"] == what
    return int(message["process"])


def test_a_process_does_one_order_after_another() -> None:
    with Standby("-c", SAYS_WHO_IT_IS) as processes:
        first = process_of(processes)
        assert process_of(processes) == first
    assert not Path(f"/proc/{first}").exists()


def test_one_that_failed_does_no_more() -> None:
    with Standby("-c", SAYS_WHO_IT_IS) as processes:
        assert told(processes, "fail")[0] == 1
        failed = process_of(processes, "fail")
        assert process_of(processes) != failed
        assert not Path(f"/proc/{failed}").exists()


def test_one_that_ends_without_a_word_has_failed() -> None:
    with Standby("-c", SAYS_WHO_IT_IS) as processes:
        assert told(processes, "die", code=7)[0] == 7
        assert told(processes, "die", code=0)[0] == 1
    with Standby("-c", "pass") as processes:
        assert told(processes, "work") == (1, [])


def test_one_that_died_while_it_waited_is_replaced() -> None:
    with Standby("-c", SAYS_WHO_IT_IS) as processes:
        dead = process_of(processes)
        os.kill(dead, signal.SIGKILL)
        os.waitid(os.P_PID, dead, os.WEXITED | os.WNOWAIT)
        assert process_of(processes) != dead


def test_none_does_orders_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standby, "MOST_ORDERS", 2)
    with Standby("-c", SAYS_WHO_IT_IS) as processes:
        first = process_of(processes)
        assert process_of(processes) == first
        assert process_of(processes) != first


def test_what_a_process_complains_of_is_in_the_log(tmp_path: Path) -> None:
    log = tmp_path / "crawl.log"
    with Standby("-c", "import nothing_of_this_name") as processes:
        assert processes.do({}, print, log) == 1
    assert "nothing_of_this_name" in log.read_text()
