"""A dossier in Chinese, as a page that can be cited: what is said, and what it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.coverage.dossier import ColumnEvidence, Dossier, PlaceEvidence
from pipelines.coverage.states import state_words
from storage.calendar import CHINA
from storage.records import CaptureRecord, VersionRecord
from storage.vocabulary import SiteState, VersionChange

_SITE = {
    SiteState.UNVISITED: "尚未访问",
    SiteState.REACHABLE: "可以访问",
    SiteState.UNREACHABLE: "无法访问",
    SiteState.BLOCKED: "拒绝访问",
    SiteState.EXCLUDED: "robots.txt 不允许访问",
}
_CHANGE = {
    VersionChange.FIRST: "首次公布",
    VersionChange.QUIET_EDIT: "同一网址内容有变",
    VersionChange.CORRECTED: "另一网址取代",
}
_DOUBTS = {
    "unassigned_reports": "有报告归属不明（见下），其中可能有该报告",
    "column_not_located": "没有找到可能载有该报告的栏目",
    "incomplete_reading": "栏目没有读到底",
    "not_read_after_due_date": "期限过后没有把全部有关栏目读到底",
    "empty_column": "栏目中没有任何年度报告，不足为凭",
    **{state.value: f"网站{words}" for state, words in _SITE.items()},
}
_PRESUMED = (
    "报告没有载明公布日期，首次见到时期限已过；期限过后此前没有一次访问见其不在，"
    "何时公布无从得知，不作逾期论"
)
_NOT_REQUIRED = {
    "no_duty": "该类机关不在《政府信息公开条例》规定的年度报告义务之内",
    "before_first_report_year": "登记册所载首个报告年度在此之后",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a statement: a heading with lines, and the archived answers these rest on."""

    heading: str
    lines: tuple[str, ...]
    captures: tuple[CaptureRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What can be said, in parts; the first line of the first part is the sentence to be cited."""

    title: str
    parts: tuple[Part, ...]


def state(dossier: Dossier) -> Statement:
    """Writes a dossier as a statement."""
    judged = dossier.judged
    title = f"{dossier.agency.name}{judged.report_year}年政府信息公开工作年度报告：公布情况"
    return Statement(title, tuple(_parts(dossier)))


def _parts(dossier: Dossier) -> Iterator[Part]:
    yield _verdict(dossier)
    yield _duty(dossier)
    for number, version in enumerate(dossier.versions, start=1):
        lines = tuple(_version_lines(version.version))
        yield Part(f"第{number}个版本", lines, version.captures)
    for away in (one for one in dossier.addresses if one.address.gone_since):
        address = away.address
        assert address.gone_since  # noqa: S101 - the line above looked
        lines = (
            f"网址：{address.url}",
            f"最后一次见到报告：{moment(address.last_seen_at)}",
            f"自{moment(address.gone_since)}起连续{address.gone_visits}次访问未见到（{address.reason}）",
        )
        yield Part("原网址已无报告", lines, away.captures)
    for place in dossier.places:
        yield from _place(place, _years_here(dossier, place.site.host))
    if dossier.unassigned:
        lines = tuple(f"{title or '（无标题）'}　{url}" for url, title in dossier.unassigned)
        yield Part("归属不明的报告", lines)


def _verdict(dossier: Dossier) -> Part:
    judged, words = dossier.judged, state_words()[dossier.judged.state]
    said = words.may_say.format(
        agency=dossier.agency.name,
        year=judged.report_year,
        due=day(judged.due_on) if judged.due_on else "无",
        as_of=day(dossier.as_of),
    )
    facts = judged.evidence
    lines = [
        said,
        f"状态：{words.name}（{judged.state}）。{words.meaning}",
        f"注意：{words.may_not_say}",
    ]
    if because := facts.get("because"):
        lines.append(f"依据：{_NOT_REQUIRED.get(because, because)}")
    if last := facts.get("last_report_year"):
        lines.append(f"登记册所载最后一个报告年度：{last}年")
    if reason := facts.get("invalid_reason"):
        lines.append(f"无效原因：{reason}")
    if empty := facts.get("last_empty_visit"):
        lines.append(f"首次见到之前最后一次完整读取栏目而未见到：{moment(_time(empty))}")
    if facts.get("dated_by") == "presumed":
        lines.append(_PRESUMED)
    if withdrawn := facts.get("withdrawn_at"):
        lines.append(f"报告已撤下：{moment(_time(withdrawn))}的访问确认其各网址均已长期不可得")
    elif gone := facts.get("gone_since"):
        lines.append(f"自{moment(_time(gone))}起各网址均未见到报告；访问次数或时间不足，尚不称撤下")
    doubts = facts.get("not_confirmed_because", ())
    lines += [f"不能确认的原因：{_doubt(doubt)}" for doubt in doubts]
    return Part("结论", tuple(lines))


def _duty(dossier: Dossier) -> Part:
    judged = dossier.judged
    if judged.due_on is None:
        return Part("期限", ("无公布期限。",))
    source = judged.evidence.get("source", "")
    return Part("期限", (f"{day(judged.due_on)}（中国时间）", f"规则：{judged.rule}；{source}"))


def _version_lines(version: VersionRecord) -> Iterator[str]:
    yield f"{_CHANGE[version.change]}；标题：{version.title}"
    for url in version.source_urls:
        yield f"网址：{url}"
    printed = day(version.published_on) if version.published_on else "没有载明"
    yield f"所载公布日期：{printed}"
    if version.not_seen_at:
        yield f"此前最后一次访问（未见到此版本）：{moment(version.not_seen_at)}"
    yield f"首次见到：{moment(version.first_seen_at)}"
    if version.again_since:
        yield f"重新见到：{moment(version.again_since)}"
    yield f"最后一次见到：{moment(version.last_seen_at)}"
    if version.replaced_at:
        yield f"见到取代它的版本：{moment(version.replaced_at)}"
    yield f"内容摘要（数字与文字，SHA-256）：{version.content_digest}"


def _years_here(dossier: Dossier, host: str) -> list[int]:
    """The years of which this agency's reports are on a site."""
    places = dossier.judged.evidence.get("places", ())
    return next((one["years_of_agency"] for one in places if one["host"] == host), [])


def _place(place: PlaceEvidence, years: list[int]) -> Iterator[Part]:
    site = place.site
    lines = [f"{site.home_url}：{_SITE[site.state]}" + (f"（{site.cause}）" if site.cause else "")]
    if site.last_visited_at:
        lines.append(f"最后一次访问：{moment(site.last_visited_at)}")
    if not place.columns:
        lines.append("在此网站没有找到可能载有该报告的栏目")
        if site.state is SiteState.UNREACHABLE:
            lines.append("没有应答的访问没有存档记录")
    if years:
        lines.append(f"在此见到的该机关报告年度：{'、'.join(map(str, years))}")
    yield Part(f"网站 {site.host}", tuple(lines), place.answers)
    for column in place.columns:
        yield Part(f"栏目 {column.column.name}", tuple(_column_lines(column)), column.captures)


def _column_lines(one: ColumnEvidence) -> Iterator[str]:
    yield f"网址：{one.column.url}"
    if not one.readings:
        yield "尚未读过"
        return
    for reading in one.readings:
        whole = "读到最后一页" if reading.complete else "没有读到底"
        if reading is not one.readings[0]:
            whole = "首页与前次相同，其后各页未再读取"
        yield f"{moment(reading.read_at)}读取{reading.pages}页、{reading.rows}条；{whole}"
    last = one.readings[-1]
    if last.declared_total:
        yield f"栏目自称共{last.declared_total}条"
    years = "、".join(str(year) for year in last.years) or "无"
    yield f"所列报告年度：{years}"


def _doubt(told: str) -> str:
    host, _, what = told.rpartition(": ")
    words = _DOUBTS.get(what, what)
    return f"{host}：{words}" if host else words


def _time(iso: str) -> dt.datetime:
    return dt.datetime.fromisoformat(iso)


def moment(at: dt.datetime) -> str:
    """A moment as a clock in China shows it, to the second."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"


def day(on: dt.date) -> str:
    """A day as a Chinese text writes it."""
    return f"{on.year}年{on.month}月{on.day}日"
