"""The 120 labelled pages of the corpus: report or not, whose, and of which year.

The registry holds the labels' agencies among confusable ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.spiders.hosts import HostRules, HostStanding
from pipelines.identify.agency import KnownAgency
from pipelines.identify.gather import Whereabouts
from pipelines.identify.identify import Identity, identify
from pipelines.identify.neighbourhood import Neighbourhood
from pipelines.identify.registry import Registry
from pipelines.items import Extracted, Paragraph, Reading
from storage.vocabulary import AgencyClass, Medium

PAGES = Path(__file__).parents[4] / "shared" / "corpus" / "pages.jsonl"
_PLACES = re.compile(
    r"^(?P<province>.{2,6}?(?:省|自治区))?(?P<city>.{2,4}?(?:市|州))?"
    r"(?P<county>.{1,6}?(?:区|县|旗|市))?(?P<rest>.+)$"
)
_BUREAUS = ("财政局", "教育局", "审计局", "统计局", "民政局", "应急管理局", "自然资源局", "司法局")
_TOWN = re.compile(r"(?:街道办事处|[镇乡](?:人民政府))$")


@dataclass(frozen=True)
class LabelledPage:
    """A page as its reader labelled it; words in brackets are the reader's, not the page's."""

    url: str
    title: str
    agency: str
    year: int | None
    kind: str
    host_class: str
    is_report: bool
    document: Extracted

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def names_its_agency(self) -> bool:
        return bool(self.agency) and not self.agency.startswith("(")


def labelled_pages() -> list[LabelledPage]:
    if not PAGES.exists():
        pytest.skip("the labelled pages of ../shared/corpus are not on this machine")
    return [_page(json.loads(line)) for line in PAGES.read_text(encoding="utf-8").splitlines()]


def _page(row: dict[str, object]) -> LabelledPage:
    excerpt = str(row["excerpt"])
    lines = [line.strip() for line in re.split(r"…|\n|。", excerpt) if line.strip()]
    year = row["report_year"]
    return LabelledPage(
        url=str(row["url"]),
        title=re.sub(r"^\([^)]*\)", "", str(row["title"])),
        agency=str(row["agency"]),
        year=year if isinstance(year, int) else None,
        kind=str(row["kind"]),
        host_class=str(row["host_class"]),
        is_report=bool(row["is_true_report"]),
        document=Extracted(Medium.HTML, tuple(Paragraph(line) for line in lines)),
    )


Add = Callable[[str, AgencyClass, dict[str, str]], None]


def registry_of(pages: list[LabelledPage]) -> Registry:
    """The labels' agencies; around each its government, office and bureaus; namesakes elsewhere."""
    agencies: dict[str, KnownAgency] = {}

    def add(name: str, cls: AgencyClass, places: dict[str, str]) -> None:
        own = places["county"] or places["city"] or places["province"]
        government = f"gov:{places['city']}{places['county'] or own}" if own else ""
        agency_id = government if cls is AgencyClass.GOVERNMENT and own else name
        agency = KnownAgency(
            agency_id,
            name,
            cls=cls,
            province=places["province"],
            city=places["city"],
            county=places["county"],
            parent_id="" if agency_id == government else government,
        )
        agencies.setdefault(agency_id, agency)

    for page in pages:
        if not page.names_its_agency:
            continue
        match = _PLACES.match(page.agency)
        assert match is not None
        places = {key: match[key] or "" for key in ("province", "city", "county")}
        rest = match["rest"]
        _add_around(add, page.agency, rest, places)
        namesake = {**places, "province": "邻川省", "city": "邻川市"}
        if places["county"]:
            _add_around(add, f"邻川市{places['county']}{rest}", rest, namesake)
    return Registry(agencies.values())


def _add_around(add: Add, name: str, rest: str, places: dict[str, str]) -> None:
    own = places["county"] or places["city"] or places["province"]
    prefix = places["city"] + places["county"] if places["county"] else own
    if rest.startswith("人民政府") and rest != "人民政府办公室":
        add(name, AgencyClass.GOVERNMENT, places)
    elif _TOWN.search(rest):
        add(name, AgencyClass.TOWNSHIP, places)
    else:
        add(name, AgencyClass.DEPARTMENT, places)
    if not own:
        return
    add(f"{prefix}人民政府", AgencyClass.GOVERNMENT, places)
    add(f"{prefix}人民政府办公室", AgencyClass.DEPARTMENT, places)
    for bureau in _BUREAUS:
        add(f"{prefix}{bureau}", AgencyClass.DEPARTMENT, places)


@pytest.fixture(scope="module")
def pages() -> list[LabelledPage]:
    return labelled_pages()


@pytest.fixture(scope="module")
def registry(pages: list[LabelledPage]) -> Registry:
    return registry_of(pages)


@pytest.fixture(scope="module")
def identities(pages: list[LabelledPage], registry: Registry) -> list[Identity]:
    return [_identify(page, registry) for page in pages]


def _identify(page: LabelledPage, registry: Registry) -> Identity:
    """Identified on a portal that carries all agencies of the page's own place."""
    seats = {agency.chain[-2:] for agency in registry if agency.name == page.agency}
    members = [agency.id for agency in registry if agency.chain[-2:] in seats]
    where = Whereabouts(page.url, page.title, column_is_annual=page.is_report)
    reading = Reading(form="unknown", title="")
    return identify(page.document, reading, where, registry, Neighbourhood(registry, members))


def _is_asked(host: str, hosts: set[str]) -> bool:
    standing = HostRules(hosts).standing(host, frozenset(hosts))
    return standing in (HostStanding.OWN, HostStanding.SISTER)


def _is_taken(page: LabelledPage, identity: Identity, hosts: set[str]) -> bool:
    """Whether the page would be kept; a repost is rejected by its host, not by its text."""
    if page.kind in ("lookalike:repost", "lookalike:translated_spam"):
        return _is_asked(page.host, hosts)
    return identity.kind in ("report", "shell")


def test_report_or_not(pages: list[LabelledPage], identities: list[Identity]) -> None:
    hosts = {p.host for p in pages if p.host_class == "official" and p.is_report}
    wrong = [
        (page.title, page.kind, identity.kind, identity.reason)
        for page, identity in zip(pages, identities, strict=True)
        if _is_taken(page, identity, hosts) != page.is_report
    ]
    assert len(wrong) <= 0.02 * len(pages), wrong


def test_year(pages: list[LabelledPage], identities: list[Identity]) -> None:
    found = [
        (page.title, page.year, identity.report_year)
        for page, identity in zip(pages, identities, strict=True)
        if page.is_report
    ]
    wrong = [row for row in found if row[1] != row[2]]
    assert len(wrong) <= 0.02 * len(found), wrong


def test_agency(pages: list[LabelledPage], identities: list[Identity], registry: Registry) -> None:
    found = [
        (page.title, page.agency, registry[identity.agency_id].name if identity.agency_id else "")
        for page, identity in zip(pages, identities, strict=True)
        if page.is_report and page.names_its_agency
    ]
    assert [row for row in found if row[2] and row[1] != row[2]] == []
    missing = [row for row in found if not row[2]]
    assert len(missing) <= 0.05 * len(found), missing


def test_no_copy_is_a_source(pages: list[LabelledPage]) -> None:
    hosts = {page.host for page in pages if page.host_class == "official" and page.is_report}
    copies = {p.host for p in pages if p.host_class in ("clone", "mirror_proxy", "third_party")}
    assert {host for host in copies if _is_asked(host, hosts)} == set()
