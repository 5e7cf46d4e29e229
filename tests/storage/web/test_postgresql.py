"""The pages are the same over PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from crawler.cli.serve import site
from tests.pipelines.home import opened_home
from tests.postgresql import run, sibling
from tests.storage.web.archive import fill
from tests.storage.web.conftest import served
from tests.storage.web.test_pages import PAGES

# the others name WARC files and the moments of their making
SAME = (
    *("/", "/?year=2023", "/coverage", "/coverage?state=overdue_confirmed", "/agencies/civil"),
    *("/agencies/civil/compare?before=2022&after=2023", "/issues", "/alerts"),
    *("/ranking?measure=granted", "/ranking?measure=requests&order=least"),
    *("/ranking?measure=corrected", "/ranking?measure=reviewed&class=&level=county"),
    *("/charts?province=江原省&city=临江市&county=清河县", "/charts", "/search?q=申请"),
)


@pytest.fixture(scope="module")
def on_postgresql(
    postgresql: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """The same archive with its rows in PostgreSQL."""
    run(postgresql, "CREATE DATABASE of_the_site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NIANBAO_DATABASE_URL", sibling(postgresql, "of_the_site"))
        with opened_home(tmp_path_factory.mktemp("web-postgresql")) as home:
            fill(home)
            with served(site()) as url, httpx.Client(base_url=url, trust_env=False) as opened:
                yield opened


def test_the_pages_are_the_same_over_postgresql(
    client: httpx.Client, on_postgresql: httpx.Client
) -> None:
    for path in PAGES:
        assert on_postgresql.get(path).status_code == 200, path
    for path in SAME:
        assert on_postgresql.get(path).text == client.get(path).text, path
