"""A host's turn: one request at a time, a pause after each, whoever had it and however it ended."""

from __future__ import annotations

import asyncio
import os
import time
from itertools import pairwise
from pathlib import Path

from crawler.spiders.manners.one_at_a_time import Turn

PAUSE = 0.4
JITTER = 0.05  # a file's time is told by a clock that ticks less often


def test_requests_of_one_process_have_their_turns_one_after_another(tmp_path: Path) -> None:
    turn = Turn(tmp_path / "www.a.gov.cn")
    taken: list[float] = []
    at_once: list[int] = [0]

    async def ask() -> None:
        await turn.take(PAUSE)
        taken.append(time.monotonic())
        at_once.append(at_once[-1] + 1)
        await asyncio.sleep(0.1)
        at_once.append(at_once[-1] - 1)
        turn.leave()

    async def ask_three_times() -> None:
        await asyncio.gather(ask(), ask(), ask())

    asyncio.run(ask_three_times())
    assert max(at_once) == 1
    assert min(later - sooner for sooner, later in pairwise(taken)) >= PAUSE


def test_whoever_comes_after_one_that_was_killed_waits_from_its_request_on(tmp_path: Path) -> None:
    """A request once waited in its turn: the pause after it was counted from before it was sent."""
    file = tmp_path / "www.a.gov.cn"
    killed, other = Turn(file), Turn(file)

    async def ask() -> tuple[float, float]:
        await killed.take(PAUSE)
        killed.leave()
        await killed.take(PAUSE)
        sent = time.monotonic()
        os.close(killed._handle)  # what the system does when it dies
        await other.take(PAUSE)
        return sent, time.monotonic()

    sent, after = asyncio.run(ask())
    assert after - sent >= PAUSE - JITTER


def test_a_turn_that_was_given_up_while_waiting_is_free_again(tmp_path: Path) -> None:
    turn = Turn(tmp_path / "www.a.gov.cn")

    async def give_up() -> None:
        await turn.take(0)
        turn.leave()
        waiting = asyncio.create_task(turn.take(60))
        await asyncio.sleep(0.05)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await asyncio.wait_for(turn.take(0), 5)
        turn.leave()

    asyncio.run(give_up())
