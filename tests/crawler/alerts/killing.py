"""Senders that are killed, again and again, while there is always something new to tell."""

from __future__ import annotations

import contextlib
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crawler.alerts.deliver import REPEATED
from storage import archive, queries
from storage.records import AgencyRecord
from storage.vocabulary import AgencyClass, CrawlOutcome, SiteState
from tests.crawler.alerts.receivers import ADDRESSES, Street, half_the_time
from tests.crawler.alerts.season import AFTER, at
from tests.program import Program, kill_group

SITES = 6
KEYED = frozenset({"mail", "hook"})  # where a message has a place for its key
LATENCY = 0.05  # seconds from taking a message to saying so: a moment to be killed in
PATIENCE = 120.0
MOST_ROUNDS = 60
RETRY = "[retry]\npause_seconds = 0\nwait_minutes = 0\ngive_up_after = 100000\n"


@dataclass
class Tally:
    """How often each channel was told of each event, as it came and without repeated keys."""

    events: int
    kills: int = 0
    refused: int = 0
    raw: dict[str, Counter[str]] = field(default_factory=dict)
    by_key: dict[str, Counter[str]] = field(default_factory=dict)
    unmarked: dict[str, Counter[str]] = field(default_factory=dict)
    """Without what says itself that it may be a repetition."""

    def told(self, counts: Counter[str], times: int) -> int:
        """How many events were told so often; 2 stands for more too."""
        if not times:
            return self.events - len(counts)
        return sum(min(count, 2) == times for count in counts.values())


@dataclass
class Killing:
    """A home, its receivers, and the events made so far by their names."""

    program: Program
    street: Street
    seed: int
    made: set[str] = field(default_factory=set)
    kills: int = 0

    def prepare(self) -> None:
        """Writes the registry and the file of subscriptions."""
        counties = [
            AgencyRecord(
                id=f"county-{n}",
                name=f"第{n}县人民政府",
                cls=AgencyClass.GOVERNMENT,
                homepage=f"http://www.county-{n}.gov.cn/",
            )
            for n in range(SITES)
        ]
        with self.program.database() as database, database.session() as session:
            archive.save_agencies(session, counties)
            for county in counties:
                host = f"www.{county.id}.gov.cn"
                archive.save_site(session, host, county.homepage)
        lines = [f'[channels.{name}]\nurl = "{url}"\n' for name, url in self.street.urls.items()]
        names = ", ".join(f'"{name}"' for name in self.street.urls)
        lines += [f'[[subscriptions]]\nname = "all"\nchannels = [{names}]\n', RETRY]
        (self.program.home / "alerts.toml").write_text("\n".join(lines), encoding="utf-8")

    def go(self, kills: int) -> Tally:
        """Kills the sender so often, lets it finish, and counts."""
        generator = random.Random(self.seed)  # noqa: S311 - repeatable, not secret
        self.street.inbox.answers_after = LATENCY
        self.street.inbox.fails = half_the_time(self.seed)
        while self.kills < kills:
            self._happen()
            self._die(generator)
        self._finish()
        return self._count()

    def _happen(self) -> None:
        """Three new events: two outages and a crawl that failed."""
        number = len(self.made)
        with self.program.database() as database, database.session() as session:
            sites = queries.sites(session)
            for n in range(2):
                site = sites[(number + n) % SITES]
                moment = at(AFTER).replace(microsecond=number + n)
                for state in (SiteState.REACHABLE, SiteState.UNREACHABLE):
                    archive.set_site_state(session, site.id, state, f"故障{number + n}号", moment)
                self.made.add(f"故障{number + n}号")
            crawl = archive.start_crawl(session, {"sites": []})
            cause = f"故障{number + 2}号"
            archive.finish_crawl(session, crawl, CrawlOutcome.FAILED, {}, cause)
            self.made.add(cause)

    def _die(self, generator: random.Random) -> None:
        """Starts a sender and kills it: as it decides, or at some message, or just after one."""
        inbox = self.street.inbox
        before, asked = self._decided(), inbox.asked
        until = generator.choice([0, 0, generator.randint(1, 12)])
        process = self.program.start("alerts", "send", "--as-of", AFTER.isoformat())
        deadline = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < deadline:
            if (inbox.asked - asked >= until) if until else (self._decided() > before):
                time.sleep(generator.uniform(0, 3 * LATENCY))
                break
            time.sleep(0.002)
        self.kills += kill_group(process)

    def _decided(self) -> int:
        with self.program.database() as database, database.snapshot() as session:
            return len(queries.alert_keys(session))

    def _finish(self) -> None:
        for _ in range(MOST_ROUNDS):
            ended = self.program("alerts", "send", "--as-of", AFTER.isoformat())
            if ended.returncode == 0:
                return
        raise AssertionError(f"not told after {MOST_ROUNDS} rounds: {ended.stderr}")

    def _count(self) -> Tally:
        tally = Tally(len(self.made), self.kills, self.street.inbox.refused)
        for channel in ADDRESSES:
            for counts in (tally.raw, tally.by_key, tally.unmarked):
                counts[channel] = Counter()
            keys: set[str] = set()
            for one in self.street.inbox.taken:
                if one.channel != channel:
                    continue
                met = set(re.findall(r"故障\d+号", one.text))
                tally.raw[channel].update(met)
                if channel not in KEYED or one.key not in keys:
                    tally.by_key[channel].update(met)
                    if REPEATED not in one.text:
                        tally.unmarked[channel].update(met)
                keys.add(one.key)
        return tally


@contextlib.contextmanager
def killing(street: Street, folder: Path, seed: int, database_url: str = "") -> Iterator[Killing]:
    """A home whose senders are going to be killed."""
    settings = dict(street.environment)
    if database_url:
        settings["NIANBAO_DATABASE_URL"] = database_url
    folder.mkdir(parents=True, exist_ok=True)
    scene = Killing(Program(folder, settings=settings), street, seed)
    scene.prepare()
    yield scene
