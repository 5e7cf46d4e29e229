"""Print and mobile copies of a report are the same report, with more sources."""

from __future__ import annotations

from crawler.cli.sources import sources_of
from storage import queries
from tests.pipelines.home import WATER, Home, report_page


def test_copies_are_sources_of_one_report_and_the_page_itself_speaks_for_it(home: Home) -> None:
    title = f"{WATER.name}2024年政府信息公开工作年度报告"
    body = report_page(WATER.name)
    home.list_reports(
        ("print/1.html", title, body), ("mobile/1.html", title, body), ("nb/1.html", title, body)
    )
    home.read()
    with home.database.snapshot() as session:
        (report,) = queries.reports(session)
        (version,) = queries.versions(session, report.agency_id, report.report_year)
        sources = sources_of(session, report, version)
    assert report.source_url.endswith("/nb/1.html")
    assert [(source.url.split("/")[-2], source.role) for source in sources] == [
        ("nb", "version"),
        ("print", "copy"),
        ("mobile", "copy"),
    ]
