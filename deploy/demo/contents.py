"""What a site publishes: its columns and their articles, whatever the CMS that shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from deploy.demo.draw import draw, pick
from deploy.demo.province import Notice, Province, Site
from deploy.demo.reports import Report
from deploy.demo.tables import cases_table, proactive_disclosure_table, requests_table

DISCLOSURE = "政府信息公开"
ANNUAL_REPORTS = "政府信息公开年报"


@dataclass(frozen=True)
class Article:
    """One page of content; ``number`` is its place in the site, ``body`` is HTML."""

    number: int
    title: str
    published_on: dt.date
    source: str
    body: str


@dataclass(frozen=True)
class Column:
    """A list of articles, newest first; ``slug`` is its folder where the CMS has folders."""

    number: int
    name: str
    slug: str
    articles: tuple[Article, ...]

    def list_pages(self, rows: int) -> list[tuple[Article, ...]]:
        """The articles page by page, at least one page."""
        starts = range(0, max(len(self.articles), 1), rows)
        return [self.articles[start : start + rows] for start in starts]


@dataclass(frozen=True)
class Contents:
    """Everything one site shows: ``ordinary`` columns, and those under 政府信息公开."""

    site: Site
    ordinary: tuple[Column, ...]
    disclosure: tuple[Column, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns."""
        return self.ordinary + self.disclosure


@dataclass(frozen=True)
class _Entry:
    title: str
    published_on: dt.date
    source: str
    body: str


def site_contents(province: Province, site: Site, reports: list[Report]) -> Contents:
    """The columns of one site; ``reports`` are those of the whole province."""
    own = [report for report in reports if report.agency in site.agencies]
    annual = [_report_entry(r) for r in own] + [_notice_entry(n, site) for n in site.look_alikes]
    newest_first = sorted(annual, key=lambda entry: entry.published_on, reverse=True)
    ordinary = [
        _column(1, "要闻动态", "xwzx", list(_events(site, "news", province.news))),
        _column(2, "通知公告", "tzgg", list(_events(site, "notices", province.notices))),
    ]
    disclosure = [
        _column(3, "政府信息公开指南", "zfxxgkzn", [_guide(site)]),
        _column(4, "政府信息公开制度", "zfxxgkzd", [_rule(site)]),
        _column(5, ANNUAL_REPORTS, "zfxxgknb", newest_first),
    ]
    return Contents(site, tuple(ordinary), tuple(disclosure))


def _column(number: int, name: str, slug: str, entries: list[_Entry]) -> Column:
    articles = tuple(
        Article(number * 1000 + len(entries) - place, e.title, e.published_on, e.source, e.body)
        for place, e in enumerate(entries)
    )
    return Column(number, name, slug, articles)


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _notice_entry(notice: Notice, site: Site) -> _Entry:
    return _Entry(notice.title, notice.published_on, site.name, _paragraph(notice.text))


def _events(site: Site, kind: str, subjects: tuple[str, ...]) -> Iterator[_Entry]:
    place = site.agencies[0].name.removesuffix("人民政府")
    published_on = dt.date(2026, 4, 10)
    for number in range(18):
        title = place + pick(subjects, site.host, kind, number)
        text = f"{published_on.year}年{published_on.month}月，{title}。有关工作正在按计划进行。"
        yield _Entry(title, published_on, site.name, _paragraph(text))
        published_on -= dt.timedelta(days=draw(3, 20, site.host, kind, number, "days"))


def _guide(site: Site) -> _Entry:
    text = "公民、法人或者其他组织可以当面、邮寄或者通过网站提交政府信息公开申请。"
    return _Entry("政府信息公开指南", dt.date(2024, 6, 3), site.name, _paragraph(text))


def _rule(site: Site) -> _Entry:
    text = "拟公开的信息应当经过审查；不予公开的，应当说明理由。"
    return _Entry("政府信息公开审查办法", dt.date(2021, 9, 14), site.name, _paragraph(text))


def _report_entry(report: Report) -> _Entry:
    source = report.agency.name_in(report.year)
    return _Entry(report.title, report.published_on, source, "\n".join(_report_body(report)))


def _report_body(report: Report) -> Iterator[str]:
    yield _paragraph(report.prose.opening)
    yield "<p><strong>一、总体情况</strong></p>"
    yield from map(_paragraph, report.prose.overview)
    yield "<p><strong>二、主动公开政府信息情况</strong></p>"
    yield proactive_disclosure_table(report)
    yield "<p><strong>三、收到和处理政府信息公开申请情况</strong></p>"
    yield requests_table(report)
    yield "<p><strong>四、政府信息公开行政复议、行政诉讼情况</strong></p>"
    yield cases_table(report)
    yield "<p><strong>五、存在的主要问题及改进情况</strong></p>"
    yield _paragraph(report.prose.problems)
    yield "<p><strong>六、其他需要报告的事项</strong></p>"
    yield _paragraph(report.prose.other_matters)
    day = report.published_on
    yield f'<p align="right">{escape(report.agency.name_in(report.year))}</p>'
    yield f'<p align="right">{day.year}年{day.month}月{day.day}日</p>'
