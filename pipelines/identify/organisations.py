"""The part of a name that says what the agency is: 教育局, 政府办, 太平镇."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

GOVERNMENT = "政府"
GENERAL_OFFICE = "政府办"

_BRACKETS = re.compile(r"\([^()]*\)")
_OFFICE = re.compile(r"^(?:人民政府|政府|行政公署|公署|行署)(?:办公厅|办公室|办)$|^府办(?:公室)?$")
_SEAT = re.compile(r"^(?:人民政府|行政公署|公署|行署|政府)$")
# 区人民政府东四街道办事处: an outpost named with the government that sent it
_SENT_BY = re.compile(r"^(?:人民)?政府(?=.{1,12}(?:街道|镇|乡|地区|办事处))")
_SUBDISTRICT = re.compile(r"(?<=街道)(?:办事处|办)$")
_TOWNSHIP_SEAT = re.compile(r"(?<=[镇乡木])(?:人民政府|政府)$")
_ZONE = re.compile(
    r"(?<=区|园|港)(?:管理委员会|管理委|管委会|管委)$"
)  # 开发区, 高新区, 新区, 工业园, 自贸港: the zone's name stands for its committee
_JOINTS = re.compile(r"[和与及、](?=.{2})")
_BUREAU = re.compile(r"(?:局|委|办|厅)$")
_TOWN = re.compile(r"(?:街道|镇|乡|苏木)$")


@dataclass(frozen=True, slots=True)
class Succession:
    """One body under a new name, and the last report year under the old one."""

    new: tuple[str, ...]
    last_year: int


@cache
def _facts() -> dict[str, Any]:
    text = files("pipelines.identify").joinpath("organisations.yaml").read_text(encoding="utf-8")
    facts: dict[str, Any] = yaml.safe_load(text)
    return facts


@cache
def _short_stems() -> dict[str, str]:
    return dict(_facts()["short_stems"])


@cache
def _successions() -> dict[str, Succession]:
    rows = _facts()["successions"]
    return {row["old"]: Succession(tuple(row["new"]), row["last_year"]) for row in rows}


@lru_cache(maxsize=100_000)
def canonical(core: str) -> str:
    """One spelling for all that mean the same body; ``core`` has no place in front.

    人民政府(政府办公室) is the government: a combined report is the government's.
    """
    core = _BRACKETS.sub("", core)
    if _OFFICE.match(core):
        return GENERAL_OFFICE
    if not core or _SEAT.match(core):
        return GOVERNMENT
    core = _SENT_BY.sub("", core)
    core = _TOWNSHIP_SEAT.sub("", _SUBDISTRICT.sub("", core))
    if is_town(core):
        return core
    return _bureau(_zone(core))


def is_town(core: str) -> bool:
    """Whether a canonical name is a township's or a subdistrict's."""
    return bool(_TOWN.search(core))


def successors(core: str, year: int | None) -> tuple[str, ...]:
    """What a body of the old name is called now, where the report is of the old name's years."""
    succession = _successions().get(core)
    if succession is None or year is None or year > succession.last_year:
        return ()
    return succession.new


def _zone(core: str) -> str:
    core = core.replace("高新技术产业开发区", "高新区").replace("经济技术开发区", "经开区")
    return _ZONE.sub("", core)


def _bureau(core: str) -> str:
    core = re.sub(r"委员会$", "委", core)
    if not _BUREAU.search(core):
        return core
    core = re.sub(r"办公室$", "办", _JOINTS.sub("", core))
    stem, kind = core[:-1], core[-1]
    return _short_stems().get(stem, stem) + kind
