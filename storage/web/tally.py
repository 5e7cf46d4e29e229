"""The states of many reports counted up into what a reader asks first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from storage.queries import StateCounts
from storage.vocabulary import ExpectationState as State
from storage.web.drawing import Part
from storage.web.language import Texts

OVERDUE = (State.OVERDUE_CONFIRMED, State.OVERDUE_NOT_SEEN)
UNKNOWN = (
    *(State.OVERDUE_NOT_SEEN, State.SITE_UNREACHABLE, State.BLOCKED, State.COLUMN_NOT_LOCATED),
)
# From what is in order to what is not owed, as a strip is drawn.
ORDER = (
    *(State.FOUND_ON_TIME, State.FOUND_LATE, State.FOUND_INVALID),
    *(State.OVERDUE_CONFIRMED, *UNKNOWN),
    *(State.DUE_SOON, State.NOT_DUE, State.NOT_REQUIRED, State.AGENCY_CEASED),
)


class Tally(NamedTuple):
    """How many reports are owed, and how they stand.

    ``due`` are all that are owed for the year; ``published`` were found, ``late`` of them after the
    due date; ``missing`` are confirmed not to be there, of ``unknown`` nothing can be said;
    ``invalid`` have something else in their place; ``ahead`` are owed later.
    """

    due: int
    published: int
    late: int
    invalid: int
    missing: int
    unknown: int
    ahead: int


def tally(counts: StateCounts) -> Tally:
    """The states of one year counted up."""
    published = counts[State.FOUND_ON_TIME] + counts[State.FOUND_LATE]
    invalid = counts[State.FOUND_INVALID]
    missing = counts[State.OVERDUE_CONFIRMED]
    unknown = sum(counts[state] for state in UNKNOWN)
    ahead = counts[State.DUE_SOON] + counts[State.NOT_DUE]
    due = published + invalid + missing + unknown + ahead
    return Tally(due, published, counts[State.FOUND_LATE], invalid, missing, unknown, ahead)


def summed(counts: Iterable[StateCounts]) -> StateCounts:
    """All of them together."""
    return sum(counts, StateCounts())


def parts(counts: StateCounts, t: Texts, among: Sequence[State] = ORDER) -> list[Part]:
    """The states as the parts of a strip."""
    return [Part(t(f"state.{state}"), counts[state], f"is-{state}") for state in among]
