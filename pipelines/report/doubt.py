"""Cells read from pictures: which of them the form's own sums prove, and which stay doubtful."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipelines.items import Figure, Finding, Reading
from pipelines.report.checks.ledger import TRUSTED, Ledger
from pipelines.report.equations import Equation, equations
from pipelines.report.form import Form
from storage.vocabulary import CellState, Fault, Severity

PROVEN = 0.99  # confidence of a cell that a sum proves; 1 is for text that came as text
_ALONE = 2  # cells: a sign for nothing that no more cells have may be dust, or a figure not seen
_MOST_NAMED = 8  # cells in a message; all are in its list
_NOTHING = frozenset({CellState.BLANK, CellState.NOT_APPLICABLE})
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def weighed(figures: Mapping[str, Figure], form: Form) -> tuple[dict[str, Figure], list[Finding]]:
    """The figures with their doubts settled as far as the form's sums can, and what stays in doubt.

    A number that was recognised with little confidence is proven by a sum that holds; one in no
    such sum is doubtful. What is no number no sum can prove: words have to be Chinese and sure, and
    a sign for nothing has to be the habit of the document.
    """
    out = dict(figures)
    if any(figure.confidence < 1 for figure in figures.values()):
        proven = _proven(figures, form)
        signs = Counter(_sign(figure) for figure in figures.values())
        out = {key: _settled(figure, key in proven, signs) for key, figure in figures.items()}
    return out, _findings(out, form)


def _proven(figures: Mapping[str, Figure], form: Form) -> set[str]:
    proven: set[str] = set()
    for equation in equations(form, figures):
        if equation.holds(figures):
            proven.update(_proven_by(equation, figures))
    return proven


def _proven_by(equation: Equation, figures: Mapping[str, Figure]) -> Iterable[str]:
    """The cells of a sum that holds, but for unsure ones of one value: misread alike, perhaps."""
    there = [key for key in equation.cells if key in figures]
    unsure = Counter(figures[key].value for key in there if figures[key].confidence < TRUSTED)
    return (
        key
        for key in there
        if figures[key].confidence >= TRUSTED or unsure[figures[key].value] == 1
    )


def _sign(figure: Figure) -> tuple[CellState, str]:
    return figure.state, "" if figure.state is CellState.BLANK else figure.raw.strip()


def _settled(figure: Figure, proven: bool, signs: Mapping[tuple[CellState, str], int]) -> Figure:
    if figure.state in _NOTHING:
        return figure if signs[_sign(figure)] > _ALONE else _doubted(figure)
    if figure.confidence == 1:
        return figure
    if figure.state is CellState.TEXT:
        sure = figure.confidence >= TRUSTED and _CHINESE.search(figure.raw)
        return figure if sure else _doubted(figure)
    if proven:
        return replace(figure, confidence=max(figure.confidence, PROVEN))
    return figure if figure.confidence >= TRUSTED else _doubted(figure)


def _doubted(figure: Figure) -> Figure:
    return replace(figure, doubt=f"recognised with {figure.confidence:.2f}, and no sum proves it")


def _findings(figures: Mapping[str, Figure], form: Form) -> list[Finding]:
    doubtful = tuple(key for key, figure in figures.items() if figure.doubt)
    if not doubtful:
        return []
    ledger = Ledger(Reading(form.key, "", figures=dict(figures)), form)
    named = "、".join(
        f"{ledger.name(key)}“{figures[key].raw.strip()}”" for key in doubtful[:_MOST_NAMED]
    )
    more = "等" if len(doubtful) > _MOST_NAMED else ""
    return [
        Finding(
            "reader.cells_doubtful",
            Severity.ERROR,
            Fault.READER,
            f"{len(doubtful)} 个单元格的识读不能确认，请核对原文：{named}{more}",
            doubtful,
        )
    ]
