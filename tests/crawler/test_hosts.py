"""Which hosts belong to a site, and which addresses are one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.spiders.hosts import (
    HostRules,
    HostStanding,
    government_name,
    is_private,
    request_key,
)
from crawler.spiders.manners.resolver import PrivateAddress, refuse_private
from storage.addresses import host_of

RULES = HostRules(["www.linhe.gov.cn", "czj.linhe.gov.cn", "www.qinghe.example"])
OWN = frozenset({"www.linhe.gov.cn"})


@pytest.mark.parametrize(
    ("host", "standing"),
    [
        ("www.linhe.gov.cn", HostStanding.OWN),
        ("zfxxgk.linhe.gov.cn", HostStanding.SISTER),
        ("linhe.gov.cn", HostStanding.SISTER),
        ("czj.linhe.gov.cn", HostStanding.OTHER_SITE),
        ("www.other.gov.cn", HostStanding.FOREIGN_GOVERNMENT),
        ("big5.linhe.gov.cn", HostStanding.OUTSIDE),
        ("www.linhe-gov.com", HostStanding.OUTSIDE),
        ("linhe.gov.cn.evil.com", HostStanding.OUTSIDE),
        ("xlinhe.gov.cn", HostStanding.FOREIGN_GOVERNMENT),
    ],
)
def test_how_a_host_stands_to_a_site(host: str, standing: HostStanding) -> None:
    assert RULES.standing(host, OWN) is standing


def test_the_government_name_is_the_label_before_the_suffix() -> None:
    assert government_name("zfxxgk.beijing.gov.cn") == "beijing.gov.cn"
    assert government_name("www.qinghe.example") == "qinghe.example"


@pytest.mark.parametrize(
    "other",
    [
        "http://www.linhe.gov.cn/A/Index.aspx?Cid=3&page=2&sessionid=AB12",
        "https://www.linhe.gov.cn/a/?page=2&cid=3",
        "http://www.linhe.gov.cn/a/default.aspx;jsessionid=9F?cid=3&page=2#top",
        "http://www.linhe.gov.cn:80/a/index.html?cid=3&page=2&_t=17000000",
    ],
)
def test_one_page_by_many_addresses(other: str) -> None:
    assert request_key(other) == request_key("http://www.linhe.gov.cn/a/?cid=3&page=2")


def test_another_page_another_key() -> None:
    first = request_key("http://h.gov.cn/list?cid=3&page=2")
    assert first != request_key("http://h.gov.cn/list?cid=3&page=3")
    assert first != request_key("http://g.gov.cn/list?cid=3&page=2")
    assert request_key("http://h.gov.cn/l", "POST", b"p=1") != request_key(
        "http://h.gov.cn/l", "POST", b"p=2"
    )


@given(st.text(max_size=60))
def test_no_link_of_a_page_breaks_it(text: str) -> None:
    assert isinstance(host_of("http://" + text), str)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "::1", "fd00::1"]
)
def test_private_addresses_are_refused(address: str) -> None:
    assert is_private(address)
    with pytest.raises(PrivateAddress, match="private address"):
        refuse_private(address, "www.linhe.gov.cn")


def test_public_addresses_and_names_are_not() -> None:
    assert refuse_private("1.25.240.11", "x") == "1.25.240.11"
    assert not is_private("www.linhe.gov.cn")
