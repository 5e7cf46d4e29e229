"""``nianbao serve``: the site over this home, for reading."""

from __future__ import annotations

from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI

from crawler.cli.opened import has_database
from crawler.cli.screen import screen
from pipelines.display import Display
from storage.config import settings
from storage.database import open_database
from storage.errors import ConfigurationError
from storage.web.app import create_app


def site() -> FastAPI:
    """The site of the settings in force; what a worker process starts."""
    return create_app(settings(), Display())


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen at; this machine alone without it.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen at.")] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes that answer, for many readers.")
    ] = 1,
    root_path: Annotated[
        str, typer.Option(help="Path below which a proxy serves the site, such as /nianbao.")
    ] = "",
) -> None:
    """Serve the pages and the API over what was crawled, until stopped. Nothing is written."""
    if not has_database():
        raise ConfigurationError(
            f"{settings().home}: no database there to serve; see: nianbao crawl, nianbao demo"
        )
    open_database(settings().database).dispose()
    screen.print(f"http://{host}:{port}{root_path}/  (stop with Ctrl-C)", highlight=False)
    uvicorn.run(
        "crawler.cli.serve:site",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        root_path=root_path,
        log_level="warning",
        server_header=False,
    )
