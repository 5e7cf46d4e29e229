from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.extract.html import extract_html
from pipelines.report.cells import read_cell
from pipelines.report.form import FormKey, load_form
from pipelines.report.read import read_report
from tests.pipelines.report.printed import Layout, page

CELLS = st.sampled_from(
    ["0", "1", "7", "12", "１３", "1,204", "", "/", "—", "0件", "\u3000", "详见附件"]
)
NUMBERS = st.integers(0, 5000).map(str)
LAYOUTS = [
    Layout(),
    Layout(stacked=True, word=True),
    Layout(total_first=True),
    Layout(cut_after=9),
    Layout(cut_after=14, word=True),
    Layout(one_table=True),
    Layout(stacked=True, one_table=True, total_first=True),
]
QUICK = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))


def printed(form: FormKey, cells: list[str]) -> dict[str, str]:
    keys = load_form(form).keys
    return {key: cells[index % len(cells)] for index, key in enumerate(keys)}


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@pytest.mark.parametrize("form", ["ogi_2019", "ogi_2021"])
@QUICK
@given(data=st.data())
def test_what_is_printed_is_read(form: FormKey, layout: Layout, data: st.DataObject) -> None:
    cells = data.draw(st.lists(st.one_of(CELLS, NUMBERS), min_size=11, max_size=211))
    figures = printed(form, cells)
    reading = read_report(extract_html(page(form, figures, layout), "http://a.gov.cn/1.htm"))
    assert reading.form == form
    for key, raw in figures.items():
        expected = read_cell(raw)
        figure = reading.figures.get(key)
        if figure is not None:  # a cell may be left unread, never read wrongly
            assert (key, figure.value, figure.state) == (key, expected.value, expected.state)
    unread = {cell for finding in reading.findings for cell in finding.cells}
    assert set(figures) <= set(reading.figures) | unread


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@pytest.mark.parametrize("form", ["ogi_2019", "ogi_2021"])
def test_a_full_form_is_read_whole(form: FormKey, layout: Layout) -> None:
    figures = {key: str(number) for number, key in enumerate(load_form(form).keys)}
    reading = read_report(extract_html(page(form, figures, layout), "http://a.gov.cn/1.htm"))
    assert {key: figure.raw for key, figure in reading.figures.items()} == figures
    assert not reading.findings


@pytest.mark.parametrize("phantom", [1, 2, 9])
def test_phantom_columns_the_header_does_not_have(phantom: int) -> None:
    figures = {key: str(number) for number, key in enumerate(load_form("ogi_2021").keys)}
    body = page("ogi_2021", figures, Layout(phantom=phantom))
    reading = read_report(extract_html(body, "http://a.gov.cn/1.htm"))
    assert {key: figure.raw for key, figure in reading.figures.items()} == figures


def test_an_undivided_row_of_the_old_form_keeps_its_name() -> None:
    figures = dict.fromkeys(load_form("ogi_2021").keys, "0")
    body = page("ogi_2021", figures, Layout()).decode()
    start = body.index("<tr><td rowspan=3 colspan=1>（六）其他处理")
    end = body.index("<tr><td rowspan=1 colspan=2>（七）总计")
    cells = "".join(f"<td>{number}</td>" for number in range(7))
    row = f"<tr><td colspan=2>（六）其他处理</td>{cells}</tr>"
    hybrid = body[:start] + row + body[end:]
    reading = read_report(extract_html(hybrid.encode(), "http://a.gov.cn/1.htm"))
    assert reading.form == "ogi_2021"
    assert reading.figures["t3.outcome_other_2019.total"].value == 6
    assert "t3.outcome_other_misc.total" not in reading.figures


def test_a_number_whose_column_is_lost_is_not_guessed() -> None:
    figures = dict.fromkeys(load_form("ogi_2021").keys, "0")
    body = page("ogi_2021", figures, Layout()).decode()
    label = "一、本年新收政府信息公开申请数量</td>"
    start = body.index(label) + len(label)
    end = body.index("</tr>", start)
    broken = body[:start] + "<td>5</td><td></td>" + body[end:]
    reading = read_report(extract_html(broken.encode(), "http://a.gov.cn/1.htm"))
    assert not any(key.startswith("t3.requests_received.") for key in reading.figures)
    finding = next(f for f in reading.findings if f.rule == "reader.column_uncertain")
    assert "t3.requests_received.total" in finding.cells


def test_a_second_copy_that_differs_is_told() -> None:
    first = dict.fromkeys(load_form("ogi_2021").keys, "0")
    second = first | {"t3.requests_received.total": "4"}
    body = page("ogi_2021", first, Layout()) + page("ogi_2021", second, Layout())
    reading = read_report(extract_html(body, "http://a.gov.cn/1.htm"))
    assert reading.figures["t3.requests_received.total"].value == 0
    assert [f.cells for f in reading.findings] == [("t3.requests_received.total",)]


def test_the_statistics_table_of_2014_takes_the_total() -> None:
    table = load_form("stats_2014").table("stats")
    rows = "".join(
        f"<tr><td>{row.number}{row.label}</td><td>{row.unit}</td>"
        + ("" if row.heading else f"<td>{number}</td><td>3</td><td>4</td>")
        + "</tr>"
        for number, row in enumerate(table.rows)
    )
    head = "<tr><td>统计指标</td><td>单位</td><td>合计</td><td>政府</td><td>部门</td></tr>"
    body = f"<html><body><p>政府信息公开情况统计表</p><table>{head}{rows}</table></body></html>"
    reading = read_report(extract_html(body.encode(), "http://a.gov.cn/1.htm"))
    expected = {
        table.key(row.key, "value"): number
        for number, row in enumerate(table.rows)
        if not row.heading
    }
    assert {key: figure.value for key, figure in reading.figures.items()} == expected


def test_the_last_rows_of_2014_in_a_table_of_their_own() -> None:
    table = load_form("stats_2014").table("stats")
    rows = [
        f"<tr><td>{row.number}{row.label}</td><td>{row.unit}</td>"
        + ("<td></td>" if row.heading else f"<td>{number}</td>")
        + "</tr>"
        for number, row in enumerate(table.rows)
    ]
    head = "<tr><td>统计指标</td><td>单位</td><td>统计数</td></tr>"
    cut = f"{head}{''.join(rows[:-2])}</table><p>续表</p><table>{''.join(rows[-2:])}"
    body = f"<html><body><p>政府信息公开情况统计表</p><table>{cut}</table></body></html>"
    reading = read_report(extract_html(body.encode(), "http://a.gov.cn/1.htm"))
    last = [table.key(row.key, "value") for row in table.rows[-2:]]
    assert [reading.figures[key].value for key in last] == [len(rows) - 2, len(rows) - 1]


def test_a_header_of_cases_that_spans_eight_and_seven() -> None:
    figures = {key: str(number) for number, key in enumerate(load_form("ogi_2021").keys)}
    body = page("ogi_2021", figures, Layout()).decode()
    formal = "colspan=5>行政复议</td><td rowspan=1 colspan=10>行政诉讼"
    assert formal in body
    body = body.replace(formal, "colspan=8>行政复议</td><td rowspan=1 colspan=7>行政诉讼")
    reading = read_report(extract_html(body.encode(), "http://a.gov.cn/1.htm"))
    assert {key: figure.raw for key, figure in reading.figures.items()} == figures


def test_headers_over_two_columns_each() -> None:
    """Editors leave an empty column beside every number."""
    figures = {key: str(number) for number, key in enumerate(load_form("ogi_2021").keys)}
    body = page("ogi_2021", figures, Layout()).decode()
    for label in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"):
        wide = f"<td rowspan=1 colspan=2>{label[:2]}<br>{label[2:]}</td>"
        body = body.replace(f"<td rowspan=1 colspan=1>{label}</td>", wide, 1)
    for label in ("自然人", "总计"):
        body = body.replace(f"rowspan=2 colspan=1>{label}", f"rowspan=2 colspan=2>{label}", 1)
    body = body.replace("colspan=5>法人", "colspan=10>法人").replace(
        "colspan=7>申请", "colspan=14>申请"
    )
    start, end = body.index("一、本年新收"), body.index("四、政府信息公开行政复议")
    rows = body[start:end]
    for number in range(10, 10 + 175):
        rows = rows.replace(f"<td rowspan=1 colspan=1>{number}</td>", f"<td>{number}</td><td></td>")
    reading = read_report(
        extract_html((body[:start] + rows + body[end:]).encode(), "http://a.gov.cn/1.htm")
    )
    assert {key: figure.raw for key, figure in reading.figures.items()} == figures


def test_a_table_cut_before_its_last_row() -> None:
    figures = {key: str(number) for number, key in enumerate(load_form("ogi_2021").keys)}
    body = page("ogi_2021", figures, Layout(cut_after=24))
    reading = read_report(extract_html(body, "http://a.gov.cn/1.htm"))
    assert {key: figure.raw for key, figure in reading.figures.items()} == figures


def test_blank_rows_around_the_numbers_of_the_cases() -> None:
    figures = {key: str(number) for number, key in enumerate(load_form("ogi_2021").keys)}
    body = page("ogi_2021", figures, Layout()).decode()
    row = body.rindex("<tr>", 0, body.index(f">{figures['t4.reconsideration.upheld']}</td>", -2000))
    blank = f"<tr>{'<td>&nbsp;</td>' * 15}</tr>"
    end = body.index("</tr>", row) + 5
    printed = body[:row] + blank + body[row:end] + blank + body[end:]
    reading = read_report(extract_html(printed.encode(), "http://a.gov.cn/1.htm"))
    assert {key: figure.raw for key, figure in reading.figures.items()} == figures


def test_numbers_beside_the_group_of_three_rows_are_nobodys() -> None:
    figures = {key: str(number) for number, key in enumerate(load_form("ogi_2021").keys)}
    body = page("ogi_2021", figures, Layout()).decode()
    group = re.search(r"<tr><td rowspan=3[^>]*>（六）其他处理</td>.*?</tr>", body)
    assert group is not None
    label, numbers = group[0].split("不再处理其政府信息公开申请</td>")
    torn = (
        label.replace("rowspan=3", "rowspan=1").partition("</td>")[0] + "</td><td></td>" + numbers
    )
    reading = read_report(extract_html(body.replace(group[0], torn).encode(), "http://a/1.htm"))
    assert not [key for key in reading.figures if "outcome_other_2019" in key]
    named = {cell for finding in reading.findings for cell in finding.cells}
    assert "t3.outcome_other_correction_overdue.total" in named
