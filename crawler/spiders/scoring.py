"""How promising a link is: pure functions from the words around it to a score and its reason.

The way on any agency site is home page → 政府信息公开 → 政府信息公开年报 → reports; the column has
its name and its place from 国办公开办函〔2019〕61号. Sites shorten, move and misname all three; so
words, address and the place where a link was met are weighed together. Scores run from 0 to 100.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit


class Setting(StrEnum):
    """Where a walk stands when it meets a link."""

    ELSEWHERE = "elsewhere"
    HUB = "hub"  # under 政府信息公开
    AREA = "area"  # one agency's own part of a portal, or the index of such parts
    ANNUAL = "annual"  # in an annual-report column or one of its folders


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 0 to 100, where its target stands, and why."""

    points: float
    setting: Setting
    reason: str


ANNUAL = 95.0
ANNUAL_FOLDER = 88.0
ANNUAL_SHORT = 82.0
HUB = 70.0
AREA = 66.0
INDEX = 60.0
NOTICES = 14.0
NAMELESS = 9.0

_SPACES = re.compile(r"\s+")
_ANNUAL_FULL = re.compile(
    r"(政府)?(信息|政务)公开(工作)?(情况)?(年度?报告?|年度(工作)?报告|年报)|公开年报|公开年度报告|年度信息公开报告"
)
_ANNUAL_SHORT = re.compile(
    r"^(历年|往年|本机关|部门|单位|各部门|各单位|乡镇|街道|政府)*(年度报告|年报|公开报告)(公示|公开|专栏|汇总|列表)?$"
)
_OTHER_ANNUAL = re.compile(
    r"财政|预算|决算|统计|审计|法治|依法行政|网站|企业|法人|学校|高校|学年|监测|工作年报|年报表|工作报告$|解读|环境|质量|双公示|工商|公示系统"
)
# 市统计局政府信息公开年报 is that bureau's column: what an agency is for says nothing of the column
_NAMED_FOR = re.compile(r"(财政|统计|审计|环境|质量|工商)[\u4e00-\u9fff]{0,6}?(局|厅|署|站|中心)")
_HUB = re.compile(
    r"^(政府|政务)?信息公开(专栏|平台|专题|栏目|公示|网|专区)?$|^政务公开(专栏|平台|网)?$|^政府信息公开"
)
_HUB_LOOSE = re.compile(r"信息公开|政务公开|公开目录")
_HUB_OTHER = re.compile(
    r"指南|制度|依申请|意见箱|申请表|投诉|规定|条例|标准|要点|统计|双公示|事业单位|高校|学校|医院"
)
_AREA = re.compile(
    r"(部门|乡镇|街道|镇街|镇乡|县区|区县|市县|县市区|各县|单位|机构|下属|基层).{0,8}(公开|目录|平台)|公开(单位|部门|机构|主体)|(部门|乡镇|街道|单位)(政府)?信息公开"
)
_INDEX = re.compile(r"信息公开目录|公开目录|法定主动公开|主动公开内容|基础信息公开|主动公开")
_NOTICES = re.compile(
    r"^(通知公告|公示公告|公告公示|通知|公告|公示|公告通知|最新公开|最新信息|政府文件|文件通知|工作年报|年度工作)$"
)
_YEAR_FOLDER = re.compile(
    r"^[\[（(]?20[0-2]\d[\])）]?\s*(年度?|年度?年?报告?|年度?(信息公开)?(年报|报告))?$"
)
_KIND_FOLDER = re.compile(
    r"^(本级|市本级|县本级|区本级|省本级)?(省|市|县|区|州|盟|旗)?(直)?(属|级)?(各)?(人民)?(政府|部门|单位|机构|工作部门|直属单位|垂直(管理)?部门|驻.{1,3}单位|乡镇|镇街|街道|乡镇街道"
    r"|乡镇（街道）|乡镇\(街道\)|县区|区县|县（市、区）|县\(市、区\)|园区|开发区|其他)(政府)?(信息公开)?(年报|年度报告|报告)?$"
)
_ORGAN = re.compile(
    r"(局|委|委员会|办|办公室|办公厅|厅|部|署|院|中心|政府|镇|乡|街道|办事处|街道办|管委会|支队|大队|总队|残联|联合会|供销社|苏木|农场|林场|度假区|开发区|园区|新区|工业园)$"
)
_URL_ANNUAL = re.compile(
    r"(zf|zw|gz)?x{0,2}gk(gz)?(nb|ndbg|ndgzbg|ndbb|nianbao)|(?<![a-z])(ndbg|gknb|nbxx|zfnb|bmnb|xznb|annual_?report|annualreport|xxgknb)(?![a-z])"
    r"|openness_?annual|xxgkannual",
    re.I,
)
_URL_HUB = re.compile(
    r"(?<![a-z])(zfxxgk|xxgk|zwgk|gkml|gkmlpt|openness|govopen|zfxxgkpt|zfxxgkzl|public)(?![a-z])",
    re.I,
)


def plain_words(text: str) -> str:
    """Link words without white space, arrows, brackets and counts such as （12）."""
    text = _SPACES.sub("", text)
    text = re.sub(r"[（(\[]\d+[)）\]]$", "", text)
    return text.strip("·•>›»→【】[]|-—*★◆■□:：<《》")


def is_organ(text: str) -> bool:
    """Whether a short text names an organ of state by its last word (局, 委, 街道办事处 …)."""
    return 2 <= len(text) <= 30 and bool(_ORGAN.search(text))


def is_year(text: str) -> bool:
    """Whether words are only those of a year: 2024, 2024年, 2024年度年报."""
    return bool(_YEAR_FOLDER.match(plain_words(text)))


def is_folder(title: str) -> bool:
    """Whether a title is that of a folder for a kind of agencies (部门年报) and no report's."""
    text = plain_words(title)
    return bool(_KIND_FOLDER.match(text) and text.endswith(("年报", "年度报告")))


def score_link(
    words: tuple[str, ...],
    url: str,
    setting: Setting,
    is_agency: Callable[[str], bool],
    *,
    site_wide: bool = False,
) -> Score:
    """How promising a link is.

    Args:
        words: what the link says, each on its own: anchor text, ``title=``, ``alt=``.
        url: its absolute address.
        setting: where the link was met.
        is_agency: whether a text names an agency of the registry.
        site_wide: the link stands in the navigation of every page, so that the place where it was
            met says nothing about it.
    """
    inherited = Setting.ELSEWHERE if site_wide else setting
    scores = [
        _score_words(plain_words(text), inherited, is_agency) for text in words if text.strip()
    ]
    best = max(scores, key=lambda score: score.points, default=Score(0.0, inherited, ""))
    return _with_address(best, url, inherited, bool(scores))


def _score_words(text: str, setting: Setting, is_agency: Callable[[str], bool]) -> Score:
    if not text:
        return Score(0.0, setting, "")
    other = _OTHER_ANNUAL.search(_NAMED_FOR.sub("", text))
    if len(text) <= 24 and _ANNUAL_FULL.search(text) and not other:
        return Score(ANNUAL, Setting.ANNUAL, f"column name {text}")
    if setting is Setting.ANNUAL:
        return _score_folder(text, is_agency)
    if _ANNUAL_SHORT.match(text) and not other:
        return Score(ANNUAL_SHORT, Setting.ANNUAL, f"column name {text}")
    if setting in (Setting.HUB, Setting.AREA) and is_agency(text):
        return Score(AREA, Setting.AREA, f"area of {text}")
    if _HUB_OTHER.search(text):
        return Score(6.0, Setting.ELSEWHERE, f"beside the way: {text}")
    if len(text) <= 24:
        return _score_way(text, setting)
    return Score(2.0, Setting.ELSEWHERE, "a sentence")


def _score_folder(text: str, is_agency: Callable[[str], bool]) -> Score:
    """A link met inside an annual-report column: its folders lead on, the rest leads away."""
    if _YEAR_FOLDER.match(text):
        return Score(ANNUAL_FOLDER, Setting.ANNUAL, f"year folder {text}")
    if _KIND_FOLDER.match(text):
        return Score(ANNUAL_FOLDER, Setting.ANNUAL, f"folder {text}")
    if len(text) <= 30 and is_agency(text):
        return Score(ANNUAL_FOLDER, Setting.ANNUAL, f"folder of {text}")
    if _HUB.search(text) and not _HUB_OTHER.search(text):
        return Score(HUB - 8, Setting.HUB, f"disclosure {text}")
    return Score(4.0, Setting.ELSEWHERE, f"beside an annual column: {text[:20]}")


def _score_way(text: str, setting: Setting) -> Score:
    """A link that may lead towards the column."""
    if _AREA.search(text):
        return Score(AREA, Setting.AREA, f"agencies' areas {text}")
    if _HUB.search(text):
        return Score(HUB, Setting.HUB, f"disclosure {text}")
    if _INDEX.search(text):
        return Score(
            INDEX if setting is not Setting.ELSEWHERE else HUB - 12, Setting.HUB, f"index {text}"
        )
    if _HUB_LOOSE.search(text):
        return Score(INDEX - 6, Setting.HUB, f"disclosure {text}")
    if _NOTICES.match(text):
        return Score(NOTICES, Setting.ELSEWHERE, f"notices {text}")
    # the names of columns are short; what is longer is the title of an article
    points = 2.0 if len(text) > 12 else 8.0 if setting is not Setting.ELSEWHERE else 5.0
    return Score(points, Setting.ELSEWHERE, f"ordinary {text[:20]}")


def _with_address(score: Score, url: str, setting: Setting, named: bool) -> Score:
    """Adds what the address itself says: pinyin of the column's name in its folders."""
    parts = urlsplit(url)
    address = unquote(f"{parts.path}?{parts.query}")
    if (
        _URL_ANNUAL.search(address)
        and score.points < ANNUAL_SHORT
        and "beside the way" not in score.reason
    ):
        points = 76.0 if not named else max(score.points, 58.0 if score.points > 4 else 30.0)
        return Score(
            points, Setting.ANNUAL if points > 70 else score.setting, f"{score.reason}; address"
        )
    if _URL_HUB.search(address) and not named:
        return Score(50.0, Setting.HUB, "address")
    if not named:
        return Score(NAMELESS, setting, "nameless link")
    return score
