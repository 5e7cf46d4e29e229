"""Hosts that only show the pages of others are told by their names."""

from __future__ import annotations

import pytest

from pipelines.identify.hosts import is_gateway


@pytest.mark.parametrize(
    ("host", "gateway"),
    [
        ("big5.linxi.gov.cn", True),
        ("gate.linxi.gov.cn", True),
        ("www.linxi.gov.cn", False),
        ("gatelinxi.gov.cn", False),
    ],
)
def test_gateways(host: str, gateway: bool) -> None:
    assert is_gateway(host) is gateway
