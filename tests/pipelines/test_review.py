from __future__ import annotations

import pytest

from pipelines.review import settle_name, unassigned_reports
from storage import archive, queries
from storage.errors import RegistryError
from storage.records import AgencyRecord
from tests.pipelines.home import CIVIL, COUNTY, HOST, WATER, Home, report_page, unwatched

STATION = "清河县水利水电总站"


def found_under(home: Home, agency_id: str) -> list[int]:
    with home.database.snapshot() as session:
        return [
            report.report_year
            for report in queries.reports(session, queries.ReportFilter(agency_id))
        ]


def listed(home: Home, name: str, *years: int) -> None:
    home.list_reports(
        *(
            (f"{year}.html", f"{name}{year}年政府信息公开工作年度报告", report_page(name, year))
            for year in years
        )
    )
    home.read()


def test_a_name_of_no_registry_is_shown_and_settled(home: Home) -> None:
    listed(home, STATION, 2023, 2024)
    with home.database.snapshot() as session:
        (waiting,) = unassigned_reports(session)
    assert (waiting.name, waiting.host, waiting.candidates) == (STATION, HOST, ())
    assert (len(waiting.urls), waiting.site_owner, waiting.agency_known) == (2, "qinghe", False)

    first = settle_name(home.database, STATION, "water", watch=unwatched)
    again = settle_name(home.database, STATION, "water", watch=unwatched)
    assert (first.documents, first.reports, again.documents) == (2, 2, 0)
    assert found_under(home, "water") == [2023, 2024]
    with home.database.session() as session:
        assert unassigned_reports(session) == []
        assert archive.save_agencies(session, [COUNTY, CIVIL, WATER]).updated == 0
    listed(home, STATION, 2022)  # the next crawl finds another one
    assert found_under(home, "water") == [2022, 2023, 2024]


def test_a_name_of_two_agencies_becomes_that_of_one(home: Home) -> None:
    twins = [
        AgencyRecord(id=ident, name=name, short_name="水务站", parent_id="qinghe")
        for ident, name in [("upper", "上游水务管理站"), ("lower", "下游水务管理站")]
    ]
    with home.database.session() as session:
        archive.save_agencies(session, twins)
    listed(home, "水务站", 2024)
    with home.database.snapshot() as session:
        (waiting,) = unassigned_reports(session)
    assert set(waiting.candidates) == {"upper", "lower"}
    settle_name(home.database, "水务站", "lower", watch=unwatched)
    assert found_under(home, "lower") == [2024]
    settle_name(home.database, "水务站", "upper", watch=unwatched)  # a second thought
    assert (found_under(home, "lower"), found_under(home, "upper")) == ([], [2024])


def test_an_unknown_agency_settles_nothing(home: Home) -> None:
    with pytest.raises(RegistryError, match="nobody is not in the registry"):
        settle_name(home.database, STATION, "nobody", watch=unwatched)
    with home.database.snapshot() as session:
        assert all(not agency.settled for agency in queries.agencies(session))
