"""How promising links are: the way to the column above everything beside it."""

from __future__ import annotations

import pytest

from crawler.spiders.scoring import Setting, is_organ, plain_words, score_link

ROOT = "http://www.linhe.gov.cn/"


def points(
    text: str, setting: Setting = Setting.ELSEWHERE, url: str = f"{ROOT}a/", **more: bool
) -> float:
    return score_link((text,), url, setting, is_organ, **more).points


@pytest.mark.parametrize(
    "name",
    [
        "政府信息公开年报",
        "信息公开年报",
        "政府信息公开工作年度报告",
        "政务公开年度报告",
        "政府信息公开年度报告 >>",
        "公开年报（12）",
    ],
)
def test_the_column_by_any_of_its_names(name: str) -> None:
    score = score_link((name,), f"{ROOT}a/", Setting.ELSEWHERE, is_organ)
    assert score.points >= 90
    assert score.setting is Setting.ANNUAL


@pytest.mark.parametrize(
    "name",
    [
        "法治政府建设年度报告",
        "部门决算",
        "政府工作报告",
        "统计年报",
        "信息公开指南",
        "依申请公开",
        "政府网站工作年度报表",
    ],
)
def test_what_only_sounds_like_it(name: str) -> None:
    assert points(name) < 40


def test_the_order_of_the_way() -> None:
    way = [
        "政府信息公开年报",
        "年度报告",
        "政府信息公开",
        "部门信息公开目录",
        "法定主动公开内容",
        "通知公告",
        "新闻动态",
    ]
    scores = [points(name, Setting.HUB) for name in way]
    assert scores == sorted(scores, reverse=True)


def test_folders_count_only_inside_the_column() -> None:
    for folder in ("2024年", "2024", "乡镇（街道）", "临河县财政局"):
        assert points(folder, Setting.ANNUAL) > 80
        assert points(folder) < 10


@pytest.mark.parametrize("name", ["临河县统计局", "临河县医院管理局", "临河县质量标准中心"])
def test_an_agency_is_no_page_about_what_it_is_for(name: str) -> None:
    score = score_link((name,), f"{ROOT}a/", Setting.AREA, is_organ)
    assert (score.points, score.setting) == (66.0, Setting.AREA)


@pytest.mark.parametrize("name", ["统计局", "审计局", "生态环境局", "质量技术监督局"])
def test_the_column_of_an_agency_named_for_other_reports(name: str) -> None:
    score = score_link((f"县{name}政府信息公开年报",), f"{ROOT}a/", Setting.AREA, is_organ)
    assert (score.points, score.setting) == (95.0, Setting.ANNUAL)


def test_navigation_of_every_page_inherits_nothing() -> None:
    assert points("临河县财政局", Setting.ANNUAL, site_wide=True) < 10


def test_pinyin_in_the_address_speaks_for_a_link_without_words() -> None:
    assert points("", url=f"{ROOT}zwgk/zfxxgknb/") > 70
    assert points("", url=f"{ROOT}zfxxgk/") >= 50
    assert points("", url=f"{ROOT}tupian/") < 10


@pytest.mark.parametrize(
    ("text", "plain"),
    [("· 政府 信息公开 >", "政府信息公开"), ("年报（12）", "年报"), ("【年报】", "年报")],
)
def test_words_without_ornaments(text: str, plain: str) -> None:
    assert plain_words(text) == plain
