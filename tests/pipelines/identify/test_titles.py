"""Titles as agencies and sites write them, and the agency and year they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.identify.titles import parse_title

REPORTS = [
    ("临溪区教育局2023年政府信息公开工作年度报告", "临溪区教育局", 2023),
    ("2022年临溪区教育局政府信息公开工作年度报告", "临溪区教育局", 2022),
    ("2022年度临溪市生态环境局石桥分局政府信息公开工作年度报告", "临溪市生态环境局石桥分局", 2022),
    ("临溪区教育局政府信息公开工作2024年度报告", "临溪区教育局", 2024),
    ("临溪区教育局2023年度政府信息公开工作报告", "临溪区教育局", 2023),
    ("临溪区教育局2023年度政府信息公开工作年度报告", "临溪区教育局", 2023),
    ("临溪区教育局2023年政府信息公开年报", "临溪区教育局", 2023),
    ("临溪区教育局关于2022年政府信息公开工作年度报告的公告", "临溪区教育局", 2022),
    ("临溪区教育局关于2022年政府信息公开工作年度报告的公...", "临溪区教育局", 2022),
    ("关于公布《临溪区2022年政府信息公开工作年度报告》的公告", "临溪区", 2022),
    ("临溪区民政局关于发布《2022年政府信息公开工作年度报告》的公告", "临溪区民政局", 2022),
    ("临溪区民政局2020政府信息公开工作年度报告", "临溪区民政局", 2020),
    ("2020 年临溪市司法局政府信息公开工作年度报告", "临溪市司法局", 2020),
    ("临溪市人民政府2016年\n  政府信息公开工作年度报告", "临溪市人民政府", 2016),
    ("２０２３年政府信息公开工作年度报告", "", 2023),
    ("政府信息公开工作年度报告", "", None),
    ("二〇二三年临溪区民政局政府信息公开工作年度报告", "临溪区民政局", 2023),
    ("二○一九年临溪区民政局政府信息公开年度报告", "临溪区民政局", 2019),
    ("臨溪區財政局2022年政府信息公開工作年度報告", "临溪区财政局", 2022),
    ("臨溪縣人民政府2020年政府信息公開工作年度報(bào)告", "临溪县人民政府", 2020),
    ("临溪区人民政府信息公开年报（2023年度）", "临溪区人民政府", 2023),
    (
        "临溪区人民政府(政府办公室)2023年政府信息公开工作年度报告",
        "临溪区人民政府(政府办公室)",
        2023,
    ),
    ("[乡镇] 石桥镇2023年政府信息公开工作年度报告", "石桥镇", 2023),
    ("[石桥镇]2023年政府信息公开工作年度报告", "石桥镇", 2023),
    ("区教育局：2023年政府信息公开工作年度报告", "区教育局", 2023),
    ("12. 石桥镇2023年政府信息公开工作年度报告 2024-01-12", "石桥镇", 2023),
    ("石桥镇2023年政府信息公开工作年度报告-临溪区人民政府网站", "石桥镇", 2023),
    ("市绩效考核办公室2023年政府信息公开年报", "市绩效考核办公室", 2023),
    ("附件1：石桥镇2023年政府信息公开工作年度报告.docx", "石桥镇", 2023),
    ("石桥镇2025年政府信息公开工作 年度报", "石桥镇", 2025),
]


@pytest.mark.parametrize(("title", "agency", "year"), REPORTS)
def test_a_report_title_says_whose_and_which_year(
    title: str, agency: str, year: int | None
) -> None:
    parts = parse_title(title)
    assert (parts.kind, parts.agency_text, parts.year) == ("report", agency, year)
    assert parts.is_report
    assert parts.lookalike == ""


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("2023年政府网站工作年度报表", "website_report"),
        ("临溪区2023年度法治政府建设情况报告", "rule_of_law_report"),
        ("2024年政务公开工作要点", "plan"),
        ("临溪区2023年政务公开工作总结", "summary"),
        ("政府信息公开工作年度报告制度", "rule"),
        ("关于做好2023年政府信息公开工作年度报告的通知", "call_for_reports"),
        ("关于2009年政府信息公开工作年度报告编制公布情况的通报", "notice"),
        ("政府信息公开工作年度报告格式", "template"),
        ("临溪区教育局2023年度部门决算", "budget"),
        ("临溪市2023年国民经济和社会发展统计公报", "statistical_communique"),
        ("事业单位法人年度报告书(2023年度)", "legal_person_report"),
        ("临溪大学2022-2023学年信息公开工作年度报告", "university"),
        ("临溪职业技术学院2023年政府信息公开工作年度报告", "university"),
        ("文字解读：临溪区教育局2023年政府信息公开工作年度报告", "explanation"),
        ("图解：石桥镇2023年政府信息公开工作年度报告", "infographic"),
        ("【工作推进】临溪县召开2023年度政府信息公开工作年报编制部署会", "news"),
        ("临溪区2024年上半年政府信息公开工作报告", "interim_statistics"),
        ("临溪市政府信息公开指南", "guide"),
        ("公布政府信息公开目录和政府信息公开工作年度报告", "guide"),
        ("政府信息公开工作年度报告应当包括下列内容", "mention"),
    ],
)
def test_a_lookalike_is_rejected_with_its_reason(title: str, reason: str) -> None:
    parts = parse_title(title)
    assert (parts.kind, parts.lookalike) == ("lookalike", reason)
    assert not parts.is_report


@pytest.mark.parametrize(
    ("suffix", "rendition"),
    [
        ("（更正）", "corrected"),
        ("（图解）", "infographic"),
        ("（图片版）", "picture"),
        ("（超链版）", "links"),
        ("【下载Word】【下载PDF】", "download"),
    ],
)
def test_a_rendition_is_the_same_report(suffix: str, rendition: str) -> None:
    parts = parse_title("临溪区教育局2023年政府信息公开工作年度报告" + suffix)
    assert (parts.agency_text, parts.year, parts.rendition) == ("临溪区教育局", 2023, rendition)
    assert parts.is_report


@pytest.mark.parametrize(
    ("title", "kind", "agency", "year"),
    [
        ("临溪区教育局2023年政府信息公开工作年…", "report", "临溪区教育局", 2023),
        ("临溪区教育局2023年政府...", "report", "临溪区教育局", 2023),
        ("临溪区人民政府2023年…", "possible", "临溪区人民政府", 2023),
        # cut inside the name: it may be the government or its general office
        ("2023年临溪区人民政府…", "other", "", 2023),
        ("临溪区人民政府…", "other", "", None),
    ],
)
def test_a_cut_title_says_only_what_is_left_of_it(
    title: str, kind: str, agency: str, year: int | None
) -> None:
    parts = parse_title(title)
    assert (parts.kind, parts.agency_text, parts.year) == (kind, agency, year)
    assert parts.truncated


def test_what_could_be_a_report_is_only_possible() -> None:
    assert parse_title("临溪区教育局2023年年报.pdf").kind == "possible"
    assert parse_title("2023年年度报告").kind == "possible"
    assert parse_title("2020年度信息公开工作年度报告").kind == "possible"
    assert parse_title("市政府办公室").kind == "name"
    assert parse_title("通知公告").kind == "other"


def test_own_level_is_told_from_the_name() -> None:
    parts = parse_title("临溪区教育局（本级）2023年政府信息公开工作年度报告")
    assert (parts.agency_text, parts.scope) == ("临溪区教育局", "own_level")


def test_two_years_are_no_year() -> None:
    assert parse_title("临溪区教育局2022年、2023年政府信息公开工作年度报告").year is None


AGENCIES = st.sampled_from(
    ["临溪市人民政府", "临溪市人民政府办公室", "石桥镇人民政府", "东关街道办事处", "临溪区财政局",
     "临溪区卫生健康委员会", "国家税务总局临溪市税务局", "临溪经济技术开发区管理委员会", "司法部"]
)  # fmt: skip
TEMPLATES = st.sampled_from(
    [
        "{a}{y}年政府信息公开工作年度报告",
        "{y}年{a}政府信息公开工作年度报告",
        "{a}{y}年度政府信息公开工作报告",
        "{a}政府信息公开工作{y}年度报告",
        "{a}{y}年政府信息公开年报",
        "{a}关于{y}年政府信息公开工作年度报告的公告",
        "{a}{y}年政府信息公开工作年度报告（超链版）",
        "·{a}{y}年政府信息公开年度报告 [2024-01-20]",
        "{a}{y}年政府信息公开工作年度…",
    ]
)


@given(AGENCIES, st.integers(2008, 2030), TEMPLATES, st.booleans())
def test_any_agency_in_any_template_comes_back(
    agency: str, year: int, template: str, spaced: bool
) -> None:
    title = template.format(a=agency, y=year)
    parts = parse_title(" ".join(title) if spaced and "-" not in title else title)
    assert (parts.agency_text, parts.year) == (agency, year)


@given(st.text(max_size=80))
def test_no_text_breaks_the_parser(text: str) -> None:
    parts = parse_title(text)
    assert parts.is_report == (parts.kind == "report")
