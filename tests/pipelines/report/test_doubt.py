"""Cells of a picture: proven by a sum, or named as doubtful with the reader at fault."""

from __future__ import annotations

from pipelines.items import Figure
from pipelines.report.cells import read_cell
from pipelines.report.doubt import PROVEN, weighed
from pipelines.report.form import load_form
from storage.vocabulary import Fault

FORM = load_form("ogi_2021")
SEEN = 0.995


def figure(key: str, raw: str, confidence: float = SEEN) -> Figure:
    value, state, doubt = read_cell(raw)
    return Figure(key, raw, value, state, confidence=confidence, doubt=doubt)


def report(**changed: tuple[str, float]) -> dict[str, Figure]:
    """A report of noughts read from a picture, with some cells otherwise; ``__`` is a point."""
    figures = {key: figure(key, "0") for key in FORM.keys}
    for name, (raw, confidence) in changed.items():
        key = name.replace("__", ".")
        figures[key] = figure(key, raw, confidence)
    return figures


def doubtful(figures: dict[str, Figure]) -> tuple[str, ...]:
    _, findings = weighed(figures, FORM)
    assert all(finding.fault is Fault.READER for finding in findings)
    return tuple(cell for finding in findings for cell in finding.cells)


def test_a_sum_that_holds_proves_an_unsure_number() -> None:
    figures, findings = weighed(
        report(
            t3__requests_received__natural_person=("7", 0.5),
            t3__requests_received__total=("7", SEEN),
        ),
        FORM,
    )
    assert findings == []
    assert figures["t3.requests_received.natural_person"].confidence == PROVEN


def test_a_number_in_no_sum_that_holds_is_named() -> None:
    key = "t3.requests_received.natural_person"
    assert doubtful(report(t3__requests_received__natural_person=("7", 0.5))) == (key,)
    assert doubtful(report(t2_6__penalties__decisions=("23", 0.7))) == ("t2_6.penalties.decisions",)


def test_numbers_that_may_be_misread_alike_prove_nothing_to_each_other() -> None:
    figures = report(
        t3__requests_received__natural_person=("3", 0.5),
        t3__requests_received__total=("3", 0.5),
        t3__outcome_granted__natural_person=("3", 0.5),
        t3__outcome_granted__total=("3", 0.5),
        t3__outcomes_total__natural_person=("3", 0.5),
        t3__outcomes_total__total=("3", 0.5),
    )
    assert len(doubtful(figures)) == 6


def test_a_lone_sign_for_nothing_may_be_dust() -> None:
    one = "t4.reconsideration.upheld"
    assert doubtful(report(t4__reconsideration__upheld=("-", 0.99))) == (one,)
    assert doubtful(report(t4__reconsideration__upheld=("", 1.0))) == (one,)
    habit = {
        f"t4__reconsideration__{column}": ("-", 0.9)
        for column in ("upheld", "corrected", "pending", "total")
    }
    assert doubtful(report(**habit)) == ()


def test_a_letter_among_figures_is_doubtful_and_words_are_not() -> None:
    assert doubtful(report(t2_8__fees__amount_wan_yuan=("a", 0.98)))
    assert not doubtful(report(t2_8__fees__amount_wan_yuan=("详见附件", 0.98)))


def test_text_that_came_as_text_is_left_alone() -> None:
    figures = {key: figure(key, "0", 1.0) for key in FORM.keys}
    figures["t2_8.fees.amount_wan_yuan"] = figure("t2_8.fees.amount_wan_yuan", "/", 1.0)
    assert weighed(figures, FORM) == (figures, [])


def test_a_cell_whose_text_cannot_be_one_number_is_named() -> None:
    figures = {key: figure(key, "0", 1.0) for key in FORM.keys}
    for key, raw in (("t2_6.penalties.decisions", "12\n5"), ("t2_5.licensing.decisions", "\ufffd")):
        figures[key] = figure(key, raw, 1.0)
    assert set(doubtful(figures)) == {"t2_6.penalties.decisions", "t2_5.licensing.decisions"}


def test_the_statistics_of_2014_prove_their_numbers_too() -> None:
    form = load_form("stats_2014")
    figures = {key: figure(key, "0") for key in form.keys}
    for row, raw, confidence in (("staff_total", "5", SEEN), ("staff_full_time", "5", 0.5)):
        figures[f"stats.{row}.value"] = figure(f"stats.{row}.value", raw, confidence)
    figures["stats.meetings.value"] = figure("stats.meetings.value", "4", 0.5)
    _, (finding,) = weighed(figures, form)
    assert finding.cells == ("stats.meetings.value",)
    assert "4" in finding.message
