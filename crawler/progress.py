"""How long work is shown while it runs, in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from crawler.walks import CrawlProgress


@contextmanager
def watch_crawl(console: Console) -> Iterator[Callable[[CrawlProgress], None]]:
    """Shows sites done, pages, reports and the page being visited."""
    with Progress(
        SpinnerColumn(),
        TextColumn("crawling"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(
            "sites · {task.fields[requests]} pages · {task.fields[columns]} columns · "
            "{task.fields[documents]} documents"
        ),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[visiting]}"),
        console=console,
        transient=True,
    ) as progress:
        task = progress.add_task(
            "crawl", total=None, requests=0, columns=0, documents=0, visiting=""
        )

        def show(now: CrawlProgress) -> None:
            progress.update(
                task,
                total=now.sites,
                completed=now.done,
                requests=now.requests,
                columns=now.columns,
                documents=now.documents,
                visiting=escape(now.visiting[:60]),
            )

        yield show


@contextmanager
def watch_steps(console: Console, what: str) -> Iterator[Callable[[int, int], None]]:
    """Shows how many of how many things are done: ``show(done, total)``."""
    with Progress(
        SpinnerColumn(),
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    ) as progress:
        task = progress.add_task(what, total=None)

        def show(done: int, total: int) -> None:
            progress.update(task, total=total, completed=done)

        yield show
