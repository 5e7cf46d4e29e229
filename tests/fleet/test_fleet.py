"""A small fleet whose members are killed: all is found and read, politely, and one leads."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from procrastinate import Blueprint
from sqlalchemy import text

from crawler.fleet.jobs import Workshop
from crawler.fleet.worker import put_back
from crawler.schedule.leading import lead
from deploy.demo.expected import expected_reports
from deploy.demo.province import REGISTRY, load_province
from storage.database import Database, open_database
from storage.queue import open_queue
from tests.fleet.killing import DELAY, TOLERANCE, Fleet, open_work, opened, twice, wait_until
from tests.fleet.watched import WatchedProvince
from tests.postgresql import dead, server
from tests.program import Program

pytestmark = pytest.mark.slow

PROVINCE = load_province()
LATELY = replace(PROVINCE, years=PROVINCE.years[-1:])


def test_a_fleet_that_is_killed_at_random_loses_nothing(
    postgresql_alone: str, tmp_path: Path
) -> None:
    watched = WatchedProvince(LATELY)
    shared = {
        "NIANBAO_DATABASE_URL": postgresql_alone,
        "NIANBAO_ARCHIVE_URL": str(tmp_path / "archive"),
    }
    chance = random.Random(3)  # noqa: S311 - repeatable, not secret
    with watched.serve() as proxy:
        fleet = Fleet(tmp_path, proxy, shared)
        fleet.register(REGISTRY)
        with opened(fleet) as database, fleet.running(workers=2, schedulers=2):
            wait_until(lambda: open_work(database) > 1, 60, "work is handed over")
            for _ in range(3):
                time.sleep(chance.uniform(0.5, 2))
                fleet.kill_one(chance)
            wait_until(lambda: open_work(database) == 0, 240, "all is done")
            assert twice(database) == {}
        found = {
            (one["agency_id"], one["report_year"])
            for one in fleet.program("first").exported("reports")
        }
    assert found == set(expected_reports(LATELY))
    for host, manners in watched.watch.hosts.items():
        assert manners.most_at_once == 1, host
        assert manners.shortest > DELAY - TOLERANCE, f"{host}: {manners.shortest:.3f} s"


def test_work_that_fails_again_and_again_is_set_aside_and_shown(
    postgresql_alone: str, tmp_path: Path
) -> None:
    program = Program(tmp_path, settings={"NIANBAO_DATABASE_URL": postgresql_alone})
    assert "no worker" in program.done("fleet")
    with program.database() as database, database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts) "
                "VALUES ('crawl', 'nianbao:crawl', '{\"host\": \"www.a.example\"}', 'failed', 5)"
            )
        )
        connection.execute(
            text("INSERT INTO work_failure VALUES (1, now(), 'its worker died over it')")
        )
    shown = program("fleet")
    assert shown.returncode == 3
    assert "www.a.example: set aside after 5 attempts" in " ".join(shown.stdout.split())
    assert "its worker died over it" in shown.stdout
    again = program("fleet", "--retry", "1", "--json")
    assert again.returncode == 3  # it waits, and nobody takes it
    assert '"waiting": 1' in again.stdout


def test_on_sqlite_there_is_no_fleet_and_one_line_says_so(tmp_path: Path) -> None:
    refused = Program(tmp_path)("worker")
    assert refused.returncode == 1
    assert "PostgreSQL only" in refused.stderr


def test_one_leads_and_another_takes_over(postgresql_alone: str) -> None:
    database, other = open_database(postgresql_alone), open_database(postgresql_alone)
    first, second = database.leadership(), other.leadership()
    assert first.held()
    assert not second.held()
    assert first.held()
    with database.engine.connect() as connection:  # the machine of the first is gone
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' "
                "AND granted AND pid <> pg_backend_pid()"
            )
        )
    assert second.held()
    assert not first.held()
    second.release()
    assert first.held()
    first.release()
    database.dispose()
    other.dispose()


def test_whoever_waits_says_so_once_and_makes_no_scheduler(postgresql_alone: str) -> None:
    database, other = open_database(postgresql_alone), open_database(postgresql_alone)
    leader = other.leadership()
    assert leader.held()
    told: list[str] = []
    rounds = iter([False, False, True])
    lead(database, pytest.fail, lambda: next(rounds), told.append)
    assert [line.partition(":")[0] for line in told] == ["waits"]
    leader.release()
    database.dispose()
    other.dispose()


def test_a_host_has_one_turn_over_all_machines(postgresql_alone: str) -> None:
    here, there = open_database(postgresql_alone), open_database(postgresql_alone)
    one, other = here.host_turns(), there.host_turns()
    assert one is not None
    assert other is not None
    assert one.take("www.a.gov.cn") == float("inf")  # nobody was there yet
    one.note("www.a.gov.cn")
    assert other.take("www.a.gov.cn") is None
    assert other.take("www.b.gov.cn") == float("inf")
    one.leave("www.a.gov.cn")
    since = other.take("www.a.gov.cn")
    assert since is not None
    assert 0 <= since < 60
    here.dispose()
    there.dispose()


def test_a_job_whose_worker_died_gives_way_to_its_like(
    postgresql_alone: str, tmp_path: Path
) -> None:
    database = open_database(postgresql_alone)
    asyncio.run(_die_with_one_waiting(database, postgresql_alone))
    with database.snapshot() as session:
        left = session.execute(text("SELECT queueing_lock, status FROM procrastinate_jobs")).all()
    database.dispose()
    assert sorted(map(tuple, left)) == [("columns a", "todo"), ("columns b", "todo")]


async def _die_with_one_waiting(database: Database, url: str) -> None:
    queue = open_queue(database, url, Blueprint(), works=True)
    async with queue.open_async():
        for host in ("a", "b"):
            job = queue.configure_task("x", lock=f"site {host}", queueing_lock=f"columns {host}")
            await job.defer_async()
        worker = await queue.job_manager.register_worker()
        while await queue.job_manager.fetch_job(None, worker):
            pass
        await queue.configure_task("x", lock="site a", queueing_lock="columns a").defer_async()
        await queue.job_manager.unregister_worker(worker)
        for stalled in await queue.job_manager.get_stalled_jobs():
            await put_back(queue, Workshop(database, print), stalled)


def test_whose_database_dies_waits_for_it_and_goes_on(tmp_path: Path) -> None:
    watched = WatchedProvince(LATELY)
    with server(tmp_path / "pg") as url, watched.serve() as proxy:
        shared = {
            "NIANBAO_DATABASE_URL": url,
            "NIANBAO_ARCHIVE_URL": str(tmp_path / "archive"),
        }
        fleet = Fleet(tmp_path, proxy, shared)
        fleet.register(REGISTRY)
        with opened(fleet) as database, fleet.running(workers=1, schedulers=1):
            wait_until(lambda: open_work(database) > 1, 60, "work is handed over")
            time.sleep(2)
            with dead(tmp_path / "pg"):
                assert not database.answers()
                time.sleep(35)  # procrastinate waits 30 s for a connection
            assert database.answers()
            wait_until(lambda: open_work(database) == 0, 240, "all is done")
            assert [one.arguments for one in fleet.members if one.ended()] == []
        found = {
            (one["agency_id"], one["report_year"])
            for one in fleet.program("first").exported("reports")
        }
    assert found == set(expected_reports(LATELY))
