"""The site over a small archive, served for real, and a real browser that looks at it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, Request, sync_playwright

from crawler.cli.serve import site
from storage.config import settings
from tests.pipelines.home import Home, opened_home
from tests.storage.web.archive import fill


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The archive."""
    with opened_home(tmp_path_factory.mktemp("web")) as opened:
        fill(opened)
        yield opened


@pytest.fixture(scope="package")
def app(home: Home) -> FastAPI:
    return site()


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The site on a free port; gives its address."""
    config = uvicorn.Config(app, port=0, log_level="warning", server_header=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="package")
def url(app: FastAPI) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.fixture(scope="package")
def client(url: str) -> Iterator[httpx.Client]:
    """A reader without a browser, past any proxy."""
    with httpx.Client(base_url=url, trust_env=False) as opened:
        yield opened


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; none is ever downloaded."""
    chromium: Path = settings().chromium
    if not chromium.exists():
        pytest.skip(f"{chromium} is not there; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=str(chromium), args=["--no-sandbox", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """A page of a wide screen that may reach nothing but the site."""
    context = browser.new_context(viewport={"width": 1280, "height": 850}, base_url=url)
    opened = context.new_page()
    yield opened
    context.close()


@pytest.fixture
def asked(page: Page) -> list[str]:
    """Every address that the page asks for."""
    seen: list[str] = []

    def note(request: Request) -> None:
        seen.append(request.url)

    page.context.on("request", note)
    return seen
