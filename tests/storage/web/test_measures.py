"""Shares and sums of one report: a number that is not known makes no sum."""

from __future__ import annotations

import pytest

from storage.queries import REFUSALS, YearNumbers
from storage.web.measures import Share, cases, granted, of_cases, refused

GROUNDS = dict.fromkeys(REFUSALS, 1)
REQUESTS: dict[str, int | None] = {
    "outcome_granted": 5,
    "outcome_partially_granted": 2,
    "outcomes_total": 20,
    **GROUNDS,
}
BLOCK: dict[str, int | None] = {"corrected": 1, "total": 3}


def numbers(requests: dict[str, int | None], **cases: dict[str, int | None]) -> YearNumbers:
    return YearNumbers("a", 2024, "2021", {**REQUESTS, **requests}, cases)


def test_what_is_known_is_added_up() -> None:
    known = numbers({}, reconsideration=BLOCK, litigation_direct=BLOCK)
    assert granted(known) == Share(7, 20)
    assert refused(known) == Share(len(REFUSALS), 20)
    assert (cases(known), of_cases(known, "corrected")) == (6, 2)


@pytest.mark.parametrize("blank", ["outcome_granted", "outcome_partially_granted"])
def test_a_share_of_a_row_that_is_not_known_is_not_told(blank: str) -> None:
    assert granted(numbers({blank: None})).value is None


@pytest.mark.parametrize("blank", REFUSALS)
def test_refusals_of_which_one_ground_is_not_known_are_not_told(blank: str) -> None:
    assert refused(numbers({blank: None})) == Share(None, 20)


def test_cases_of_which_one_block_is_not_known_are_not_told() -> None:
    unknown = numbers({}, reconsideration=BLOCK, litigation_direct=dict.fromkeys(BLOCK))
    assert (cases(unknown), of_cases(unknown, "corrected")) == (None, None)


def test_a_report_of_the_form_of_2014_has_no_shares_and_no_cases() -> None:
    old = YearNumbers("a", 2014, "2014", {"requests_received": 4})
    assert granted(old) == refused(old) == Share(None, None)
    assert cases(old) is of_cases(old, "corrected") is None
    assert cases(None) is of_cases(None, "corrected") is None
