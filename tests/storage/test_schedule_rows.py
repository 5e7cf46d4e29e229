"""Runs of the schedule: planned once, claimed once, ended by who claimed them."""

from __future__ import annotations

import datetime as dt

from storage import archive, queries
from storage.database import Database
from storage.records import RunDraft, RunRecord
from storage.vocabulary import RunOutcome

NOON = dt.datetime(2026, 1, 20, 4, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def draft(job: str = "columns 12:00", moment: dt.datetime = NOON, lane: str = "12:00") -> RunDraft:
    return RunDraft(job, job.split()[0], lane, moment, moment)


def plan(database: Database, *drafts: RunDraft, now: dt.datetime = NOON) -> list[RunRecord]:
    with database.session() as session:
        for one in drafts:
            archive.plan_run(session, one, now)
        return list(reversed(queries.runs(session)))


def enrol(database: Database) -> int:
    with database.session() as session:
        return archive.enrol_scheduler(session, "m", "1", NOON).id


def claim(database: Database, run: RunRecord, scheduler: int) -> RunRecord | None:
    with database.session() as session:
        return archive.claim_run(session, run.id, scheduler, NOON)


def finish(database: Database, run: RunRecord) -> bool:
    with database.session() as session:
        return archive.finish_run(session, run, RunOutcome.FINISHED, {"sites": 1}, NOON)


def bury(database: Database, scheduler: int) -> None:
    with database.session() as session:
        archive.bury_scheduler(session, scheduler, NOON, "it died")


def only_run(database: Database) -> RunRecord:
    with database.snapshot() as session:
        (run,) = queries.runs(session)
    return run


def test_a_run_is_written_once(database: Database) -> None:
    assert len(plan(database, draft(), draft())) == 1


def test_a_later_run_stands_for_one_that_waits(database: Database) -> None:
    first, second = plan(database, draft(), draft(moment=NOON + HOUR))
    assert (first.outcome, second.outcome) == (RunOutcome.MISSED, RunOutcome.WAITING)
    assert "caught up" in first.cause


def test_a_run_is_claimed_once(database: Database) -> None:
    (run,) = plan(database, draft())
    one, other = enrol(database), enrol(database)
    assert claim(database, run, one) is not None
    assert claim(database, run, other) is None
    assert only_run(database).scheduler_id == one


def test_a_lane_is_taken_once(database: Database) -> None:
    first, second = plan(database, draft("columns 12:00"), draft("new 12:00"))
    scheduler = enrol(database)
    claimed = claim(database, first, scheduler)
    assert claimed is not None
    assert claim(database, second, scheduler) is None
    assert finish(database, claimed)
    assert claim(database, second, scheduler) is not None


def test_what_a_dead_scheduler_had_begun_waits_again(database: Database) -> None:
    (run,) = plan(database, draft())
    dead, living = enrol(database), enrol(database)
    before = claim(database, run, dead)
    assert before is not None
    bury(database, dead)
    again = claim(database, run, living)
    assert again is not None
    assert again.attempt == 2
    assert not finish(database, before)  # it was not dead after all; its end does not count
    assert finish(database, again)


def test_what_kills_three_schedulers_has_failed(database: Database) -> None:
    (run,) = plan(database, draft())
    for _ in range(3):
        scheduler = enrol(database)
        assert claim(database, run, scheduler) is not None
        bury(database, scheduler)
    run = only_run(database)
    assert (run.outcome, run.cause) == (
        RunOutcome.FAILED,
        "begun 3 times and never ended: it died",
    )


def test_a_scheduler_that_is_stopped_never_fails_its_runs(database: Database) -> None:
    (run,) = plan(database, draft())
    for _ in range(5):
        scheduler = enrol(database)
        assert claim(database, run, scheduler) is not None
        with database.session() as session:
            archive.stop_scheduler(session, scheduler, NOON)
    run = only_run(database)
    assert (run.outcome, run.attempt) == (RunOutcome.WAITING, 0)


def test_the_next_run_takes_over_what_an_interrupted_one_stood_for(database: Database) -> None:
    (run,) = plan(database, draft())
    scheduler = enrol(database)
    assert claim(database, run, scheduler) is not None
    plan(database, draft(moment=NOON + HOUR))
    bury(database, scheduler)
    with database.snapshot() as session:
        after, before = queries.runs(session)
    assert (before.outcome, after.outcome) == (RunOutcome.MISSED, RunOutcome.WAITING)
    assert (after.since, after.missed) == (NOON, 0)


def test_who_was_taken_for_dead_and_does_not_know_yet_claims_nothing(database: Database) -> None:
    (run,) = plan(database, draft())
    scheduler = enrol(database)
    bury(database, scheduler)
    assert claim(database, run, scheduler) is None
    assert only_run(database).outcome is RunOutcome.WAITING


def test_a_scheduler_taken_for_dead_is_told_so(database: Database) -> None:
    scheduler = enrol(database)
    with database.session() as session:
        assert archive.beat(session, scheduler, NOON)
    bury(database, scheduler)
    with database.session() as session:
        assert not archive.beat(session, scheduler, NOON)


def test_a_run_of_a_clock_that_was_ahead_is_run_in_its_time(database: Database) -> None:
    tomorrow = NOON + dt.timedelta(days=1)
    (run,) = plan(database, draft(moment=tomorrow), now=tomorrow)
    claimed = claim(database, run, enrol(database))
    assert claimed is not None
    assert finish(database, claimed)
    plan(database, draft(moment=tomorrow), now=tomorrow - HOUR)  # the clock was put right since
    assert only_run(database).outcome is RunOutcome.WAITING
