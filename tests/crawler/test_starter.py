"""The registry that comes with the program."""

from __future__ import annotations

from collections import Counter
from importlib.resources import as_file, files

import pytest
from typer.testing import CliRunner

from crawler.cli import app
from crawler.registry import read_registry
from pipelines.identify.names import NameEvidence, resolve
from pipelines.identify.registry import Registry
from pipelines.jobs import known_agency
from storage.config import settings
from storage.records import AgencyRecord
from storage.vocabulary import AgencyClass

DEPARTMENT, GOVERNMENT = AgencyClass.DEPARTMENT, AgencyClass.GOVERNMENT


@pytest.fixture(scope="module")
def starter() -> list[AgencyRecord]:
    with as_file(files("crawler") / "starter" / "registry.csv") as path:
        assert path.stat().st_size < 1_000_000
        return read_registry(path)


def test_it_has_every_province_and_no_address_that_nobody_published(
    starter: list[AgencyRecord],
) -> None:
    top = [agency for agency in starter if agency.homepage]
    levels = Counter((agency.cls, bool(agency.city or agency.county)) for agency in top)
    assert levels == {(GOVERNMENT, False): 31, (DEPARTMENT, False): 43}
    assert len({agency.homepage for agency in top}) == len(top)
    assert len(starter) > 3000


def test_names_lead_to_one_agency(starter: list[AgencyRecord]) -> None:
    registry = Registry(map(known_agency, starter))
    for name, code in [("南京市鼓楼区人民政府", "320106"), ("阿勒泰地区行政公署", "654300")]:
        found = resolve(NameEvidence(titles=(name,)), registry, [])
        assert found.agency_id == code


def test_it_is_imported_by_its_option(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path_factory.mktemp('home')}/nianbao.sqlite3"
    monkeypatch.setenv("NIANBAO_DATABASE_URL", url)
    settings.cache_clear()
    first, second = (
        CliRunner().invoke(app, ["agencies", "import", "--starter"]).stdout for _ in "12"
    )
    settings.cache_clear()
    assert "0 updated, 0 unchanged" in first
    assert "0 agencies added, 0 updated" in second


@pytest.mark.parametrize("arguments", [[], ["registry.csv", "--starter"]])
def test_a_file_or_the_option(arguments: list[str]) -> None:
    assert CliRunner().invoke(app, ["agencies", "import", *arguments]).exit_code == 2
