"""Place names as agencies write them in front of their own: 凉山彝族自治州, 凉山州, 本市."""

from __future__ import annotations

import re
from functools import cache

PROVINCES = frozenset(
    {
        "北京市", "天津市", "河北省", "山西省", "内蒙古自治区",
        "辽宁省", "吉林省", "黑龙江省", "上海市", "江苏省",
        "浙江省", "安徽省", "福建省", "江西省", "山东省",
        "河南省", "湖北省", "湖南省", "广东省", "广西壮族自治区",
        "海南省", "重庆市", "四川省", "贵州省", "云南省",
        "西藏自治区", "陕西省", "甘肃省", "青海省", "宁夏回族自治区",
        "新疆维吾尔自治区", "新疆生产建设兵团",
    }
)  # fmt: skip

# The 55 minorities as they stand in the names of autonomous areas; longer ones first.
_PEOPLES = (
    "维吾尔|哈萨克|柯尔克孜|乌孜别克|塔吉克|塔塔尔|俄罗斯|鄂温克|鄂伦春|"
    "达斡尔|景颇|傈僳|拉祜|纳西|布依|土家|仡佬|仫佬|毛南|保安|裕固|"
    "撒拉|东乡|锡伯|赫哲|门巴|珞巴|朝鲜|蒙古|哈尼|布朗|普米|阿昌|德昂|"
    "独龙|基诺|高山|各|回|藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|畲|水|"
    "土|羌|怒|京"
)
_AUTONOMOUS = re.compile(rf"^(.{{2,}}?)(?:(?:{_PEOPLES})族?)+自治(州|县|旗|区)$")
_REGIONS = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
}

_LEVEL = re.compile(r"^[全本我]?(自治区|自治州|自治县|自治旗|地区|省|市|县|区|州|旗|盟)")


@cache
def spellings(place: str) -> frozenset[str]:
    """All ways to write one place: in full, autonomous areas in short, provinces without 省."""
    if not place:
        return frozenset()
    ways = {place}
    if match := _AUTONOMOUS.match(place):
        ways.add(match[1] + match[2])
    if place in PROVINCES or place.endswith("省"):
        ways.add(_REGIONS.get(place) or re.sub(r"[省市]$", "", place))
        ways |= {f"{way}自治区" for way in ways if place in _REGIONS and len(way) < 4}
    return frozenset(ways)


def split_level(text: str) -> tuple[str, str]:
    """A level in place of the place's name: 市教育局 → (市, 教育局), 全区 → (区, "")."""
    match = _LEVEL.match(text)
    return (match[1], text[match.end() :]) if match else ("", text)


def is_of_level(place: str, level: str) -> bool:
    """Whether 市, 县, 区 … alone can stand for this place."""
    if level == "区" and place.endswith("自治区"):
        return False
    return place.endswith(level)
