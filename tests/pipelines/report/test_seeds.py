from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipelines.extract.text import extract_text
from pipelines.items import Reading
from pipelines.report.read import read_report
from storage.vocabulary import CellState

SEEDS = Path(__file__).parents[4] / "shared" / "corpus" / "seeds"
SIX = [
    "overview",
    "proactive_disclosure",
    "requests",
    "reconsideration_litigation",
    "problems_improvements",
    "other_matters",
]


def reading(name: str) -> Reading:
    path = SEEDS / name
    if not path.exists():
        pytest.skip(f"the real report is not at {path}")
    return read_report(extract_text(path.read_text(encoding="utf-8")))


def test_tabs_with_lost_leading_columns() -> None:
    report = reading("000_6791af29304a63d7.txt")
    assert report.form == "ogi_2021"
    assert report.title.replace(" ", "") == "临沂市大数据局2021年政府信息公开工作年度报告"
    large = [f for key, f in report.figures.items() if key.startswith(("t3.", "t4."))]
    assert len(large) == 190
    assert all(f.value == 0 and f.state is CellState.ZERO for f in large)
    documents = [
        report.figures[f"t2_1.normative_documents.{column}"].value
        for column in ("issued_this_year", "repealed_this_year", "in_force")
    ]
    assert documents == [1, 1, 2]
    assert len(report.figures) == 200
    assert not report.findings
    assert [section.key for section in report.sections] == SIX


def test_pipes_with_dropped_cells_are_not_guessed() -> None:
    report = reading("004_06fed97206c3d218.txt")
    assert report.form == "ogi_2019"
    assert not any(key.startswith("t3.") for key in report.figures)
    named = {cell for finding in report.findings for cell in finding.cells}
    assert len([cell for cell in named if cell.startswith("t3.")]) == 23 * 7
    assert {key.split(".")[0] for key in report.figures} == {
        "t2_1",
        "t2_5",
        "t2_6",
        "t2_8",
        "t2_9",
        "t4",
    }
    assert report.signature == "沈阳市大数据管理局"
    assert report.signed_on == dt.date(2021, 1, 28)
    assert report.sections[-1].text == "无"
    assert [section.key for section in report.sections] == SIX
