"""What machines ask of the site: does it live, can it answer, and how does all run."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from storage import queries
from storage.errors import ArchiveError, DatabaseError
from storage.queries.running import Running
from storage.warc import WarcStore
from storage.web.opened import OpenArchive, OpenSession

router = APIRouter()


@router.get("/healthz")
def alive() -> PlainTextResponse:
    """The process lives; nothing else is asked."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
def ready(request: Request) -> PlainTextResponse:
    """Database and archive answer; 503 and the cause in a line where one does not."""
    try:
        with request.app.state.database.snapshot() as session:
            queries.last_noted_day(session)
        request.app.state.archive.ready()
    except (ArchiveError, DatabaseError) as error:
        # the address of a database is nobody's business
        return PlainTextResponse(f"{type(error).__name__}\n", status_code=503)
    return PlainTextResponse("ready\n")


@router.get("/metrics")
def metrics(session: OpenSession, archive: OpenArchive) -> Response:
    """The numbers as Prometheus takes them."""
    registry = CollectorRegistry()
    registry.register(_Numbers(queries.running(session), archive))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


class _Numbers(Collector):
    """The numbers of one moment as metrics."""

    def __init__(self, numbers: Running, archive: WarcStore) -> None:
        self._numbers = numbers
        self._archive = archive

    def collect(self) -> Iterator[Metric]:
        """Each metric."""
        now = self._numbers
        yield _one("captures", "Answers of the web archived so far.", now.captures)
        yield _one("reports", "Reports found.", now.reports)
        yield _by("documents", "Archived documents by what became of them.", "state", now.documents)
        yield _by("sites", "Sites by how they answered last.", "state", now.sites)
        yield _by("crawls", "Crawls by how they ended.", "outcome", now.crawls)
        yield _by("runs", "Runs of the schedule by how they ended.", "outcome", now.runs)
        yield _one("schedulers", "Schedulers that did not end.", now.schedulers)
        yield _one("archive_waiting", "WARC files not sent yet.", len(self._archive.waiting()))
        if now.crawl_ended:
            seconds = now.crawl_ended.timestamp()
            yield _one("crawl_ended_seconds", "When the last crawl ended well.", seconds)
        for name in ("waiting", "later", "doing", "done", "set_aside", "lag_seconds"):
            told = {queue.kind: getattr(queue, name) for queue in now.queues}
            yield _by(f"queue_{name}", "Jobs of the fleet by kind of work.", "kind", told)
        silent = [worker.silent_seconds for worker in now.workers]
        alive = sum(seconds < queries.ALIVE_SECONDS for seconds in silent)
        yield _one("workers", "Workers of the fleet that were heard of lately.", alive)


def _one(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(f"nianbao_{name}", says, value=value)


def _by(name: str, says: str, label: str, values: dict[str, float] | dict[str, int]) -> Metric:
    family = GaugeMetricFamily(f"nianbao_{name}", says, labels=[label])
    for word, value in values.items():
        family.add_metric([word], value)
    return family
