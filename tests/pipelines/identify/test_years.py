"""The report year out of titles, text, dates and places that do not always agree."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.identify.years import YearEvidence, weigh_year, year_of_address, year_of_column


def test_the_title_names_the_year() -> None:
    verdict = weigh_year(YearEvidence(list_title=2023, published_on=dt.date(2024, 1, 20)))
    assert (verdict.year, verdict.disagreement) == (2023, "")


@pytest.mark.parametrize(
    "evidence",
    [
        YearEvidence(period_year=2022),
        YearEvidence(named={2022: 6, 2023: 1}, published_on=dt.date(2023, 1, 9)),
        YearEvidence(signed_on=dt.date(2023, 1, 9), published_on=dt.date(2023, 1, 12)),
        # put up again three years later
        YearEvidence(period_year=2022, published_on=dt.date(2025, 3, 7), address_year=2025),
    ],
)
def test_without_a_title_the_rest_decides_where_it_agrees(evidence: YearEvidence) -> None:
    assert weigh_year(evidence).year == 2022


@pytest.mark.parametrize(
    "evidence",
    [
        YearEvidence(),
        YearEvidence(published_on=dt.date(2023, 1, 9)),
        YearEvidence(column_year=2023, address_year=2024),
        YearEvidence(named={2022: 3, 2023: 3}, published_on=dt.date(2023, 1, 9)),
    ],
)
def test_a_weak_sign_alone_is_no_year(evidence: YearEvidence) -> None:
    assert weigh_year(evidence).year is None


def test_last_years_text_under_this_years_title() -> None:
    verdict = weigh_year(
        YearEvidence(
            title=2025,
            period_year=2024,
            named={2024: 5, 2025: 2},
            signed_on=dt.date(2025, 1, 10),
            published_on=dt.date(2026, 1, 12),
        )
    )
    assert (verdict.year, verdict.disagreement) == (2025, "wrong_year")
    assert verdict.content_year == 2024


@pytest.mark.parametrize(
    "evidence",
    [
        # the period of last year's template in a text of this year
        YearEvidence(title=2023, period_year=2022, named={2023: 6, 2022: 1}),
        # a stale date below a text of this year
        YearEvidence(title=2023, period_year=2023, named={2023: 5}, signed_on=dt.date(2023, 1, 9)),
        YearEvidence(title=2023, named={2022: 1}),
        YearEvidence(title=2023, period_year=2022),
        YearEvidence(title=2023, period_year=2022, named={2022: 4}, signed_on=dt.date(2024, 1, 9)),
    ],
)
def test_a_stale_template_is_no_disagreement(evidence: YearEvidence) -> None:
    verdict = weigh_year(evidence)
    assert (verdict.year, verdict.disagreement) == (2023, "")


@given(st.integers(2008, 2030), st.dates(dt.date(2008, 1, 1), dt.date(2035, 12, 31)))
def test_dates_alone_never_overrule_a_title(year: int, day: dt.date) -> None:
    evidence = YearEvidence(title=year, published_on=day, signed_on=day, address_year=day.year)
    verdict = weigh_year(evidence)
    assert (verdict.year, verdict.disagreement) == (year, "")


@pytest.mark.parametrize(
    ("name", "year"),
    [("2023年", 2023), ("2023n", 2023), ("2021nb", 2021), ("gknb2017", 2017), ("zfxxgknb", None)],
)
def test_year_of_a_column(name: str, year: int | None) -> None:
    assert year_of_column(name) == year


@pytest.mark.parametrize(
    ("url", "year"),
    [
        ("http://www.linxi.gov.cn/zwgk/nb/202401/t20240115_327.html", 2024),
        ("http://www.linxi.gov.cn/art/2024/1/15/art_76_15.html", 2024),
        ("http://www.linxi.gov.cn/info/204302/1240682.htm", None),
        ("http://www.linxi.gov.cn/gknb/2023/66616.html", None),
    ],
)
def test_year_of_an_address(url: str, year: int | None) -> None:
    assert year_of_address(url) == year
