from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipelines.report.cells import read_cell
from pipelines.report.differences import CellChange, changed_cells, changed_text
from storage.records import FigureRecord, SectionRecord

RAW = st.sampled_from(["0", "12", "1,234", "/", "", "不适用", "见附件"])
CELLS = st.dictionaries(st.sampled_from(["t3.a.total", "t3.b.total", "t4.c.total"]), RAW)


def cells(printed: dict[str, str], place: int = 0) -> dict[str, FigureRecord]:
    read = {key: read_cell(raw) for key, raw in printed.items()}
    return {
        key: FigureRecord(printed[key], value, state, place)
        for key, (value, state, _) in read.items()
    }


@given(CELLS, CELLS)
def test_a_change_is_undone_by_the_change_back(old: dict[str, str], new: dict[str, str]) -> None:
    forth = changed_cells(cells(old), cells(new))
    back = changed_cells(cells(new), cells(old))
    assert {(c.cell, c.before, c.after) for c in forth} == {
        (c.cell, c.after, c.before) for c in back
    }
    after = cells(old) | {change.cell: change.after for change in forth if change.after}
    for change in forth:
        if change.after is None:
            del after[change.cell]
    assert changed_cells(after, cells(new)) == []


def test_place_and_spelling_are_no_change_but_a_state_is() -> None:
    assert changed_cells(cells({"t3.a.total": "1,234"}), cells({"t3.a.total": "1234"}, 3)) == []
    blank, zero = cells({"t3.a.total": ""}), cells({"t3.a.total": "0"})
    assert changed_cells(blank, zero) == [
        CellChange("t3.a.total", blank["t3.a.total"], zero["t3.a.total"])
    ]


def section(text: str) -> list[SectionRecord]:
    return [SectionRecord("overview", "一", "总体情况", text)]


def test_the_sentences_that_changed() -> None:
    before = section("本年收到申请3件。全部办结。\n未收取费用。")
    after = section("本年收到申请 ３ 件。均已按期办结。\n未收取费用。")
    (change,) = changed_text(before, after)
    assert (change.section, change.before, change.after) == (
        "一、总体情况", ("全部办结。",), ("均已按期办结。",),
    )  # fmt: skip
    assert changed_text(before, before) == []


def test_a_section_that_went() -> None:
    (change,) = changed_text(section("无。"), [])
    assert (change.before, change.after) == (("无。",), ())
