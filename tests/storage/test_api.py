"""The API tells what the archive holds, in pages, with tags, and refuses in one line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import response_schema_conformance

from deploy.demo.expected import expected_matrix
from storage.archive import save_version
from storage.config import Settings
from storage.database import open_database
from storage.form import cells
from storage.warc import WarcStore
from tests.serving import served
from tests.storage.demo_archive import PROVINCE, REPORTS, value_of
from tests.storage.scene import BUREAU, DAY, NOON, archived, reading, registered

ROOT = "/api/v1"


@contextmanager
def client_of(url: str, folder: Path, **changes: str) -> Iterator[httpx.Client]:
    values: dict[str, Any] = {"home": folder, "database_url": url, "api_rate": "100000/minute"}
    with (
        served(Settings(**(values | changes))) as site,
        httpx.Client(base_url=site, trust_env=False) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def api(demo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The API over the demo province."""
    with client_of(demo_url, tmp_path_factory.mktemp("home")) as client:
        yield client


def told(api: httpx.Client, path: str, **asked: Any) -> Any:
    answer = api.get(ROOT + path, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def every(api: httpx.Client, path: str, **asked: Any) -> list[Any]:
    """The entries of all pages of a list."""
    page = told(api, path, **asked)
    items = list(page["items"])
    while page["next"]:
        answer = api.get(page["next"])
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert page["items"]
        items += page["items"]
    return items


def test_lists_are_whole_whatever_the_page(api: httpx.Client) -> None:
    for limit in (7, 200):
        reports = every(api, "/reports", limit=limit)
        assert [(one["agency_id"], one["report_year"]) for one in reports] == sorted(REPORTS)
        matrix = every(api, "/coverage", limit=limit)
        assert {(one["agency_id"], one["report_year"]): one["state"] for one in matrix} == {
            place: state.value for place, state in expected_matrix(PROVINCE).items()
        }
        agencies = every(api, "/agencies", limit=limit)
        assert [one["id"] for one in agencies] == sorted(PROVINCE.agencies)
    of_year = every(api, "/reports", year=2025, province="云岭省", limit=6)
    assert len(of_year) == sum(year == 2025 for _, year in REPORTS)
    townships = every(api, "/agencies", **{"class": "township_or_subdistrict"})
    assert {one["class"] for one in townships} == {"township_or_subdistrict"}


def test_every_cell_of_a_report_is_as_printed(api: httpx.Client) -> None:
    for (agency, year), report in list(REPORTS.items())[::20]:
        whole = told(api, f"/reports/{agency}/{year}")
        figures = whole["version"]["figures"]
        assert {key: (one["raw"], one["value"]) for key, one in figures.items()} == {
            key: (printed, value_of(printed)) for key, printed in report.cells.items()
        }
        assert whole["report"]["title"] == whole["version"]["title"] == report.title


def test_a_permalink_names_one_version_for_good(api: httpx.Client) -> None:
    whole = told(api, "/reports/qinghe-finance/2024")
    link = whole["version"]["permalink"]
    assert link.rpartition("/")[2] == whole["version"]["archived"]["sha256"]
    answer = api.get(link).json()
    assert answer["version"] == whole["version"]
    other = api.get(link.replace("2024", "2023"))
    assert other.status_code == 404


def test_an_unchanged_answer_is_not_sent_again(api: httpx.Client) -> None:
    first = api.get(f"{ROOT}/reports/qinghe/2024")
    tag = first.headers["ETag"]
    again = api.get(f"{ROOT}/reports/qinghe/2024", headers={"If-None-Match": f'W/{tag}, "x"'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    other = api.get(f"{ROOT}/reports/qinghe/2023", headers={"If-None-Match": tag})
    assert other.status_code == 200


def test_other_sites_may_read(api: httpx.Client) -> None:
    answer = api.get(f"{ROOT}/", headers={"Origin": "https://example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    index = answer.json()
    assert [year["report_year"] for year in index["years"]] == sorted(PROVINCE.years, reverse=True)
    for link in (*index["links"].values(), index["openapi"]):
        asked = {"q": "公开"} if link.endswith("search") else {}
        assert api.get(link, params=asked).status_code == 200


def test_statistics_and_search(api: httpx.Client) -> None:
    asked: dict[str, str | int] = {"by": "class", "first_year": 2024, "last_year": 2024}
    found = told(api, "/statistics/grant_rate", **asked)
    text = api.get(f"{ROOT}/statistics/grant_rate/csv", params=asked).text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["counted"] for row in rows] == [str(row["counted"]) for row in found["rows"]]
    assert found["notes"][0]["chinese"]
    assert all(row["value"] == row["counted"] / row["of"] for row in found["rows"])
    hits = every(api, "/search", q="政府信息公开申请", limit=9)
    assert len(hits) == len(REPORTS)
    assert any(part["asked"] for part in hits[0]["snippets"][0]["parts"])
    (first, *_) = told(api, "/agencies/suggested", q="财政")
    assert "财政" in first["matched"]


def test_every_table_as_csv(api: httpx.Client) -> None:
    answer = api.get(f"{ROOT}/tables/reports", params={"year": 2023})
    assert answer.headers["Content-Type"].startswith("text/csv")
    for row in csv.DictReader(io.StringIO(answer.text)):
        report = REPORTS[row["agency_id"], 2023]
        for key in cells():
            printed = value_of(report.cells[key]) if key in report.cells else None
            assert row[key] == ("" if printed is None else str(printed))
    for what in ("figures", "coverage", "issues", "agencies"):
        part = api.get(f"{ROOT}/tables/{what}", params={"agency": "qinghe"})
        assert part.status_code == 200
        assert part.text.splitlines()[0].startswith("agency_id")


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/reports/nobody/2024", 404, "nobody"),
        ("/reports/qinghe/1066", 422, "year"),
        ("/reports/qinghe/2024/versions/12", 422, "sha256"),
        (f"/reports/qinghe/2024/versions/{'0' * 64}", 404, "not in the archive"),
        ("/reports/qinghe/2024/difference", 404, "versions 0 and 1"),
        ("/reports?limit=100000", 422, "limit"),
        ("/reports?cursor=what", 400, "cursor"),
        ("/issues?cursor=what", 400, "cursor"),
        ("/search", 422, "q"),
        ("/search?q=%20", 400, "nothing to search for"),
        ("/search?q=" + "长" * 201, 422, "q"),
        ("/search?q=" + "长" * 100, 400, "more than 64"),
        ("/statistics/nothing", 404, "nothing"),
        ("/tables/figures", 422, "name an agency"),
        ("/tables/secrets", 422, "what"),
        ("/nowhere", 404, "Not Found"),
    ],
)
def test_refusals_say_what_is_wrong(
    path: str, status: int, message: str, api: httpx.Client
) -> None:
    answer = api.get(ROOT + path)
    assert (answer.status_code, list(answer.json())) == (status, ["error"])
    assert message in answer.json()["error"]["message"]
    assert "\n" not in answer.json()["error"]["message"]


def test_it_only_reads(api: httpx.Client) -> None:
    assert api.post(f"{ROOT}/reports").status_code == 405
    assert api.delete(f"{ROOT}/agencies/qinghe").status_code == 405


def test_who_asks_too_often_is_told_when_to_ask_again(tmp_path: Path) -> None:
    with client_of(f"sqlite:///{tmp_path / 'a.sqlite3'}", tmp_path, api_rate="2/hour") as api:
        assert [api.get(f"{ROOT}/").status_code for _ in range(2)] == [200, 200]
        refused = api.get(f"{ROOT}/")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert refused.headers["Content-Type"] == "application/json"


def test_two_versions_and_what_differs(empty_url: str, store: WarcStore, tmp_path: Path) -> None:
    opened = open_database(empty_url)
    with opened.session() as session:
        crawl_id = registered(session)
        page = archived(session, store, crawl_id)
        edited = archived(session, store, crawl_id, body=b"edited", at=NOON + DAY)
        save_version(session, BUREAU.id, 2025, page.id, reading(), NOON)
        save_version(session, BUREAU.id, 2025, edited.id, reading(13), NOON + DAY)
    opened.dispose()
    with client_of(empty_url, tmp_path) as api:
        whole = told(api, f"/reports/{BUREAU.id}/2025")
        difference = told(api, f"/reports/{BUREAU.id}/2025/difference", before=1, after=2)
        issue, *_ = told(api, "/issues", rule="R03_balance")["items"]
    first, second = whole["versions"]
    assert (first["change"], second["change"]) == ("first", "quiet_edit")
    assert first["permalink"] != second["permalink"]
    assert difference["after"]["permalink"] == second["permalink"]
    assert (issue["agency_id"], issue["report_year"]) == (BUREAU.id, 2025)


def test_many_readers_at_once_are_all_answered(api: httpx.Client) -> None:
    """More than there are threads and connections; each has to wait for its turn, none for good."""
    paths = ["/search?q=公开", "/coverage/qinghe/2024", "/tables/agencies", "/statistics/granted"]

    def ask(number: int) -> int:
        return api.get(ROOT + paths[number % len(paths)], timeout=60).status_code

    with ThreadPoolExecutor(100) as readers:
        assert set(readers.map(ask, range(200))) == {200}


@pytest.mark.slow
def test_no_question_breaks_it(api: httpx.Client) -> None:
    """Questions of every kind that the OpenAPI allows, and of kinds that it does not."""
    schema = schemathesis.openapi.from_url(f"{api.base_url}{ROOT}/openapi.json")
    asked = 0
    for operation in (one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)):
        for mode in GenerationMode:
            with suppress(Unsatisfiable):  # what takes no parameter cannot be asked wrongly
                ask_with(operation.as_strategy(generation_mode=mode))
                asked += 1
    assert asked > 30


def ask_with(cases: st.SearchStrategy[schemathesis.Case[Any]]) -> None:
    """Ask with some of these cases, the same in every run."""

    @examples(
        max_examples=6,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def ask(case: schemathesis.Case[Any]) -> None:
        answer = case.call()
        case.validate_response(answer, checks=[not_a_server_error])
        if answer.status_code == 200:
            case.validate_response(answer, checks=[response_schema_conformance])

    ask()
