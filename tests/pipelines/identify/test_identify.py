"""Whole documents: reports, look-alikes, shells, error pages, and files put up wrongly."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pipelines.extract.grid import Cell, Grid
from pipelines.identify.agency import KnownAgency
from pipelines.identify.gather import Whereabouts
from pipelines.identify.identify import Identity, identify
from pipelines.identify.neighbourhood import Neighbourhood
from pipelines.identify.registry import Registry
from pipelines.items import Attachment, Extracted, Paragraph, Reading
from storage.vocabulary import AgencyClass, Medium, Severity

TOWN = "http://www.linxi.gov.cn"


def _known(name: str, cls: AgencyClass = AgencyClass.DEPARTMENT) -> KnownAgency:
    top = name == "临溪区人民政府"
    return KnownAgency(
        name,
        name,
        cls=cls,
        province="江原省",
        city="江州市",
        county="临溪区",
        parent_id="" if top else "临溪区人民政府",
        homepage=TOWN if top else "",
    )


REGISTRY = Registry(
    [
        _known("临溪区人民政府", AgencyClass.GOVERNMENT),
        _known("临溪区人民政府办公室"),
        _known("临溪区司法局"),
        _known("临溪区信访局"),
        _known("石桥镇人民政府", AgencyClass.TOWNSHIP),
        replace(_known("白沙乡人民政府", AgencyClass.TOWNSHIP), short_name="白沙乡"),
        _known("临溪职业技术学院", AgencyClass.UNIVERSITY),
    ]
)
AROUND = Neighbourhood(REGISTRY, REGISTRY.members("www.linxi.gov.cn"))
FORM = Grid(
    tuple(
        Cell(row, column, text)
        for row, cells in enumerate(
            [
                ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
                ("规章", "0", "0", "0"),
                ("行政规范性文件", "1", "0", "4"),
                ("行政许可", "12"),
                ("行政处罚", "3"),
                ("行政强制", "0"),
                ("一、本年新收政府信息公开申请数量", "3"),
                ("（一）予以公开", "2"),
            ]
        )
        for column, text in enumerate(cells)
    )
)


def _text(year: int, author: str) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(line)
        for line in [
            f"{author}根据《中华人民共和国政府信息公开条例》第五十条编制本报告。",
            f"统计期限为{year}年1月1日至12月31日。",
            "一、总体情况",
            f"{year}年，{author}主动公开政府信息116条，收到政府信息公开申请3件。",
            "二、主动公开政府信息情况",
            "五、存在的主要问题及改进情况",
            f"{year}年仍有公开不及时的情况。{year + 1}年将加强培训。",
            author,
        ]
    )


def _report(title: str, year: int, author: str) -> Extracted:
    return Extracted(Medium.HTML, (Paragraph(title, 1), *_text(year, author), FORM), title=title)


def _identify(
    document: Extracted,
    list_title: str = "",
    *,
    annual: bool = True,
    path: tuple[str, ...] = (),
    reading: Reading | None = None,
) -> Identity:
    where = Whereabouts(f"{TOWN}/nb/1.html", list_title, path, column_is_annual=annual)
    return identify(document, reading or Reading("unknown", ""), where, REGISTRY, AROUND)


def test_a_report() -> None:
    title = "临溪区司法局2024年政府信息公开工作年度报告"
    found = _identify(_report(title, 2024, "临溪区司法局"), "区司法局2024年政府信息公开工作年…")
    assert (found.kind, found.agency_id, found.report_year) == ("report", "临溪区司法局", 2024)
    assert (found.title, found.valid, found.findings) == (title, True, ())


def test_a_report_without_any_title_is_known_by_its_form_and_text() -> None:
    document = Extracted(Medium.PDF, (*_text(2024, "临溪区司法局"), FORM))
    reading = Reading("unknown", "", signature="临溪区司法局", period_year=2024)
    found = _identify(document, annual=False, reading=reading)
    assert (found.kind, found.agency_id, found.report_year) == ("report", "临溪区司法局", 2024)


def test_a_list_title_that_is_only_a_name() -> None:
    document = _report("政府信息公开年报", 2024, "本机关")
    reading = Reading("unknown", "", period_year=2024)
    found = _identify(document, "区政府办公室", reading=reading)
    assert (found.agency_id, found.report_year) == ("临溪区人民政府办公室", 2024)


def test_copied_tags_do_not_name_the_agency() -> None:
    title = "石桥镇2024年政府信息公开工作年度报告"
    report = _report(title, 2024, "石桥镇人民政府")
    tags = {"articletitle": "临溪区人民政府", "pubdate": "2018-06-01"}
    document = Extracted(Medium.HTML, report.blocks, title=title, meta=tags)
    assert _identify(document).agency_id == "石桥镇人民政府"


def test_copied_tags_do_not_name_the_agency_of_a_title_without_one() -> None:
    title = "2024年政府信息公开工作年度报告"
    report = _report(title, 2024, "本机关")
    tags = {"sitename": "临溪区人民政府", "articletitle": "临溪区人民政府"}
    document = Extracted(Medium.HTML, report.blocks, title=title, meta=tags)
    reading = Reading("unknown", "", signature="临溪区司法局", period_year=2024)
    assert _identify(document, title, reading=reading).agency_id == "临溪区司法局"
    assert _identify(document, title).agency_id is None


def test_the_source_printed_above_a_title_is_no_part_of_it() -> None:
    title = "2024年政府信息公开工作年度报告"
    byline = Paragraph("发布时间：2025-01-20　来源：临溪区人民政府")
    report = _report(title, 2024, "本机关")
    document = Extracted(Medium.HTML, (byline, *report.blocks), title=title)
    reading = Reading("unknown", "", signature="临溪区司法局", period_year=2024)
    found = _identify(document, title, reading=reading)
    assert (found.agency_id, found.report_year) == ("临溪区司法局", 2024)


@pytest.mark.parametrize(
    ("title", "line", "kind", "reason"),
    [
        (
            "文字解读：临溪区司法局2024年政府信息公开工作年度报告",
            "2024年，区司法局主动公开政府信息116条，收到申请3件。",
            "lookalike",
            "explanation",
        ),
        (
            "关于做好2024年政府信息公开工作年度报告编制工作的通知",
            "请各单位于1月20日前报送，报告包括总体情况、主动公开政府信息情况。",
            "lookalike",
            "call_for_reports",
        ),
        ("2024年政府网站工作年度报表", "网站名称 独立用户访问总量", "lookalike", "website_report"),
        (
            "2024年度信息公开工作年度报告",
            "根据《高等学校信息公开办法》，9月1日至次年8月31日",
            "lookalike",
            "university",
        ),
        ("提示", "您访问的页面不存在或已被删除", "unknown", "soft_404"),
        ("", "请开启JavaScript并刷新该页", "unknown", "challenge"),
        ("政府信息公开年报", "上一页 下一页 共3页", "unknown", "no_sign_of_a_report"),
    ],
)
def test_what_is_not_a_report(title: str, line: str, kind: str, reason: str) -> None:
    document = Extracted(Medium.HTML, (Paragraph(line),), title=title)
    found = _identify(document)
    assert (found.kind, found.reason, found.agency_id) == (kind, reason, None)


def test_a_list_of_reports_is_not_a_report() -> None:
    rows = [f"临溪区司法局{year}年政府信息公开工作年度报告" for year in range(2019, 2025)]
    document = Extracted(Medium.HTML, tuple(map(Paragraph, rows)), title="政府信息公开年报")
    assert _identify(document).reason == "column_index"


def test_a_covering_notice_with_the_whole_form_is_the_report() -> None:
    title = "临溪区司法局关于印发2024年政府信息公开工作年度报告的通知"
    found = _identify(_report(title, 2024, "临溪区司法局"))
    assert (found.kind, found.agency_id) == ("report", "临溪区司法局")


@pytest.mark.parametrize(
    "document",
    [
        Extracted(Medium.HTML, (), attachments=(Attachment(f"{TOWN}/P02024.pdf", "附件"),)),
        Extracted(Medium.HTML, (Paragraph("来源：区司法局"),), pictures=(f"{TOWN}/1.png",)),
        Extracted(Medium.HTML, ()),
    ],
)
def test_a_page_that_only_carries_files_is_a_shell(document: Extracted) -> None:
    found = _identify(document, "临溪区司法局2024年政府信息公开工作年度报告")
    assert (found.kind, found.agency_id, found.report_year) == ("shell", "临溪区司法局", 2024)


def test_last_years_file_under_this_years_title() -> None:
    title = "临溪区司法局2025年政府信息公开工作年度报告"
    reading = Reading("unknown", "", period_year=2024, signed_on=dt.date(2025, 1, 9))
    found = _identify(_report(title, 2024, "临溪区司法局"), reading=reading)
    assert (found.report_year, found.valid, found.invalid_reason) == (2025, False, "wrong_year")
    assert [finding.rule for finding in found.findings] == ["identify.wrong_year"]


def test_another_agencys_file_under_the_title() -> None:
    title = "临溪区司法局2025年政府信息公开工作年度报告"
    reading = Reading("unknown", "", signature="临溪区信访局", period_year=2025)
    found = _identify(_report(title, 2025, "临溪区信访局"), reading=reading)
    assert (found.agency_id, found.invalid_reason) == ("临溪区司法局", "wrong_agency")
    assert "临溪区信访局" in found.findings[0].message


def test_a_signature_alone_is_a_doubt() -> None:
    title = "临溪区司法局2025年政府信息公开工作年度报告"
    reading = Reading("unknown", "", signature="临溪区信访局", period_year=2025)
    found = _identify(_report(title, 2025, "本机关"), reading=reading)
    assert (found.agency_id, found.valid) == ("临溪区司法局", True)
    (doubt,) = found.findings
    assert (doubt.rule, doubt.severity) == ("identify.signed_by_other", Severity.WARNING)
    assert "临溪区信访局" in doubt.message


def test_another_township_is_named_by_three_characters() -> None:
    title = "石桥镇人民政府2025年政府信息公开工作年度报告"
    reading = Reading("unknown", "", signature="临溪区白沙乡人民政府", period_year=2025)
    found = _identify(_report(title, 2025, "白沙乡"), reading=reading)
    assert (found.agency_id, found.invalid_reason) == ("石桥镇人民政府", "wrong_agency")


def test_the_office_may_sign_for_the_government() -> None:
    title = "临溪区人民政府2025年政府信息公开工作年度报告"
    reading = Reading("unknown", "", signature="临溪区人民政府办公室", period_year=2025)
    found = _identify(_report(title, 2025, "临溪区人民政府办公室"), reading=reading)
    assert (found.agency_id, found.valid) == ("临溪区人民政府", True)


def test_a_former_name_that_is_an_alias_in_another_city_is_no_other_agency() -> None:
    """Two districts of one name; the registry gives the former name to the other one only."""
    former = "临溪区卫生和计划生育委员会"
    health = _known("临溪区卫生健康委员会")
    abroad = replace(health, id="abroad", city="海州市", parent_id="", aliases=(former,))
    registry = Registry([*REGISTRY, health, abroad])
    around = Neighbourhood(registry, registry.members("www.linxi.gov.cn"))
    found = identify(
        _report(f"{former}2016年度政府信息公开工作报告", 2016, former),
        Reading("unknown", "", signature=former, period_year=2016),
        Whereabouts(f"{TOWN}/nb/1.html", "", (), column_is_annual=True),
        registry,
        around,
    )
    assert (found.agency_id, found.invalid_reason) == (health.id, "")


def test_an_unknown_name_is_proposed() -> None:
    title = "临溪区水利局2025年政府信息公开工作年度报告"
    found = _identify(_report(title, 2025, "临溪区水利局"))
    assert (found.kind, found.agency_id, found.unknown_name) == ("report", None, "临溪区水利局")
    assert [finding.rule for finding in found.findings] == ["identify.agency_unknown_name"]
