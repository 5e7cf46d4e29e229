"""Pages that come packed and do not say so."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.dispatch import extract
from pipelines.extract.gzipped import unpacked

PAGE = "<html><body><h1>临河县财政局2025年政府信息公开年报</h1></body></html>".encode()


@given(st.binary(min_size=1, max_size=2000))
def test_what_was_packed_is_unpacked(body: bytes) -> None:
    assert unpacked(gzip.compress(body)) == body


@pytest.mark.parametrize(
    "body",
    [PAGE, b"", b"\x1f\x8b\x08", b"\x1f\x8b\x08no gzip at all", gzip.compress(b"0" * 5000)],
    ids=["plain", "empty", "only the mark", "broken", "too large"],
)
def test_anything_else_stays_as_it_is(body: bytes) -> None:
    assert unpacked(body, 1000) == body


def test_a_packed_page_is_read() -> None:
    found = extract(gzip.compress(PAGE), "http://www.linhe.gov.cn/1.html")
    assert found.title == "临河县财政局2025年政府信息公开年报"
