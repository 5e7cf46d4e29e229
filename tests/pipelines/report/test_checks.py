from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.extract.dates import put_up_by
from pipelines.items import Finding, Reading, Section
from pipelines.report.checks.facts import Facts
from pipelines.report.checks.run import check_report
from pipelines.report.checks.stated import count_of
from pipelines.report.form import FormKey, load_form
from storage.vocabulary import Fault, Severity
from tests.pipelines.report.valid import numbers, reading

QUICK = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
SINCE_2019: tuple[FormKey, ...] = ("ogi_2019", "ogi_2021")
FORM = st.sampled_from(SINCE_2019)
ZEROS: dict[str, int | str] = dict.fromkeys(load_form("ogi_2021").keys, 0)


def rules(checked: Reading, facts: Facts | None = None) -> set[str]:
    return {finding.rule for finding in check_report(checked, facts or Facts())}


def only(checked: Reading, rule: str, facts: Facts | None = None) -> Finding:
    (finding,) = [f for f in check_report(checked, facts or Facts()) if f.rule == rule]
    return finding


def bumped(values: dict[str, int | str], key: str, by: int = 1) -> dict[str, int | str]:
    return values | {key: int(values[key]) + by}


@QUICK
@given(st.data())
def test_a_report_whose_sums_hold_has_no_finding(data: st.DataObject) -> None:
    form: FormKey = data.draw(FORM)
    assert rules(reading(form, data.draw(numbers(form)))) == set()


@QUICK
@given(st.data())
def test_one_cell_changed_is_found(data: st.DataObject) -> None:
    form: FormKey = data.draw(FORM)
    values: dict[str, int | str] = dict(data.draw(numbers(form)))
    summed = [key for key in values if key.startswith(("t3.", "t4."))]
    key = data.draw(st.sampled_from(summed))
    findings = check_report(reading(form, bumped(values, key)), Facts())
    assert any(key in finding.cells and finding.formula for finding in findings)
    assert {finding.rule[:3] for finding in findings} <= {"R01", "R02", "R03", "R04", "R05", "R06"}


def test_the_formula_is_what_a_clerk_can_follow() -> None:
    row = "t3.requests_received"
    finding = only(reading("ogi_2021", ZEROS | {f"{row}.natural_person": 3}), "R01_row_sum")
    assert finding.formula.startswith("自然人 3 + 商业企业 0 + ")
    assert finding.formula.endswith("= 3 ≠ 本年新收政府信息公开申请数量·总计 0")
    assert (finding.severity, finding.fault) == (Severity.ERROR, Fault.AGENCY)
    assert f"{row}.total" in finding.cells


@pytest.mark.parametrize("sign", ["", "/", "—", "无"])
def test_a_blank_part_counts_as_nothing(sign: str) -> None:
    parts = {key: sign for key in ZEROS if key.startswith("t3.") and not key.endswith(".total")}
    assert rules(reading("ogi_2021", ZEROS | parts)) == {"R19_no_blank_cells"}


def test_a_total_column_left_blank_is_no_wrong_sum() -> None:
    values = ZEROS | {
        key: "" for key in ZEROS if key.startswith("t3.outcome") and key.endswith(".total")
    }
    for row in ("requests_received", "outcome_granted", "outcomes_total"):
        values[f"t3.{row}.natural_person"] = 2
    values["t3.requests_received.total"] = 2
    assert rules(reading("ogi_2021", values)) == {"R19_no_blank_cells"}


def test_a_sum_over_a_doubtful_cell_is_the_readers_fault() -> None:
    checked = reading("ogi_2021", ZEROS | {"t4.reconsideration.upheld": 2})
    figure = replace(checked.figures["t4.reconsideration.upheld"], confidence=0.6)
    doubtful = replace(checked, figures=checked.figures | {figure.key: figure})
    finding = only(doubtful, "R04_reconsideration_sum")
    assert (finding.fault, finding.severity) == (Fault.READER, Severity.WARNING)


def test_a_sum_with_an_unread_part_is_not_judged() -> None:
    values = ZEROS | {"t3.requests_received.total": 5, "t3.requests_carried_forward.total": 5}
    del values["t3.requests_received.natural_person"]
    unread = Finding(
        "reader.column_uncertain",
        Severity.WARNING,
        Fault.READER,
        "",
        ("t3.requests_received.natural_person",),
    )
    checked = replace(reading("ogi_2021", values), findings=(unread,))
    assert "t3.requests_received.total" not in {
        f.cells[-1] for f in check_report(checked, Facts()) if f.rule == "R01_row_sum"
    }
    assert "R18_tables" not in rules(checked)


def test_a_negative_count() -> None:
    finding = only(
        reading("ogi_2021", ZEROS | {"t2_5.licensing.decisions": -1}), "R12_non_negative"
    )
    assert finding.cells == ("t2_5.licensing.decisions",)


def test_money_has_decimals() -> None:
    assert rules(reading("ogi_2021", ZEROS | {"t2_8.fees.amount_wan_yuan": "12.5"})) == set()


def test_a_column_left_out() -> None:
    values = {k: v for k, v in ZEROS.items() if not (k.startswith("t3.") and k.endswith(".total"))}
    finding = only(reading("ogi_2021", values), "R18_tables")
    assert finding.message.endswith("缺少列：总计")
    assert len(finding.cells) == 25


def test_tables_as_pictures() -> None:
    values = {k: v for k, v in ZEROS.items() if not k.startswith("t3.")}
    finding = only(reading("ogi_2021", values), "R18_tables", Facts(pictures=2))
    assert "图片" in finding.message
    assert len(finding.cells) == 175


def test_a_scan_is_no_table_of_text() -> None:
    typed = reading("ogi_2021", ZEROS)
    figures = {key: replace(figure, confidence=0.98) for key, figure in typed.figures.items()}
    finding = only(replace(typed, figures=figures), "R18_tables", Facts(scanned=True))
    assert "图片" in finding.message
    assert rules(typed, Facts(scanned=True)) == set()  # a photograph on one of its pages


def test_blank_cells_are_one_finding() -> None:
    finding = only(
        reading("ogi_2021", ZEROS | {"t4.reconsideration.upheld": "/", "t2_1.rules.in_force": ""}),
        "R19_no_blank_cells",
    )
    assert set(finding.cells) == {"t4.reconsideration.upheld", "t2_1.rules.in_force"}


def last_year(values: dict[str, int | str]) -> Facts:
    previous = reading("ogi_2021", values).figures
    return Facts(report_year=2024, previous=previous, previous_form="ogi_2021")


def test_what_was_carried_forward_is_carried_over() -> None:
    before = ZEROS | {"t3.requests_carried_forward.total": 4}
    finding = only(reading("ogi_2021", ZEROS), "R07_carry", last_year(before))
    assert finding.severity is Severity.WARNING
    assert finding.formula == "总计：上年结转 0 ≠ 上年报告结转下年度 4"


def test_a_type_corrected_later_is_only_told() -> None:
    before = ZEROS | {"t3.requests_carried_forward.natural_person": 1}
    finding = only(reading("ogi_2021", ZEROS), "R07_carry", last_year(before))
    assert finding.severity is Severity.INFO


def test_documents_in_force_follow_from_last_year() -> None:
    before = ZEROS | {"t2_1.rules.in_force": 13}
    now = ZEROS | {"t2_1.rules.in_force": 13, "t2_1.rules.repealed_this_year": 15}
    found = rules(reading("ogi_2021", now), last_year(before))
    assert {"R08_stock", "R09_repeal_bound"} == found


def sections_with(checked: Reading, key: str, text: str) -> Reading:
    changed = tuple(
        Section(s.key, s.number, s.heading, text) if s.key == key else s for s in checked.sections
    )
    return replace(checked, sections=changed)


@pytest.mark.parametrize("text", ["无", "无。", "", "暂无"])
def test_section_five_is_not_just_nothing(text: str) -> None:
    checked = sections_with(reading("ogi_2021", ZEROS), "problems_improvements", text)
    assert rules(checked) == {"R17_sections"}


def test_a_section_left_out_or_out_of_order() -> None:
    checked = reading("ogi_2021", ZEROS)
    left_out = replace(checked, sections=checked.sections[:-1])
    assert "六、其他需要报告的事项" in only(left_out, "R17_sections").message
    turned = replace(
        checked, sections=(checked.sections[1], checked.sections[0], *checked.sections[2:])
    )
    assert "顺序" in only(turned, "R17_sections").message


def test_text_against_table() -> None:
    text = "本年新收政府信息公开申请5件，上年结转1件，行政诉讼0件。未收取信息处理费。"
    checked = sections_with(reading("ogi_2021", ZEROS), "overview", text)
    cells = {f.cells for f in check_report(checked, Facts()) if f.rule == "R13_text_vs_table"}
    assert cells == {("t3.requests_received.total",), ("t3.requests_carried_over.total",)}


RECEIVED, RECONSIDERED = "t3.requests_received.total", "t4.reconsideration.total"
SUED = ("t4.litigation_direct.total", "t4.litigation_after_reconsideration.total")


@pytest.mark.parametrize(
    ("text", "contradicted"),
    [
        ("全年未收到政府信息公开申请。", {(RECEIVED,)}),
        ("本年度没有收到依申请公开的申请，", {(RECEIVED,)}),
        ("本年新收政府信息公开申请十二件。", {(RECEIVED,)}),
        ("本年新收政府信息公开申请三件。", set()),
        ("本年新收政府信息公开申请零件。", {(RECEIVED,)}),
        ("全年未收到当面申请。", set()),  # of one channel
        ("未发生因政府信息公开引起的行政复议和行政诉讼。", {(RECONSIDERED,), SUED}),
        ("未发生行政复议被纠错的情况。", set()),
        ("行政复议二件，行政诉讼两起。", {SUED}),
    ],
)
def test_counts_in_words(text: str, contradicted: set[tuple[str, ...]]) -> None:
    row = "t3.requests_received"
    values = ZEROS | {f"{row}.total": 3, f"{row}.natural_person": 3, RECONSIDERED: 2, SUED[0]: 1}
    checked = sections_with(reading("ogi_2021", values), "overview", text)
    found = {f.cells for f in check_report(checked, Facts()) if f.rule == "R13_text_vs_table"}
    assert found == contradicted


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("1,204", 1204),
        ("十二", 12),
        ("两百零五", 205),
        ("三万零二十", 30020),
        ("〇", 0),
        ("二〇五", 205),
    ],
)
def test_numbers_in_words(words: str, count: int) -> None:
    assert count_of(words) == count


def test_fee_statement() -> None:
    checked = reading("ogi_2021", ZEROS)
    silent = tuple(replace(section, text="正文。") for section in checked.sections)
    assert rules(replace(checked, sections=silent)) == {"R14_fee_statement"}


@pytest.mark.parametrize(
    ("period", "published", "severity"),
    [
        (2024, dt.date(2025, 1, 20), None),
        (2024, dt.date(2026, 3, 1), None),  # late, which is another matter
        (2023, dt.date(2025, 1, 20), Severity.ERROR),
        (2024, dt.date(2024, 1, 20), Severity.WARNING),
    ],
)
def test_years_agree(period: int, published: dt.date, severity: Severity | None) -> None:
    checked = replace(reading("ogi_2021", ZEROS), period_year=period)
    found = check_report(checked, Facts(report_year=2024, published_on=published))
    assert [f.severity for f in found] == ([severity] if severity else [])


def test_last_years_text_under_this_years_title() -> None:
    text = "2023年，本局做好公开工作。2023年未收取信息处理费。"
    checked = sections_with(reading("ogi_2021", ZEROS), "overview", text)
    assert rules(replace(checked, period_year=None)) == {"R16_years_agree"}


def test_the_sums_of_2014() -> None:
    values: dict[str, int | str] = dict.fromkeys(load_form("stats_2014").keys, 0)
    assert rules(reading("stats_2014", values)) == set()
    found = rules(reading("stats_2014", values | {"stats.staff_total.value": 3}))
    assert found == {"R27_2014_staff"}


def test_an_indicator_that_was_not_read_is_named() -> None:
    values: dict[str, int | str] = dict.fromkeys(load_form("stats_2014").keys, 0)
    del values["stats.meetings.value"]
    finding = only(reading("stats_2014", values), "reader.not_found")
    assert (finding.cells, finding.fault) == (("stats.meetings.value",), Fault.READER)


@pytest.mark.parametrize(
    ("printed", "seen", "severity"),
    [
        (dt.date(2025, 2, 20), dt.date(2025, 3, 1), None),  # on the day itself
        (dt.date(2025, 2, 21), dt.date(2025, 3, 1), Severity.ERROR),
        (None, dt.date(2025, 2, 20), None),
        (None, dt.date(2025, 2, 21), Severity.WARNING),
        (None, dt.date(2026, 2, 21), None),  # may have stood there in time
    ],
)
def test_on_time(printed: dt.date | None, seen: dt.date, severity: Severity | None) -> None:
    due = dt.date(2025, 2, 20)
    facts = Facts(report_year=2024, published_on=printed, due_on=due, first_seen_on=seen)
    found = check_report(reading("ogi_2021", ZEROS), facts)
    assert [(f.rule, f.severity) for f in found] == (
        [("R21_on_time", severity)] if severity else []
    )


@pytest.mark.parametrize(
    ("address", "late"),
    [
        ("http://a/UploadFile/202501/1.pdf", False),
        ("http://a/2025/2/20/art_1.html", False),
        ("http://a/UploadFile/202502/1.pdf", True),  # any day of February
        ("http://a/files/2025/1.pdf", True),
    ],
)
def test_an_address_made_in_time(address: str, late: bool) -> None:
    seen, due = dt.date(2025, 4, 1), dt.date(2025, 2, 20)
    facts = Facts(report_year=2024, due_on=due, first_seen_on=seen, put_up_by=put_up_by(address))
    assert rules(reading("ogi_2021", ZEROS), facts) == ({"R21_on_time"} if late else set())


def test_where_nothing_is_owed_nothing_is_late() -> None:
    facts = Facts(report_year=2024, published_on=dt.date(2025, 12, 1), due_on=None)
    assert rules(reading("ogi_2021", ZEROS), facts) == set()
