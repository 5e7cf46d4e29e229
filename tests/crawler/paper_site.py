"""A web site on paper: pages by address, for walks that need no server."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from crawler.spiders.answers import Answer
from crawler.spiders.frontier import Fetch
from crawler.spiders.walk import Met, SiteWalk
from pipelines.items import MetColumn, MetDocument, MetHost, VisitedSite

REPORT_TEXT = (
    "<p>根据《中华人民共和国政府信息公开条例》编制本报告，所列数据统计期限自1月1日起至12月31日止。</p>"
    "<p>一、总体情况</p><p>{filler}</p><p>二、主动公开政府信息情况</p><p>第二十条第（一）项</p>"
    "<p>三、收到和处理政府信息公开申请情况</p><p>本年新收政府信息公开申请数量</p>"
    "<p>四、政府信息公开行政复议、行政诉讼情况</p><p>五、存在的主要问题及改进情况</p><p>六、其他需要报告的事项</p>"
).format(filler="全年工作平稳有序，公开渠道不断完善。" * 30)


def page(title: str, body: str) -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


def listing(title: str, rows: Iterable[tuple[str, str, str]], more: str = "") -> str:
    items = "".join(
        f'<li><a href="{url}">{text}</a><span>{day}</span></li>' for url, text, day in rows
    )
    return page(
        title, f'<div class="where">当前位置：首页 &gt; {title}</div><ul>{items}</ul>{more}'
    )


def report(title: str, more: str = "") -> str:
    return page(title, f"<h1>{title}</h1><p>发布日期：2026-01-20</p>{REPORT_TEXT}{more}")


@dataclass
class PaperSite:
    """Answers fetches from ``pages``: HTML, a status, or a redirect's target after ``->``.

    A page as the browser draws it stands under its address with ``#drawn`` behind.
    """

    pages: dict[str, str | int]
    asked: list[Fetch] = field(default_factory=list)
    etags: bool = False

    def answer(self, fetch: Fetch) -> Answer:
        self.asked.append(fetch)
        value = self.pages.get(f"{fetch.url}#drawn" if fetch.render else fetch.url, 404)
        capture = len(self.asked)
        if isinstance(value, int):
            return Answer(
                fetch.url, value, b"", capture_id=capture, error="" if value else "no connection"
            )
        if value.startswith("->"):
            return Answer(fetch.url, 301, b"", location=value[2:], capture_id=capture)
        body = value.encode()
        digest = hashlib.sha256(body).hexdigest()
        if self.etags and ("If-None-Match", digest) in fetch.headers:
            return Answer(fetch.url, 304, etag=digest, capture_id=capture)
        return Answer(
            fetch.url,
            200,
            body,
            "text/html",
            etag=digest if self.etags else "",
            capture_id=capture,
            digest=digest,
        )

    @property
    def urls(self) -> list[str]:
        return [fetch.url for fetch in self.asked]


@dataclass
class Walked:
    """All that one walk met."""

    documents: list[MetDocument] = field(default_factory=list)
    columns: list[MetColumn] = field(default_factory=list)
    hosts: list[MetHost] = field(default_factory=list)
    visit: VisitedSite | None = None

    @property
    def document_urls(self) -> set[str]:
        return {document.url for document in self.documents}

    @property
    def closed(self) -> dict[str, MetColumn]:
        return {column.url: column for column in self.columns if column.closed}


def walk_over(walk: SiteWalk, site: PaperSite) -> Walked:
    walked = Walked()
    while (fetch := walk.next()) is not None:
        _sort(walked, walk.receive(fetch, site.answer(fetch)))
    _sort(walked, walk.finish())
    return walked


def _sort(walked: Walked, met: Iterable[Met]) -> None:
    for one in met:
        if isinstance(one, MetDocument):
            walked.documents.append(one)
        elif isinstance(one, MetColumn):
            walked.columns.append(one)
        elif isinstance(one, MetHost):
            walked.hosts.append(one)
        else:
            walked.visit = one
