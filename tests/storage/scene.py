"""Small true-to-life things to write into an archive."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from storage.archive import save_agencies, save_document, start_crawl, store_exchange
from storage.records import (
    AgencyRecord,
    DocumentDraft,
    DocumentRecord,
    Exchange,
    FigureRecord,
    IssueDraft,
    SectionRecord,
    VersionDraft,
)
from storage.vocabulary import AgencyClass, CellState, Fault, Medium, Severity
from storage.warc import WarcStore

NOON = dt.datetime(2026, 1, 20, 4, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
URL = "https://www.qingshan.gov.cn/zwgk/nb/t20260120_1.html"

COUNTY = AgencyRecord(
    id="qingshan",
    name="青山县人民政府",
    cls=AgencyClass.GOVERNMENT,
    province="云岭省",
    city="白水市",
    county="青山县",
    homepage="https://www.qingshan.gov.cn/",
)
BUREAU = AgencyRecord(
    id="qingshan-water",
    name="青山县水务局",
    short_name="县水务局",
    aliases=("青山县水利局", "青山县水利水电局"),
    province="云岭省",
    city="白水市",
    county="青山县",
    parent_id="qingshan",
    first_report_year=2019,
)


def exchange(url: str = URL, body: bytes = b"<p>2025</p>", **changes: Any) -> Exchange:
    """A page as a site serves it."""
    fields: dict[str, Any] = {
        "url": url,
        "method": "GET",
        "request_headers": (("User-Agent", "nianbao"), ("Accept", "*/*")),
        "request_body": b"",
        "status": 200,
        "headers": (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Encoding", "gzip"),
            ("Content-Length", "31"),
            ("ETag", '"a1"'),
        ),
        "body": body,
        "fetched_at": NOON,
    }
    return Exchange(**(fields | changes))


def registered(session: Session) -> int:
    """The two agencies written, and a crawl begun; its id."""
    save_agencies(session, [BUREAU, COUNTY])
    return start_crawl(session, {"agency": []})


def archived(
    session: Session,
    store: WarcStore,
    crawl_id: int,
    url: str = URL,
    body: bytes = b"<p>2025</p>",
    at: dt.datetime = NOON,
) -> DocumentRecord:
    """A page archived and known as a document."""
    capture = store_exchange(session, store, crawl_id, exchange(url, body, fetched_at=at))
    return save_document(
        session,
        DocumentDraft(
            url=url, digest=capture.digest, capture_id=capture.id, seen_at=at, medium=Medium.HTML
        ),
    )


def number(value: float, raw: str = "") -> FigureRecord:
    """A cell with a number."""
    state = CellState.NUMBER if value else CellState.ZERO
    return FigureRecord(raw or str(value), value, state, 2, 4, 7)


def reading(received: int = 12, text: str = "本年新收到申请12件。", **changes: Any) -> VersionDraft:
    """A report read: a few cells of each table."""
    fields: dict[str, Any] = {
        "form": "ogi_2021",
        "title": "青山县水务局2025年政府信息公开工作年度报告",
        "published_on": dt.date(2026, 1, 20),
        "valid": True,
        "invalid_reason": "",
        "source_url": URL,
        "medium": Medium.HTML,
        "sections": (SectionRecord("overview", "一", "总体情况", text),),
        "figures": {
            "t2_1.normative_documents.in_force": number(3),
            "t2_8.fees.amount_wan_yuan": number(25.1, "25.10"),
            "t3.requests_received.natural_person": number(received),
            "t3.requests_received.total": number(received, f"{received}件"),
            "t3.requests_carried_over.total": FigureRecord("/", None, CellState.NOT_APPLICABLE),
            "t3.outcome_granted.total": number(0),
            "t4.reconsideration.total": number(1.5, "1.5"),
        },
        "issues": (
            IssueDraft(
                "R03_balance",
                Severity.ERROR,
                Fault.AGENCY,
                "勾稽关系不成立",
                ("t3.requests_received.total", "t3.outcomes_total.total"),
                "12 + 0 = 0 + 0",
            ),
        ),
        "evidence": {"year": {"title": 2025}},
    }
    return VersionDraft(**(fields | changes))
