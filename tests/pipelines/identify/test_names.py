"""Names resolved in a made-up province where nearly everything can be mistaken for another."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.identify.agency import KnownAgency
from pipelines.identify.names import NameEvidence, Resolution, resolve
from pipelines.identify.registry import Registry
from storage.vocabulary import AgencyClass

PROVINCE = "江原省"
PORTALS = {
    "江原省": "www.jiangyuan.gov.cn",
    "临溪市": "www.linxi.gov.cn",
    "鼓楼区": "www.linxigulou.gov.cn",
    "北川县": "www.beichuan.gov.cn",
    "东临市": "www.donglin.gov.cn",
    "东临市鼓楼区": "www.donglingulou.gov.cn",
    "青屏彝族自治县": "www.qingping.gov.cn",
}


def _agency(
    agency_id: str, name: str, cls: AgencyClass, city: str, county: str, parent: str, host: str = ""
) -> KnownAgency:
    homepage = f"http://{host}/" if host else ""
    return KnownAgency(
        agency_id,
        name,
        cls=cls,
        province=PROVINCE,
        city=city,
        county=county,
        parent_id=parent,
        homepage=homepage,
    )


def _seat(key: str, prefix: str, city: str, county: str, parent: str) -> list[KnownAgency]:
    """A government, its general office and its bureaus, all on the government's portal."""
    government = AgencyClass.GOVERNMENT
    bureaus = [
        "人民政府办公室",
        "教育局",
        "民政局",
        "财政局",
        "应急管理局",
        "发展和改革委员会",
        "人力资源和社会保障局",
        "市场监督管理局",
        "自然资源和规划局",
    ]
    return [
        _agency(key, f"{prefix}人民政府", government, city, county, parent, PORTALS[key]),
        *(
            _agency(f"{key}/{bureau}", prefix + bureau, AgencyClass.DEPARTMENT, city, county, key)
            for bureau in bureaus
        ),
    ]


def _town(key: str, name: str, city: str, county: str) -> KnownAgency:
    return _agency(f"{key}/{name}", name, AgencyClass.TOWNSHIP, city, county, key)


AGENCIES = [
    _agency("ministry", "司法部", AgencyClass.DEPARTMENT, "", "", "", "www.moj.gov.cn"),
    *_seat("江原省", "江原省", "", "", ""),
    *_seat("临溪市", "临溪市", "临溪市", "", "江原省"),
    *_seat("东临市", "东临市", "东临市", "", "江原省"),
    *_seat("鼓楼区", "鼓楼区", "临溪市", "鼓楼区", "临溪市"),
    *_seat("东临市鼓楼区", "鼓楼区", "东临市", "鼓楼区", "东临市"),
    *_seat("北川县", "临溪市北川县", "临溪市", "北川县", "临溪市"),
    *_seat("青屏彝族自治县", "青屏彝族自治县", "东临市", "青屏彝族自治县", "东临市"),
    _town("鼓楼区", "鼓楼区东街街道办事处", "临溪市", "鼓楼区"),
    _town("北川县", "太平镇人民政府", "临溪市", "北川县"),
    _town("鼓楼区", "鼓楼区太平镇人民政府", "临溪市", "鼓楼区"),
    _town("青屏彝族自治县", "清水乡人民政府", "东临市", "青屏彝族自治县"),
    _agency(
        "分局", "临溪市生态环境局鼓楼分局", AgencyClass.DEPARTMENT, "临溪市", "鼓楼区", "鼓楼区"
    ),
    _agency(
        "开发区",
        "临溪(国家级)经济技术开发区管理委员会",
        AgencyClass.AUTHORISED,
        "临溪市",
        "",
        "临溪市",
    ),
]
AGENCIES[0] = replace(AGENCIES[0], province="")
REGISTRY = Registry(AGENCIES)


def _resolve(title: str, portal: str = "", **evidence: object) -> Resolution:
    said = replace(NameEvidence(titles=(title,)), **evidence)  # type: ignore[arg-type]
    return resolve(said, REGISTRY, REGISTRY.members(PORTALS.get(portal, "")))


@pytest.mark.parametrize(
    ("portal", "title", "agency_id"),
    [
        # the government and its general office
        ("鼓楼区", "鼓楼区人民政府", "鼓楼区"),
        ("鼓楼区", "鼓楼区", "鼓楼区"),
        ("鼓楼区", "全区", "鼓楼区"),
        ("鼓楼区", "鼓楼区政府", "鼓楼区"),
        ("鼓楼区", "鼓楼区人民政府(政府办公室)", "鼓楼区"),
        ("鼓楼区", "鼓楼区人民政府办公室", "鼓楼区/人民政府办公室"),
        ("鼓楼区", "区政府办公室", "鼓楼区/人民政府办公室"),
        ("鼓楼区", "鼓楼区政府办", "鼓楼区/人民政府办公室"),
        # two districts of one name, told apart by the site or by the city named
        ("鼓楼区", "鼓楼区教育局", "鼓楼区/教育局"),
        ("东临市鼓楼区", "鼓楼区教育局", "东临市鼓楼区/教育局"),
        ("", "临溪市鼓楼区教育局", "鼓楼区/教育局"),
        ("", "江原省东临市鼓楼区教育局", "东临市鼓楼区/教育局"),
        # prefixes left out or added, short forms
        ("鼓楼区", "教育局", "鼓楼区/教育局"),
        ("鼓楼区", "区教育局", "鼓楼区/教育局"),
        ("临溪市", "市教育局", "临溪市/教育局"),
        ("临溪市", "市发改委", "临溪市/发展和改革委员会"),
        ("北川县", "北川县人社局", "北川县/人力资源和社会保障局"),
        ("北川县", "临溪市北川县发展改革委", "北川县/发展和改革委员会"),
        ("北川县", "北川县市场监管局", "北川县/市场监督管理局"),
        # a district's portal that carries a report of the city's bureau
        ("鼓楼区", "临溪市教育局", "临溪市/教育局"),
        ("鼓楼区", "市教育局", "临溪市/教育局"),
        # autonomous areas in short
        ("青屏彝族自治县", "青屏县教育局", "青屏彝族自治县/教育局"),
        ("青屏彝族自治县", "青屏彝族自治县财政局", "青屏彝族自治县/财政局"),
        # townships and subdistricts, the seat of the word left out or added
        ("北川县", "太平镇", "北川县/太平镇人民政府"),
        ("鼓楼区", "太平镇人民政府", "鼓楼区/鼓楼区太平镇人民政府"),
        ("鼓楼区", "鼓楼区东街街道", "鼓楼区/鼓楼区东街街道办事处"),
        ("鼓楼区", "临溪市鼓楼区人民政府东街街道办事处", "鼓楼区/鼓楼区东街街道办事处"),
        ("", "东临市清水乡", "青屏彝族自治县/清水乡人民政府"),
        # branch bureaus, zones, ministries
        ("鼓楼区", "临溪市生态环境局鼓楼分局", "分局"),
        ("临溪市", "临溪经济技术开发区", "开发区"),
        ("临溪市", "临溪经济技术开发区管委会", "开发区"),
        ("", "司法部", "ministry"),
        # one wrong character in a long name
        ("北川县", "北川县人力资原和社会保障局", "北川县/人力资源和社会保障局"),
    ],
)
def test_a_name_finds_its_agency(portal: str, title: str, agency_id: str) -> None:
    assert _resolve(title, portal).agency_id == agency_id


@pytest.mark.parametrize(
    ("portal", "title", "reason"),
    [
        ("", "鼓楼区教育局", "ambiguous"),
        ("临溪市", "太平镇", "unknown_name"),  # two counties below have one, the city none
        ("鼓楼区", "东临市教育局", "off_site"),
        ("鼓楼区", "鼓楼区水利局", "unknown_name"),
        ("鼓楼区", "西街街道办事处", "unknown_name"),
        ("鼓楼区", "鼓楼区生态环境局", "unknown_name"),  # only a branch bureau is known
        ("鼓楼区", "民生局", "unknown_name"),  # a short name one character off 民政局
        ("鼓楼区", "丰宁市鼓楼区教育局", "unknown_name"),
        ("", "教育局", "unknown_name"),
    ],
)
def test_no_agency_is_forced(portal: str, title: str, reason: str) -> None:
    verdict = _resolve(title, portal)
    assert (verdict.agency_id, verdict.reason) == (None, reason)


def test_two_that_fit_are_both_named() -> None:
    assert set(_resolve("鼓楼区教育局").candidates) == {"鼓楼区/教育局", "东临市鼓楼区/教育局"}


def test_the_signature_tells_two_apart() -> None:
    verdict = _resolve("鼓楼区教育局", signature="东临市鼓楼区教育局")
    assert verdict.agency_id == "东临市鼓楼区/教育局"


def test_a_name_of_before_the_reform_leads_to_the_successor_in_its_years() -> None:
    old = "鼓楼区安全生产监督管理局"
    assert _resolve(old, "鼓楼区", report_year=2016).agency_id == "鼓楼区/应急管理局"
    assert _resolve(old, "鼓楼区", report_year=2021).agency_id is None


@pytest.mark.parametrize(
    ("evidence", "agency_id"),
    [
        ({"signature": "鼓楼区财政局"}, "鼓楼区/财政局"),
        (
            {"column_path": ("首页", "政府信息公开", "区民政局", "政府信息公开年报")},
            "鼓楼区/民政局",
        ),
        ({"column_path": ("首页", "信息公开年报", "政府年报")}, "鼓楼区"),
        ({"body_names": ("鼓楼区教育局",), "publisher": "区政府办公室"}, "鼓楼区/教育局"),
        # its office writes the government's report
        ({"signature": "鼓楼区人民政府", "body_names": ("鼓楼区人民政府办公室",)}, "鼓楼区"),
        ({"signature": "鼓楼区人民政府办公室", "column_path": ("政府年报",)}, None),
        # the office puts up what all hand in; the site's owner stands in every path
        ({"publisher": "鼓楼区人民政府办公室"}, None),
        ({"column_path": ("鼓楼区人民政府", "政府信息公开年报")}, None),
        ({"signature": "鼓楼区财政局", "column_path": ("区教育局",)}, None),
        ({}, None),
    ],
)
def test_a_title_without_a_name(evidence: dict[str, object], agency_id: str | None) -> None:
    assert _resolve("", "鼓楼区", **evidence).agency_id == agency_id


def test_the_owner_of_a_site_is_the_last_resort_where_it_is_alone() -> None:
    verdict = resolve(NameEvidence(), REGISTRY, {"ministry"})
    assert (verdict.agency_id, verdict.score) == ("ministry", 0.6)


def test_a_sister_host_has_the_members_of_its_main_host() -> None:
    assert REGISTRY.members("zfxxgk.linxi.gov.cn") == REGISTRY.members("www.linxi.gov.cn")
    assert REGISTRY.members("www.elsewhere.gov.cn") == frozenset()


@given(st.sampled_from(AGENCIES[1:]), st.sampled_from(sorted(PORTALS)))
def test_a_name_never_leads_to_another_agency(agency: KnownAgency, portal: str) -> None:
    """On whatever portal: the agency itself, a namesake of that portal's place, or none."""
    verdict = _resolve(agency.name, portal)
    if verdict.agency_id:
        assert REGISTRY[verdict.agency_id].cores[0] == agency.cores[0]
        here = REGISTRY[verdict.agency_id].seat
        # 太平镇人民政府 on 鼓楼区's portal is 鼓楼区's, though another county has a 太平镇 too
        assert here & agency.seat or portal in here


def test_ten_thousand_agencies_are_no_burden() -> None:
    copies = range(150)
    many = Registry(
        replace(
            agency,
            id=f"{agency.id}-{n}",
            name=agency.name.replace("鼓楼", f"鼓楼{n}"),
            county=agency.county.replace("鼓楼", f"鼓楼{n}"),
            parent_id=agency.parent_id and f"{agency.parent_id}-{n}",
        )
        for n in copies
        for agency in AGENCIES
    )
    assert len(many) > 10_000
    started = time.perf_counter()
    for n in range(1000):
        assert many.find(f"临溪市鼓楼{n % 150}区教育局")
    assert time.perf_counter() - started < 0.5
