from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.charset import decode

PAGE = (
    "<html><head><title>清河县民政局2024年政府信息公开工作年度报告</title></head>"
    + "本年新收申请" * 60
)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "gbk", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "iso-8859-1", "no-such-charset"])
def test_content_wins_over_the_header(codec: str, declared: str) -> None:
    text, _ = decode(PAGE.encode(codec), declared)
    assert text == PAGE


def test_one_broken_byte_leaves_a_page_utf8() -> None:
    body = bytearray(PAGE.encode())
    body[300] = 0xFF
    text, charset = decode(bytes(body), "gbk")
    assert charset == "utf-8"
    assert text.startswith("<html><head><title>清河县民政局2024年")
    assert "\ufffd" in text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_cut_tail_is_tolerated(codec: str, cut: int) -> None:
    text, charset = decode(PAGE.encode(codec)[:-cut])
    assert charset == codec
    assert PAGE.startswith(text)


def test_bytes_of_neither_follow_the_declaration() -> None:
    body = ("Rapport annuel \xff\xe9 " * 20).encode("latin-1")
    assert decode(body, "iso-8859-15") == (body.decode("iso-8859-15"), "iso8859-15")


def test_a_codec_that_is_no_charset_is_ignored() -> None:
    assert decode(PAGE.encode("gb18030"), "hex") == (PAGE, "gb18030")


def test_empty() -> None:
    assert decode(b"") == ("", "utf-8")


@given(st.binary(max_size=400), st.text(max_size=12))
def test_never_raises(body: bytes, declared: str) -> None:
    text, charset = decode(body, declared)
    assert isinstance(text, str)
    assert charset


@pytest.mark.parametrize("label", ["big5", "Big5-HKSCS"])
def test_big5_is_read_where_the_page_says_so(label: str) -> None:
    text = f'<meta charset="{label}"><p>政府資訊公開工作年度報告，人民政府辦公室。</p>' * 5
    assert decode(text.encode("big5")) == (text, "big5")


def test_a_page_in_gb_that_calls_itself_big5_is_read_as_gb() -> None:
    text = '<meta charset="big5"><p>政府信息公开工作年度报告，全县人民政府办公室工作情况。</p>' * 5
    assert decode(text.encode("gbk")) == (text, "gb18030")
