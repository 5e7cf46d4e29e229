"""What comes together is written together, and what cannot be written costs no other."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from pipelines.group_commit import GroupCommit


class Notebook:
    """Writes down the lots that it was given; refuses negative numbers and breaks at a thousand."""

    def __init__(self) -> None:
        self.lots: list[list[int]] = []
        self.begun = asyncio.Event()
        self.commit: GroupCommit[int, str] = GroupCommit(self.write, fatal=(OSError,))

    async def write(self, lot: Sequence[int]) -> list[str]:
        self.lots.append(list(lot))
        self.begun.set()
        await asyncio.sleep(0)
        if 1000 in lot:
            raise OSError("the disk is full")
        if any(number < 0 for number in lot):
            raise ValueError("below zero")
        return [f"no {number}" for number in lot]

    def put_all(self, *numbers: int) -> list[str | BaseException]:
        async def together() -> list[str | BaseException]:
            puts = (self.commit.put(number) for number in numbers)
            return await asyncio.gather(*puts, return_exceptions=True)

        return asyncio.run(together())


def test_what_comes_together_is_one_lot_and_keeps_its_order() -> None:
    notebook = Notebook()
    assert notebook.put_all(3, 1, 2) == ["no 3", "no 1", "no 2"]
    assert notebook.lots == [[3, 1, 2]]


def test_what_comes_during_a_write_is_the_next_lot() -> None:
    notebook = Notebook()

    async def one_after_another() -> None:
        first = asyncio.ensure_future(notebook.commit.put(1))
        await asyncio.wait_for(notebook.begun.wait(), 10)
        await asyncio.gather(first, notebook.commit.put(2), notebook.commit.put(3))

    asyncio.run(one_after_another())
    assert notebook.lots == [[1], [2, 3]]


def test_one_that_cannot_be_written_costs_no_other() -> None:
    notebook = Notebook()
    first, second, third = notebook.put_all(1, -1, 2)
    assert (first, third) == ("no 1", "no 2")
    assert isinstance(second, ValueError)
    assert notebook.lots == [[1, -1, 2], [1], [-1], [2]]


def test_a_full_disk_is_told_to_all_and_not_tried_again() -> None:
    notebook = Notebook()
    told = notebook.put_all(1, 1000, 2)
    assert [type(one) for one in told] == [OSError] * 3
    assert notebook.lots == [[1, 1000, 2]]


def test_the_next_lot_is_written_after_one_that_failed() -> None:
    notebook = Notebook()

    async def twice() -> str:
        with pytest.raises(OSError, match="disk"):
            await notebook.commit.put(1000)
        return await notebook.commit.put(1)

    assert asyncio.run(twice()) == "no 1"
