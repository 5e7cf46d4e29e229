from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.report.cells import read_cell
from storage.vocabulary import CellState

FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("12", 12),
        ("１２", 12),
        ("1,234", 1234),
        ("1，234", 1234),
        ("1 234", 1234),
        ("12 5", 125),
        ("12 .5", 12.5),
        ("1234.00", 1234),
        ("251000元", 251000),
        ("3.5万元", 3.5),
        ("25件", 25),
        ("25 人次", 25),
        ("22（其中修订 16 件）", 22),
        ("+3", 3),
        ("增3", 3),
        ("增加3", 3),
        ("减2", -2),
        ("减少2", -2),
        ("-2", -2),
        ("－2", -2),
        ("\u200b7\ufeff", 7),
    ],
)
def test_numbers(raw: str, value: float) -> None:
    assert read_cell(raw) == (value, CellState.NUMBER, "")


@pytest.mark.parametrize("raw", ["0", "０", "〇", "零", "O", "o", "0件", "0.00", " 0 "])
def test_zeros(raw: str) -> None:
    assert read_cell(raw) == (0, CellState.ZERO, "")


@pytest.mark.parametrize("raw", ["", " ", "\xa0", "\u3000", "\n", "\u200b"])
def test_blanks(raw: str) -> None:
    assert read_cell(raw) == (None, CellState.BLANK, "")


@pytest.mark.parametrize(
    "raw", ["/", "／", "-", "－", "—", "——", "\\", "无", "N/A", "n/a", "不适用", " / "]
)
def test_signs_for_nothing(raw: str) -> None:
    assert read_cell(raw) == (None, CellState.NOT_APPLICABLE, "")


@pytest.mark.parametrize("raw", ["详见附件", "另行公布", "保密"])
def test_words(raw: str) -> None:
    assert read_cell(raw) == (None, CellState.TEXT, "")


@pytest.mark.parametrize("raw", ["12\n5", "1、2", "12,34", "3/4", "1-2", "2024年3", "1" * 16])
def test_what_reads_two_ways_is_doubted(raw: str) -> None:
    value, state, doubt = read_cell(raw)
    assert (value, state) == (None, CellState.TEXT)
    assert doubt


@given(st.integers(0, 10**9), st.sampled_from(["", "件", " 条", "人次", "\u3000"]), st.booleans())
def test_a_printed_count_is_read_back(number: int, unit: str, full_width: bool) -> None:
    for printed in (f"{number}", f"{number:,}", f"{number}.00"):
        raw = printed.translate(FULL_WIDTH) if full_width else printed
        assert read_cell(raw + unit).value == number


@given(st.decimals(0, 10**7, places=2), st.sampled_from(["", "万元", "元"]))
def test_a_printed_amount_is_read_back(amount: object, unit: str) -> None:
    assert read_cell(f"{amount}{unit}").value == pytest.approx(float(str(amount)))


@given(st.text(max_size=20))
def test_any_cell_is_read(raw: str) -> None:
    value, state, _ = read_cell(raw)
    assert (value is not None) == (state in {CellState.NUMBER, CellState.ZERO})
    assert (state is CellState.ZERO) == (value == 0 and value is not None)
