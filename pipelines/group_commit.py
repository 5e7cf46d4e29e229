"""Group commit: what comes while others are written waits, and is written with what else came.

A disk and a database take a hundred writes of one transaction in the time of a few transactions.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
Written = TypeVar("Written")


class GroupCommit(Generic[Thing, Written]):
    """Writes what is put in, in lots and in the order in which it came.

    A lot that fails is written again one by one, so that a thing that cannot be written costs no
    other; an error that is of nobody's making (``fatal``: the disk is full) is told to all.

    Args:
        write: writes a lot and gives a result for each of it, or writes nothing and raises.
        fatal: the errors after which no other of the lot is tried.
        gather: seconds to wait for others before a lot is written.
    """

    def __init__(
        self,
        write: Callable[[Sequence[Thing]], Awaitable[Sequence[Written]]],
        fatal: tuple[type[Exception], ...] = (),
        gather: float = 0.0,
    ) -> None:
        self._write = write
        self._fatal = fatal
        self._gather = gather
        self._waiting: list[tuple[Thing, asyncio.Future[Written]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, thing: Thing) -> Written:
        """Gives the result once the thing is written.

        Raises:
            Exception: what ``write`` raised for it.
        """
        written: asyncio.Future[Written] = asyncio.get_running_loop().create_future()
        self._waiting.append((thing, written))
        if self._writing is None:
            self._writing = asyncio.ensure_future(self._write_waiting())
        return await written

    async def _write_waiting(self) -> None:
        while self._waiting:
            await asyncio.sleep(self._gather)
            lot, self._waiting = self._waiting, []
            await self._write_lot(lot)
        self._writing = None

    async def _write_lot(self, lot: Sequence[tuple[Thing, asyncio.Future[Written]]]) -> None:
        try:
            results = await self._write([thing for thing, _ in lot])
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            if len(lot) > 1 and not isinstance(error, self._fatal):
                for one in lot:
                    await self._write_lot([one])
                return
            for _, written in lot:
                written.set_exception(error)
            return
        for (_, written), result in zip(lot, results, strict=True):
            written.set_result(result)
