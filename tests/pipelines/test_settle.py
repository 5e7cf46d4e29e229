"""Several renditions of one report: which speaks for it, and with whose words."""

from __future__ import annotations

from dataclasses import replace

from pipelines.items import MetDocument, Reading, Section
from pipelines.keep import keep_document
from pipelines.settle import with_text_of_page
from storage import archive, queries
from tests.pipelines.home import COLUMN, VISIT, Home, exchange, report_page

TITLE = "清河县民政局2024年政府信息公开工作年度报告"


def attach(home: Home, page: str, file: str, body: bytes) -> None:
    """Archives a file that a page offers, as a crawl does."""
    with home.database.session() as session:
        crawl = archive.start_crawl(session, {})
        capture = archive.store_exchange(
            session, home.store, crawl, exchange(COLUMN + file, body, VISIT)
        )
        met = MetDocument(
            home.site_id, COLUMN + file, capture.id, capture.digest, parent_url=COLUMN + page
        )
        keep_document(session, met, VISIT)


def test_the_file_of_a_corrected_page_is_the_correction(home: Home) -> None:
    shell = f"<html><body><h1>{TITLE}（更正）</h1><p>附件</p></body></html>".encode()
    home.list_reports(
        ("1.html", TITLE, report_page("清河县民政局", received=3)),
        ("2.html", f"{TITLE}（更正）", shell),
    )
    attach(home, "2.html", "2f.html", report_page("清河县民政局", received=5))
    home.read()
    with home.database.snapshot() as session:
        newest = queries.versions(session, "civil", 2024)[-1]
    assert newest.source_url.endswith("2f.html")
    assert newest.figures["t3.requests_received.total"].value == 5


def test_pictures_of_tables_have_the_words_of_their_page() -> None:
    words = (Section("overview", "一", "总体情况", "未收取信息处理费。"),)
    page = Reading("ogi_2021", TITLE, sections=words, period_year=2024, signature="清河县民政局")
    picture = Reading("ogi_2021", "")
    whole = with_text_of_page(picture, page)
    assert (whole.sections, whole.period_year, whole.signature) == (words, 2024, "清河县民政局")
    own = replace(picture, sections=(*words, *words))
    assert with_text_of_page(own, page) is own
    assert with_text_of_page(picture, None) is picture
