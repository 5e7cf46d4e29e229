"""Statistics are what the demo province's reports print, added up; nothing else is added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest

from deploy.demo.reports import Report
from storage.archive import save_version
from storage.database import Database
from storage.errors import QuestionError
from storage.form import CASE_BLOCKS
from storage.records import FigureRecord
from storage.statistics import MEASURES, Dimension, Scope, Statistic, measure, notes, statistics
from storage.vocabulary import AgencyClass, CellState
from storage.warc import WarcStore
from tests.storage.demo_archive import REPORTS, value_of
from tests.storage.scene import BUREAU, COUNTY, NOON, archived, number, reading, registered

Sums = tuple[float, float | None, int, int]


def asked(
    database: Database, key: str, *by: Dimension, scope: Scope | None = None
) -> tuple[Statistic, ...]:
    with database.snapshot() as session:
        return statistics(session, measure(key), by, scope)


def truth(
    counted: list[str], of: list[str], less: list[str], group: Callable[[Report], object]
) -> dict[object, Sums]:
    """Sums over the printed cells of all but governments, by group and year."""
    sums: dict[object, list[float]] = defaultdict(lambda: [0, 0, 0, 0])
    for report in REPORTS.values():
        if report.agency.is_government:
            continue
        line = sums[group(report), report.year]
        values = {key: value_of(report.cells[key]) for key in (*counted, *of, *less)}
        if None in values.values():
            line[3] += 1
            continue
        line[0] += sum(values[key] or 0 for key in counted)
        line[1] += sum(values[key] or 0 for key in of) - sum(values[key] or 0 for key in less)
        line[2] += 1
    return {
        place: (counts, of_all if of else None, int(reports), int(left_out))
        for place, (counts, of_all, reports, left_out) in sums.items()
    }


CELLS: dict[str, tuple[list[str], list[str], list[str]]] = {
    "requests_received": (["t3.requests_received.total"], [], []),
    "grant_rate": (
        ["t3.outcome_granted.total", "t3.outcome_partially_granted.total"],
        ["t3.outcomes_total.total"],
        [],
    ),
    "refused_state_secret": (
        ["t3.outcome_denied_state_secret.total"],
        ["t3.outcomes_total.total"],
        [],
    ),
    "carried_forward_rate": (
        ["t3.requests_carried_forward.total"],
        ["t3.requests_received.total", "t3.requests_carried_over.total"],
        [],
    ),
    "litigations": ([f"t4.{block}.total" for block in CASE_BLOCKS[1:]], [], []),
    "litigation_corrected_rate": (
        [f"t4.{block}.corrected" for block in CASE_BLOCKS[1:]],
        [f"t4.{block}.total" for block in CASE_BLOCKS[1:]],
        [f"t4.{block}.pending" for block in CASE_BLOCKS[1:]],
    ),
}


@pytest.mark.parametrize("key", CELLS)
def test_by_class_they_are_the_sums_of_what_is_printed(key: str, demo: Database) -> None:
    expected = truth(*CELLS[key], lambda report: report.agency.agency_class)
    found = asked(demo, key, Dimension.CLASS)
    assert {
        (row.group["agency_class"], row.report_year): (
            *(row.counted, row.of, row.reports, row.left_out),
        )
        for row in found
    } == expected
    for row in found:
        share = row.counted / row.of if row.of else None
        assert row.value == (row.counted if row.of is None else share)


def test_by_agency_each_report_stands_alone(demo: Database) -> None:
    expected = truth(*CELLS["grant_rate"], lambda report: report.agency.id)
    found = asked(demo, "grant_rate", Dimension.AGENCY)
    assert {
        (row.group["agency_id"], row.report_year): (row.counted, row.of, row.reports, row.left_out)
        for row in found
    } == expected
    silent = next(row for row in found if row.left_out)
    assert (silent.reports, silent.value) == (0, None)


def test_the_scope_says_whose_reports(demo: Database) -> None:
    government = Scope(classes=(AgencyClass.GOVERNMENT,), first_year=2024, last_year=2024)
    (row,) = asked(demo, "requests_received", scope=government)
    assert row.reports == 3
    assert row.counted == sum(
        value_of(report.cells["t3.requests_received.total"]) or 0
        for report in REPORTS.values()
        if report.agency.is_government and report.year == 2024
    )
    one = Scope(agency_id="qinghe-finance", province="云岭省", city="清河市")
    assert [row.reports for row in asked(demo, "requests_received", scope=one)] == [1] * 7
    assert asked(demo, "requests_received", scope=Scope(county="无县")) == ()


def test_every_measure_can_be_asked_by_everything(demo: Database) -> None:
    for one in MEASURES:
        assert asked(demo, one.key, *Dimension)


def test_both_forms_are_one_series_where_the_cells_mean_the_same(
    database: Database, store: WarcStore
) -> None:
    old = {
        "stats.requests_received.value": number(7),
        "stats.answered_granted.value": number(5),
        "stats.litigation_total.value": FigureRecord("/", None, CellState.NOT_APPLICABLE),
    }
    with database.session() as session:
        crawl_id = registered(session)
        for year, draft in {2018: reading(form="stats_2014", figures=old), 2019: reading()}.items():
            page = archived(session, store, crawl_id, f"http://a/{year}", str(year).encode())
            save_version(session, BUREAU.id, year, page.id, draft, NOON)
        page = archived(session, store, crawl_id, COUNTY.homepage, b"county")
        save_version(session, COUNTY.id, 2019, page.id, reading(900), NOON)
    received = asked(database, "requests_received")
    assert [(row.report_year, row.counted) for row in received] == [(2018, 7), (2019, 12)]
    # The table of 2018 has a stroke there, that of 2019 has no such rows at all.
    assert [(row.reports, row.left_out) for row in asked(database, "litigations")] == [(0, 1)]
    assert asked(database, "grant_rate")[0].report_year == 2019


def test_a_year_in_which_some_still_used_the_old_form_is_told_once(
    database: Database, store: WarcStore
) -> None:
    old = {
        "stats.requests_received.value": number(7),
        "stats.litigation_total.value": FigureRecord("/", None, CellState.NOT_APPLICABLE),
    }
    drafts = {BUREAU.id: reading(form="stats_2014", figures=old), COUNTY.id: reading(900)}
    with database.session() as session:
        crawl_id = registered(session)
        for ident, draft in drafts.items():
            page = archived(session, store, crawl_id, f"http://a/{ident}", ident.encode())
            save_version(session, ident, 2019, page.id, draft, NOON)
    scope = Scope(classes=tuple(AgencyClass))
    with database.snapshot() as session:
        (received,) = statistics(session, measure("requests_received"), scope=scope)
        (litigations,) = statistics(session, measure("litigations"), scope=scope)
    assert (received.counted, received.value, received.reports) == (907, 907, 2)
    assert (litigations.reports, litigations.left_out, litigations.value) == (0, 1, None)


def test_what_cannot_be_compared_is_said() -> None:
    rate, count = measure("grant_rate"), measure("requests_received")

    def told(years: range, **changes: object) -> str:
        scope = Scope(**changes)  # type: ignore[arg-type]
        found = notes([rate, count], years, scope, left_out=False)
        return " ".join(note.text for note in found)

    assert "left out" in told(years=range(2021, 2026), first_year=2021)
    assert "form of 2014" in told(years=range(2016, 2026))
    assert "2021" in told(years=range(2019, 2026), first_year=2019)
    both = (AgencyClass.GOVERNMENT, AgencyClass.DEPARTMENT)
    assert "counted twice" in told(years=range(2022, 2024), first_year=2022, classes=both)
    assert notes([count], [2024], Scope(agency_id="a", first_year=2024), left_out=False) == ()
    assert all(note.chinese for note in notes([rate], [2024], Scope(), left_out=True))


def test_there_is_no_other_measure() -> None:
    with pytest.raises(QuestionError, match="grant_rate"):
        measure("nothing")
