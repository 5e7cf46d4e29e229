"""The frontier: best first, each page once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.spiders.frontier import Fetch, Frontier, Purpose


def fetch(path: str, score: float) -> Fetch:
    return Fetch(f"http://www.linhe.gov.cn/{path}", Purpose.NAVIGATION, score)


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.floats(0.1, 100))))
def test_best_first_and_each_page_once(pushed: list[tuple[str, float]]) -> None:
    frontier = Frontier()
    for path, score in pushed:
        frontier.push(fetch(path, score))
    popped = []
    while (got := frontier.pop()) is not None:
        popped.append(got)
    scores = [one.score for one in popped]
    assert scores == sorted(scores, reverse=True)
    assert [one.url for one in popped] == list(dict.fromkeys(one.url for one in popped))
    best = {path: max(s for p, s in pushed if p == path) for path, _ in pushed}
    assert {one.url[-1]: one.score for one in popped} == best


def test_a_page_fetched_is_not_taken_again_unless_insisted_on() -> None:
    frontier = Frontier()
    frontier.push(fetch("a", 5))
    assert frontier.pop() is not None
    assert not frontier.push(fetch("a", 9))
    frontier.insist(fetch("a", 9))
    assert frontier.peek_score() == 9


def test_a_dropped_page_is_not_asked_for() -> None:
    frontier = Frontier()
    frontier.push(fetch("a", 5))
    assert frontier.drop(fetch("a", 5).key)
    assert frontier.pop() is None
    assert not frontier.drop(fetch("a", 5).key)


def test_a_dropped_page_may_be_wanted_later_as_another() -> None:
    frontier = Frontier()
    frontier.push(fetch("a", 5))
    frontier.drop(fetch("a", 5).key)
    assert frontier.push(fetch("a", 5))
    assert frontier.pop() is not None
    assert frontier.pop() is None
