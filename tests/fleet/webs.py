"""What a fleet visits: the demo province, or a simulated world; each knows how it was met."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from deploy.demo.expected import expected_reports
from deploy.demo.province import REGISTRY, load_province
from tests.fleet.watched import Manners, WatchedProvince
from tests.program import Program
from tests.world.__main__ import DAY
from tests.world.simulated import World

# Verdicts of the world's scorer: a report that is not valid, and is said to be so, is no mistake.
_NOT_STRANGE = ("right", "invalid_flagged", "invalid_put_with_its_content")
_ENOUGH = 0.995  # of a world: some of its scans say nowhere whose they are


@dataclass(frozen=True)
class Found:
    """Of the reports that are there, those found; and those found that are not there."""

    found: int
    wanted: int
    strange: int


@dataclass(frozen=True)
class Web:
    """A web on this machine: its proxy, the registry, and what came of a visit.

    ``enough`` is the share of its reports that a fleet which nobody kills finds.
    """

    proxy: str
    registry: Path
    hosts: tuple[str, ...]
    found: Callable[[Program], Found]
    manners: Callable[[], Mapping[str, Manners]]
    enough: float = 1.0


@contextmanager
def province(years: int) -> Iterator[Web]:
    """The demo province with its last years."""
    whole = load_province()
    there = replace(whole, years=whole.years[-years:])
    reports = set(expected_reports(there))
    watched = WatchedProvince(there)

    def found(program: Program) -> Found:
        keys = {(one["agency_id"], one["report_year"]) for one in program.exported("reports")}
        return Found(len(keys & reports), len(reports), len(keys - reports))

    with watched.serve() as proxy:
        hosts = tuple(site.host for site in there.sites)
        yield Web(proxy, REGISTRY, hosts, found, lambda: watched.watch.hosts)


@contextmanager
def world(built: World, part: World | None = None) -> Iterator[Web]:
    """A simulated world, or a part of its registry; what is found is what its own scorer says."""
    asked = part or built
    homes = (agency["homepage"] for agency in asked.agencies)
    hosts = tuple(sorted({urlsplit(home).hostname or "" for home in homes if home}))
    with built.serve(DAY) as whole:
        served = replace(whole, world=asked)

        def found(program: Program) -> Found:
            reports = program.home / "reports.jsonl"
            program.done("export", "reports", "-o", str(reports))
            score = served.score(reports, None, program.home / "score.json")["discovery"]
            strange = sum(n for what, n in score["verdicts"].items() if what not in _NOT_STRANGE)
            return Found(score["found"], score["wanted"], strange)

        def manners() -> dict[str, Manners]:
            return {
                host: Manners(
                    requests=one["requests"],
                    most_at_once=one["max_concurrency"],
                    shortest=(one["min_spacing_ms"] or float("inf")) / 1000,
                )
                for host, one in served.statistics()["hosts"].items()
            }

        yield Web(served.proxy, asked.registry, hosts, found, manners, _ENOUGH)
