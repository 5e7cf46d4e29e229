"""What is worked out of a report's numbers: shares with the numbers they are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from storage.queries import REFUSALS, YearNumbers

FEW = 10  # below so many decisions a share says little: one more changes it by ten points


class Share(NamedTuple):
    """A part of a whole; either is None where the report has no number for it."""

    part: int | None
    whole: int | None

    @property
    def value(self) -> float | None:
        """Between 0 and 1; None where nothing can be divided."""
        return None if self.part is None or not self.whole else self.part / self.whole


def received(numbers: YearNumbers | None) -> int | None:
    """Requests received in the year (本年新收)."""
    return numbers.requests.get("requests_received") if numbers else None


def granted(numbers: YearNumbers | None) -> Share:
    """Requests granted in full or in part, of all outcomes (总计)."""
    return _of_outcomes(numbers, ("outcome_granted", "outcome_partially_granted"))


def refused(numbers: YearNumbers | None) -> Share:
    """Requests refused (不予公开), of all outcomes."""
    return _of_outcomes(numbers, REFUSALS)


def cases(numbers: YearNumbers | None) -> int | None:
    """Cases of reconsideration and litigation together; None where a block gives no total."""
    return of_cases(numbers, "total")


def of_cases(numbers: YearNumbers | None, result: str) -> int | None:
    """Cases with one result, over all blocks; None where a block has no number."""
    return _whole(block[result] for block in numbers.cases.values()) if numbers else None


def _of_outcomes(numbers: YearNumbers | None, names: tuple[str, ...]) -> Share:
    if numbers is None or "outcomes_total" not in numbers.requests:
        return Share(None, None)
    part = _whole(numbers.requests[name] for name in names)
    return Share(part, numbers.requests["outcomes_total"])


def _whole(numbers: Iterable[int | None]) -> int | None:
    """The sum; None of nothing, and where one is not known: less than the whole would be wrong."""
    known = list(numbers)
    return sum(filter(None, known)) if known and None not in known else None
