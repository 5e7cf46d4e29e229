from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.identify.names import NameEvidence, resolve
from pipelines.identify.registry import Registry
from tests.pipelines.identify.test_names import AGENCIES

CIVIL = "鼓楼区/民政局"


def whose(name: str, site: str, *settled: str) -> str | None:
    """Whom a title's name means on the portal of a government, once names were given to CIVIL."""
    registry = Registry(
        replace(a, aliases=settled, settled=settled) if a.id == CIVIL else a for a in AGENCIES
    )
    members = registry.members(registry[site].homepage.split("/")[2])
    return resolve(NameEvidence(titles=(name,)), registry, members).agency_id


@pytest.mark.parametrize(
    ("name", "site", "agency"),
    [
        ("教育局", "鼓楼区", CIVIL),  # against the reckoning: the portal has a 教育局
        ("教育局", "东临市鼓楼区", "东临市鼓楼区/教育局"),  # elsewhere the word means another one
        ("教育局", "东临市", "东临市/教育局"),
    ],
)
def test_a_bare_name_settled_counts_around_its_agency(name: str, site: str, agency: str) -> None:
    assert whose(name, site) != CIVIL
    assert whose(name, site, "教育局") == agency


def test_a_name_with_its_place_counts_everywhere() -> None:
    name = "鼓楼区救助管理站"
    assert whose(name, "青屏彝族自治县") is None
    assert whose(name, "青屏彝族自治县", name) == CIVIL
