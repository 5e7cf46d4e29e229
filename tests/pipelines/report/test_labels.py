from __future__ import annotations

import pytest

from pipelines.report.form import load_form, request_rows
from pipelines.report.labels import SURE, bare, best

SEEN = {
    "3. 危机“三安全一稳定”": "outcome_denied_security_stability",
    '３．危及"三安全\n一稳定"': "outcome_denied_security_stability",
    "7.属于行政法案卷": "outcome_denied_enforcement_case_file",
    "2.其他法律行政止公开": "outcome_denied_prohibited_by_law",
    "2.没有现成信息需另行制作": "outcome_unavailable_requires_creation",
    "(二)部分公开 (区分处理的, 只计这一情形, 不计其他情形)": "outcome_partially_granted",
    "一、本年新收到政府信息公开申请数量": "requests_received",
    "二、上年结转政府信息公开数量": "requests_carried_over",
    "（六）其他处理": "outcome_other_2019",
    "3.其它": "outcome_other_misc",
    "（七）总 计": "outcomes_total",
    "四、结转下年度继续办理": "requests_carried_forward",
}


@pytest.mark.parametrize(("printed", "key"), SEEN.items())
def test_wordings_met_in_reports(printed: str, key: str) -> None:
    entry = best(printed, request_rows())
    assert entry is not None
    assert entry.key == key


def test_every_label_of_the_forms_means_itself() -> None:
    for form in (load_form("ogi_2019"), load_form("ogi_2021")):
        for table in form.tables:
            for entries in (table.rows, table.columns):
                for entry in entries:
                    assert best(entry.label, entries, SURE) is entry


@pytest.mark.parametrize("printed", ["", "12", "填报人", "联系电话", "三、本年度办理结果"])
def test_what_is_no_row_is_none(printed: str) -> None:
    assert best(printed, request_rows()) is None


def test_columns_with_the_year_filled_in() -> None:
    columns = load_form("ogi_2021").table("t2_1").columns
    for printed, key in (
        ("本年(2023)制发件数", "issued_this_year"),
        ("本年度止件数", "repealed_this_year"),
        ("现行\n有效件数", "in_force"),
    ):
        entry = best(printed, columns)
        assert entry is not None
        assert entry.key == key


def test_bare_keeps_a_label_that_is_all_numbering() -> None:
    assert bare("1.") == "1"
    assert bare("（一）予以公开") == "予以公开"
