"""Copies of government pages stand on all kinds of hosts; none may be a source."""

from __future__ import annotations

import pytest

from pipelines.identify.hosts import is_official_host

KNOWN = {"www.linxi.gov.cn", "linxi-zone.com", "10.20.30.40"}


@pytest.mark.parametrize(
    "host",
    ["www.linxi.gov.cn", "linxi.gov.cn", "WWW.LINXI.GOV.CN", "zfxxgk.linxi.gov.cn",
     "a.b.linxi.gov.cn", "www.linxi-zone.com", "linxi-zone.com", "10.20.30.40"],
)  # fmt: skip
def test_the_registrys_hosts_and_their_kin(host: str) -> None:
    assert is_official_host(host, KNOWN)


@pytest.mark.parametrize(
    "host",
    ["", "www.otherplace.gov.cn", "linxi.gov.cn.copies.net", "www-linxi-gov-cn.proxy.example",
     "xlinxi.gov.cn", "news.linxi-zone.com", "10.20.30.41", "gov.cn", "big5.linxi.gov.cn"],
)  # fmt: skip
def test_no_other_host(host: str) -> None:
    assert not is_official_host(host, KNOWN)
