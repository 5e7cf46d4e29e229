"""What an alert says, in the words of a disclosure office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from crawler.alerts.kinds import NAMES
from storage.calendar import CHINA
from storage.records import AgencyRecord, AlertRecord
from storage.vocabulary import AlertKind, CrawlOutcome, ExpectationState

Facts = Mapping[str, Any]

_PLATFORM = "本系统"
_NOT_CONFIRMED = "尚有栏目未读全或未能核实，不能断定未公布"


def region_of(alert: AlertRecord, agencies: Mapping[str, AgencyRecord]) -> str:
    """Under which heading an alert stands: its division, the site, or this program."""
    agency = agencies.get(alert.agency_id or "")
    if agency is not None:
        place = (agency.province, agency.city, agency.county)
        return " ".join(dict.fromkeys(part for part in place if part)) or "未注明地区"
    return "网站" if alert.site_id is not None else _PLATFORM


def title_of(alert: AlertRecord, agencies: Mapping[str, AgencyRecord]) -> str:
    """An alert in a few words: 青山县水务局 2025年度：逾期未公布（已核实）."""
    return f"{_subject(alert, agencies)}：{NAMES[alert.kind]}"


def line_of(alert: AlertRecord, agencies: Mapping[str, AgencyRecord]) -> str:
    """An alert in a sentence, with what it rests on."""
    return f"{_subject(alert, agencies)}：{_WORDS[alert.kind](alert.facts)}"


def _subject(alert: AlertRecord, agencies: Mapping[str, AgencyRecord]) -> str:
    agency = agencies.get(alert.agency_id or "")
    if agency is not None:
        return f"{agency.name}{alert.report_year}年度年报"
    if alert.site_id is not None:
        return str(alert.facts.get("host", ""))
    return "存档" if alert.kind is AlertKind.ARCHIVE_DAMAGED else "采集"


def _reminder(facts: Facts) -> str:
    left = facts["days_left"]
    return (
        f"应于{_day(facts['due_on'])}前公布，{f'还有{left}天' if left else '今天到期'}，尚未见到。"
    )


def _overdue(facts: Facts) -> str:
    return f"应于{_day(facts['due_on'])}前公布，逾期未见；{_NOT_CONFIRMED}。"


def _missing(facts: Facts) -> str:
    read = [
        f"{place['host']}的年报栏目（{place['rows']}条，{_moment(place['read_at'])}读完）"
        for place in facts.get("places", ())
        if place.get("read_at")
    ]
    where = f"已核查{'、'.join(read)}，均无此件" if read else "栏目已读完，无此件"
    return f"应于{_day(facts['due_on'])}前公布，{where}。"


def _late(facts: Facts) -> str:
    return f"应于{_day(facts['due_on'])}前公布，{_published(facts)}。{_url(facts)}"


def _at_last(facts: Facts) -> str:
    on_time = facts["state"] == ExpectationState.FOUND_ON_TIME
    verdict = "所载公布日期在期限内，先前的提示请作废" if on_time else "属逾期公布"
    return f"先前提示未见，现已找到；{_published(facts)}，{verdict}。{_url(facts)}"


def _published(facts: Facts) -> str:
    if facts.get("published_on"):
        return f"所载公布日期为{_day(facts['published_on'])}"
    return f"{_moment(facts.get('first_seen'))}首次见到"


def _invalid(facts: Facts) -> str:
    reason = facts.get("invalid_reason") or "原因见 nianbao show"
    return f"该处所公布的不是应有的年报（{reason}）。{_url(facts)}"


def _edit(facts: Facts) -> str:
    return f"{_moment(facts['first_seen'])}发现同一网址的内容已变，{_cells(facts)}。{_url(facts)}"


def _corrected(facts: Facts) -> str:
    return f"{_moment(facts['first_seen'])}发现另行公布的版本，{_cells(facts)}。{_url(facts)}"


def _cells(facts: Facts) -> str:
    cells = facts.get("cells", 0)
    return f"表格有{cells}处数字不同" if cells else "表格数字未变，文字有改动"


def _withdrawn(facts: Facts) -> str:
    return f"自{_moment(facts['withdrawn_at'])}起，原网址已不可得。{_url(facts)}"


def _sums(facts: Facts) -> str:
    return f"有{facts['errors']}处不成立，首处：{facts['first_error']}。{_url(facts)}"


def _site(facts: Facts) -> str:
    reached = facts.get("last_reached_at")
    since = f"上次正常访问是{_moment(reached)}" if reached else "从未访问成功"
    return f"{facts.get('cause') or '没有应答'}；{since}。该站各机关的状态暂不能判断。"


def _crawl(facts: Facts) -> str:
    if "host" in facts:
        return f"{facts.get('cause')}。该站各机关的状态暂不能判断。"
    ended = {
        CrawlOutcome.FAILED: "失败",
        CrawlOutcome.INTERRUPTED: "中断",
    }.get(CrawlOutcome(facts["outcome"]), "异常")
    return f"{_moment(facts['started_at'])}开始的第{facts['crawl']}次采集{ended}：{facts['cause']}"


def _damage(facts: Facts) -> str:
    return f"校验发现{facts['problems']}处问题，首处：{next(iter(facts['first']), '')}"


_WORDS: dict[AlertKind, Callable[[Facts], str]] = {
    AlertKind.REMINDER_14: _reminder,
    AlertKind.REMINDER_3: _reminder,
    AlertKind.OVERDUE: _overdue,
    AlertKind.CONFIRMED_MISSING: _missing,
    AlertKind.PUBLISHED_LATE: _late,
    AlertKind.PUBLISHED_AT_LAST: _at_last,
    AlertKind.PUBLISHED_INVALID: _invalid,
    AlertKind.CORRECTED: _corrected,
    AlertKind.QUIET_EDIT: _edit,
    AlertKind.WITHDRAWN: _withdrawn,
    AlertKind.WRONG_SUMS: _sums,
    AlertKind.SITE_DOWN: _site,
    AlertKind.BLOCKED: _site,
    AlertKind.CRAWL_FAILED: _crawl,
    AlertKind.ARCHIVE_DAMAGED: _damage,
}


def _url(facts: Facts) -> str:
    return str(facts.get("url") or "")


def _day(day: str | None) -> str:
    if not day:
        return "期限"
    date = dt.date.fromisoformat(day)
    return f"{date.year}年{date.month}月{date.day}日"


def _moment(moment: str | None) -> str:
    if not moment:
        return "时间不详"
    local = dt.datetime.fromisoformat(moment).astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日"


def kinds_in(alerts: Iterable[AlertRecord]) -> str:
    """How many of each kind: 逾期未公布（已核实）2件、网站无法访问1件."""
    counts: dict[AlertKind, int] = {}
    for alert in alerts:
        counts[alert.kind] = counts.get(alert.kind, 0) + 1
    return "、".join(f"{name}{counts[kind]}件" for kind, name in NAMES.items() if kind in counts)
