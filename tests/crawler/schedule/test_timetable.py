"""Which site is asked when: the season, the hours, and the spread over the day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from crawler.schedule.buckets import Bucket, weekday_of
from crawler.schedule.hours import WHOLE_DAY, Hours
from crawler.schedule.recurrence import Recurrence
from crawler.schedule.season import Every, cadence, season
from crawler.schedule.tasks import SPREAD, TIMED
from crawler.schedule.timetable import Timetable, sites_due
from crawler.schedule.windows import hours_of, read_windows
from storage.errors import ConfigurationError
from tests.schedule.simulated import china

HOSTS = [f"www.county{number}.gov.cn" for number in range(2000)]


@pytest.mark.parametrize(
    ("day", "every"),
    [
        ("2026-01-09", Every.WEEK),
        ("2026-01-10", Every.DAY),
        ("2026-02-15", Every.DAY),
        ("2026-02-16", Every.WEEK),
        ("2026-03-15", Every.WEEK),
        ("2026-03-16", Every.DAY),
        ("2026-03-31", Every.DAY),
        ("2026-04-01", Every.WEEK),
        ("2028-02-29", Every.WEEK),
    ],
)
def test_the_season_of_columns(day: str, every: Every) -> None:
    assert cadence("columns", dt.date.fromisoformat(day)).every is every


def test_each_task_has_its_cadence_all_the_year() -> None:
    days = [dt.date(2028, 1, 1) + dt.timedelta(days=n) for n in range(366)]
    assert all(cadence(kind, day) for kind in (*SPREAD, *TIMED) for day in days)
    assert all(line.reason and line.source for line in season())


def test_sites_are_spread_over_the_day_and_the_week() -> None:
    quarters = Counter(Bucket.of(host, WHOLE_DAY).minute for host in HOSTS)
    assert len(quarters) == 96
    assert max(quarters.values()) < 3 * len(HOSTS) / 96
    weekdays = Counter(map(weekday_of, HOSTS))
    assert min(weekdays.values()) > 0.7 * len(HOSTS) / 7


def test_an_added_site_moves_no_other() -> None:
    few, more = (Timetable.of(hosts, (), ["columns"], []) for hosts in (HOSTS[:50], HOSTS))
    assert all(set(hosts) <= set(more.buckets[bucket]) for bucket, hosts in few.buckets.items())


def test_a_site_with_hours_comes_up_in_the_first_half_of_them() -> None:
    night = Hours.parse("22:00-06:00")
    minutes = {Bucket.of(host, night).minute for host in HOSTS}
    assert minutes == {(22 * 60 + 15 * n) % 1440 for n in range(16)}


def test_a_bucket_is_found_by_its_name() -> None:
    for bucket in (Bucket(435), Bucket(1380, Hours.parse("22:00-06:00"))):
        assert Bucket.parse(str(bucket)) == bucket


@pytest.mark.parametrize(
    ("hours", "moment", "end"),
    [
        ("22:00-06:00", "2026-01-10 21:59", None),
        ("22:00-06:00", "2026-01-10 22:00", "2026-01-11 06:00"),
        ("22:00-06:00", "2026-01-11 05:59", "2026-01-11 06:00"),
        ("22:00-06:00", "2026-01-11 06:00", None),
        ("09:00-17:30", "2026-01-11 12:00", "2026-01-11 17:30"),
    ],
)
def test_hours_open_and_end(hours: str, moment: str, end: str | None) -> None:
    parsed, now = Hours.parse(hours), china(moment)
    assert parsed.end(now) == (china(end) if end else None)
    assert parsed.open(now) is (end is not None)


def test_a_whole_day_never_ends() -> None:
    assert Hours.parse("08:00-08:00").whole_day
    assert WHOLE_DAY.end(china("2026-01-11 12:00")) is None


def test_a_bucket_comes_up_on_the_days_of_each_of_its_sites() -> None:
    bucket = Bucket.of(HOSTS[0], WHOLE_DAY)
    same = [host for host in HOSTS if Bucket.of(host, WHOLE_DAY) == bucket]
    days = {weekday_of(host) for host in same}
    times = Recurrence.of_sites("columns", bucket, same).times(china("2026-06-01"))
    assert {next(times).astimezone(china("2026-06-01").tzinfo).weekday() for _ in range(14)} == days


def test_a_weekly_site_whose_day_passed_is_due_with_the_run_that_catches_up() -> None:
    host = HOSTS[0]
    bucket = Bucket.of(host, WHOLE_DAY)
    own = Recurrence.of_sites("columns", bucket, [host]).next_after(china("2026-06-01"))
    later = own + dt.timedelta(days=2)
    assert sites_due("columns", bucket, [host], later, later) == ()
    assert sites_due("columns", bucket, [host], own, later) == (host,)


def test_windows_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "windows.toml").write_text(
        '[[window]]\nhosts = ["*.linhe.gov.cn", "Www.Qinghe.gov.cn"]\nhours = "22:00-06:00"\n'
        'reason = "a letter"\n'
    )
    windows = read_windows(tmp_path)
    assert str(hours_of("zfxxgk.linhe.gov.cn", windows)) == "22:00-06:00"
    assert str(hours_of("www.qinghe.gov.cn", windows)) == "22:00-06:00"
    assert hours_of("www.other.gov.cn", windows) == WHOLE_DAY
    assert windows[0].reason == "a letter"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("window = 1", "[[window]]"),
        ("[[window", "cannot be read"),
        ("[windows]", "[[window]]"),
        ('[[window]]\nhours = "22:00-06:00"', "hosts is a list"),
        ('[[window]]\nhosts = "a"\nhours = "22:00-06:00"', "hosts is a list"),
        ('[[window]]\nhosts = ["a"]\nhours = "22-6"', "HH:MM"),
        ('[[window]]\nhosts = ["a"]\nhours = "24:00-06:00"', "HH:MM"),
        ('[[window]]\nhosts = ["a"]', "HH:MM"),
        ('[[window]]\nhosts = ["a"]\nhours = "06:00-06:10"', "shorter"),
        ('[[window]]\nhosts = ["a"]\nhours = "06:00-09:00"\nwhy = "x"', "nothing else"),
    ],
)
def test_a_fault_in_the_windows_is_one_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "windows.toml").write_text(text)
    with pytest.raises(ConfigurationError) as error:
        read_windows(tmp_path)
    assert told in str(error.value)
    assert "\n" not in str(error.value)
