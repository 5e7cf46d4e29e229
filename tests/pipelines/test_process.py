from __future__ import annotations

import datetime as dt

import pytest

from pipelines.coverage.gather import Evidence
from storage import archive, queries
from storage.records import AgencyRecord, IssueRecord, VersionRecord
from storage.vocabulary import AgencyClass, Fault, Severity
from tests.pipelines.home import VISIT, Home, report_page

TITLE = "清河县民政局2024年政府信息公开工作年度报告"


def punctuality(home: Home) -> list[IssueRecord]:
    with home.database.snapshot() as session:
        (version,) = queries.versions(session, "civil", 2024)
    return [issue for issue in version.issues if issue.rule == "R21_on_time"]


@pytest.mark.parametrize(
    ("published", "severity", "words"),
    [
        ("2025-01-31", None, ""),
        ("2025-02-01", Severity.ERROR, "2025年2月1日公布，晚于应公布的2025年1月31日"),
        ("", Severity.WARNING, "首次见到是2025年4月15日"),  # proves nothing against the agency
    ],
)
def test_a_report_after_its_due_date(
    home: Home, published: str, severity: Severity | None, words: str
) -> None:
    home.list_reports(("1.html", TITLE, report_page("清河县民政局", published=published)))
    assert home.read().reports == 1
    found = punctuality(home)
    assert [issue.severity for issue in found] == ([severity] if severity else [])
    assert all(words in issue.message and issue.fault is Fault.AGENCY for issue in found)


def test_rows_of_a_column_say_what_they_led_to(home: Home) -> None:
    water = "清河县水务局2024年政府信息公开工作年度报告"
    home.list_reports(
        ("1.html", TITLE, report_page("清河县民政局", published="2025-01-20")),
        ("2.html", water, report_page("清河县水务局", published="2025-01-20")),
    )
    home.read()
    with home.database.snapshot() as session:
        rows = queries.listing_rows(session)
        place = Evidence(session).of("civil", 2024).places[0]
    assert [(row.agency_id, row.report_year) for row in rows] == [("civil", 2024), ("water", 2024)]
    assert place.years_of_agency == place.years_of_others == (2024,)


def _page(name: str, number: int) -> tuple[str, str, bytes]:
    title = f"{name}2024年政府信息公开工作年度报告"
    return f"{number}.html", title, report_page(name, published="2025-01-20")


@pytest.mark.parametrize(
    ("listed", "located"),
    [
        (("清河县人民政府",), False),
        (("清河县民政局",), False),
        (("清河县人民政府", "清河县民政局"), True),
        (("清河县水务局",), True),
    ],
)
def test_a_column_of_one_agency_is_no_place_for_another(
    home: Home, listed: tuple[str, ...], located: bool
) -> None:
    home.list_reports(*(_page(name, number) for number, name in enumerate(listed)))
    home.read()
    with home.database.snapshot() as session:
        places = Evidence(session).of("water", 2023).places
    assert [place.column_located for place in places] == [located]


def test_a_government_whose_portal_is_not_known_is_never_called_overdue(home: Home) -> None:
    town = AgencyRecord(
        id="lower", name="下游县人民政府", cls=AgencyClass.GOVERNMENT, parent_id="qinghe"
    )
    office = AgencyRecord(id="office", name="下游县人民政府办公室", parent_id="lower")
    with home.database.session() as session:
        archive.save_agencies(session, [town, office])
    home.list_reports(("1.html", TITLE, report_page("清河县民政局")))
    home.read()
    with home.database.snapshot() as session:
        evidence = Evidence(session)
    assert [evidence.of(ident, 2024).places for ident in ("lower", "office")] == [(), ()]
    assert len(evidence.of("water", 2024).places) == 1

    title = "下游县人民政府2023年政府信息公开工作年度报告"
    home.list_reports(("2.html", title, report_page("下游县人民政府", 2023)))
    home.read()
    with home.database.snapshot() as session:
        evidence = Evidence(session)
    assert len(evidence.of("lower", 2024).places) == 1  # its report of another year stands there


def test_a_document_whose_file_is_not_there_waits_and_costs_no_version(home: Home) -> None:
    page = report_page("清河县民政局", published="2025-01-20")
    home.list_reports(("1.html", TITLE, page))
    home.store.close()
    (file,) = home.store.folder.iterdir()
    away = file.rename(home.store.folder.parent / file.name)
    assert (home.read().waiting, home.read().documents) == (1, 1)
    away.rename(file)
    assert home.read().reports == 1
    other = report_page("清河县民政局", published="2025-01-20", received=3)
    home.list_reports(("1.html", TITLE, other), at=VISIT + dt.timedelta(days=1))
    file.rename(away)
    home.read()
    assert len(versions(home)) == 1, "a version was made or lost without a look at the other page"
    away.rename(file)
    home.read()
    assert len(versions(home)) == 2


def versions(home: Home) -> tuple[VersionRecord, ...]:
    with home.database.snapshot() as session:
        return queries.versions(session, "civil", 2024)
