from __future__ import annotations

import json

from pipelines.extract.html import extract_html
from pipelines.report.form import load_form
from pipelines.report.judgement import as_json, judge
from tests.pipelines.report.printed import Layout, page

URL = "http://www.qinghe.gov.cn/zwgk/202501/t20250120_88.html"


def test_a_draft_is_judged_and_told_as_json() -> None:
    figures = dict.fromkeys(load_form("ogi_2021").keys, "0") | {"t4.reconsideration.total": "2"}
    judgement = judge(extract_html(page("ogi_2021", figures, Layout()), URL), URL)
    assert [finding.rule for finding in judgement.errors] == ["R04_reconsideration_sum"]
    told = json.loads(json.dumps(as_json(judgement), ensure_ascii=False))
    assert told["report_year"] == 2024
    assert told["valid"] is True
    assert told["form"] == "ogi_2021"
    assert told["published_on"] == "2025-01-20"
    assert told["figures"]["t4.reconsideration.total"] == {
        "raw": "2",
        "value": 2,
        "state": "number",
    }
    assert told["issues"][0]["rule"] == "R04_reconsideration_sum"


def test_what_is_no_report_is_not_valid() -> None:
    body = "<html><body><p>关于召开会议的通知，请各单位准时参加。</p></body></html>"
    judgement = judge(extract_html(body.encode(), URL), URL)
    assert judgement.reading.form == "unknown"
    assert not judgement.valid
