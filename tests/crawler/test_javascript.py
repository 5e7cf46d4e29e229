"""The few forms of JavaScript that build the addresses of list pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.spiders.pages.javascript.expressions import evaluate
from crawler.spiders.pages.javascript.handlers import Handlers, chosen
from crawler.spiders.pages.javascript.program import Ask, Program
from crawler.spiders.pages.javascript.tokens import LONGEST_SCRIPT
from crawler.spiders.pages.javascript.values import UNKNOWN


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("'index' + '_' + (3 - 1) + \".html\"", "index_2.html"),
        ("n == 1 ? 'index.html' : 'index_' + n + '.html'", "index_2.html"),
        ("`list_${n + 1}.htm`", "list_3.htm"),
        ("n > 1 && base", "/zwgk/"),
        ("missing || 'else'", "else"),
        ("'a'.concat('b', n)", "ab2"),
        ("'x_{p}.html'.replace('{p}', n)", "x_2.html"),
        ("parseInt('12px') + 1", 13.0),
        ("['a', 'b'][1]", "b"),
        ("{url: base, data: {page: n}}.data.page", 2.0),
        ("'\\u4e2d\\x41'", "中A"),
        ("1 / 0", UNKNOWN),
        ("document.title + 'x'", UNKNOWN),
        ("$('#page').val() + 1", UNKNOWN),
    ],
)
def test_expression(source: str, value: object) -> None:
    assert evaluate(source, {"n": 2.0, "base": "/zwgk/"}) == value


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        st.sampled_from("abn1 '\"`+-*/?:(){}[];,.=<>!&|$\\\nif else function var return"),
        max_size=80,
    )
)
def test_any_source_ends(source: str) -> None:
    program = Program(source)
    program.call(source)
    evaluate(source, {"n": 1.0})


def test_a_loop_of_calls_ends() -> None:
    assert Program("function a(){b()} function b(){a()} a();").loaded == ()


def test_an_oversized_script_is_left_alone() -> None:
    assert Program("location.href='/x.html';" + " " * LONGEST_SCRIPT).loaded == ()


def test_unknown_condition_tries_both_ways() -> None:
    program = Program(
        "function go(n){ if (document.all) { location.href='a'+n } else open('b'+n) }"
    )
    assert program.call("go(2)") == (Ask("navigate", "a2"), Ask("navigate", "b2"))


def test_a_window_that_is_kept_is_opened_all_the_same() -> None:
    program = Program("function view(id) { var w = window.open('/show?id=' + id, '_blank'); }")
    assert program.call("view(7)") == (Ask("navigate", "/show?id=7"),)


@pytest.mark.parametrize(
    "code",
    [
        "location.href = '/list?dept=' + this.value",
        "load(this.value)",
        "load(this.options[this.selectedIndex].value)",
        "read()",
        "query()",
    ],
)
def test_an_option_opens_what_its_select_does_with_its_value(code: str) -> None:
    scripts = (
        "function load(v) { if (v == '') return; window.location.href = '/list?dept=' + v; }"
        "function read() { var s = document.getElementById('d');"
        " load(s.options[s.selectedIndex].value); }"
        "function query() { load($('#d').val()); }"
    )
    assert Handlers(scripts).address(chosen("71", code)) == "/list?dept=71"


def test_functions_run_only_when_called() -> None:
    script = "function load(p){ $.get('/api?page=' + p) } var later = function () { load(9) };"
    assert Program(script).loaded == ()
    assert Program(script + "$(document).ready(function () { load(1) });").loaded == (
        Ask("GET", "/api?page=1"),
    )
