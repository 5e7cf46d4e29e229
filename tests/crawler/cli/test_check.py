from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from typer.testing import CliRunner

from crawler.cli.app import app
from pipelines.report.form import load_form
from storage.config import settings
from storage.errors import DocumentDamaged
from tests.pipelines.home import Home
from tests.pipelines.report.printed import Layout, page

ZEROS = dict.fromkeys(load_form("ogi_2021").keys, "0")
WRONG = ZEROS | {"t4.reconsideration.total": "2"}


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.html"
    path.write_bytes(page("ogi_2021", WRONG, Layout()))
    return path


@pytest.fixture
def site() -> Iterator[str]:
    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/report.html"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=iso-8859-1")
            self.end_headers()
            self.wfile.write(page("ogi_2021", ZEROS, Layout()) if found else b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_draft_with_an_error_needs_a_person(draft: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(draft)])
    assert result.exit_code == 3
    assert "R04_reconsideration_sum" in result.stdout
    assert "≠ 行政复议·总计 2" in result.stdout


def test_as_json(draft: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(draft), "--json"])
    told = json.loads(result.stdout)
    assert result.exit_code == 3
    assert {key: figure["raw"] for key, figure in told["figures"].items()} == WRONG
    assert [issue["severity"] for issue in told["issues"]] == ["error"]


LAST_YEAR = "清河县民政局2023年政府信息公开工作年度报告"


@pytest.fixture
def archived(home: Home) -> Home:
    """A home with last year's report of the agency that the draft names."""
    cells = ZEROS | {"t3.requests_carried_forward.total": "4", "t4.reconsideration.total": "6"}
    body = page("ogi_2021", cells, Layout()).decode().replace("2024年", "2023年").encode()
    home.list_reports(("1.html", LAST_YEAR, body))
    home.read()
    return home


def test_a_draft_is_held_against_the_archived_report_of_last_year(
    archived: Home, draft: Path
) -> None:
    told = CliRunner().invoke(app, ["check", str(draft)]).stdout.replace("\n", "")
    assert "已与档案中清河县民政局2023年报告核对" in told
    assert "总计：上年结转 0 ≠ 上年报告结转下年度 4" in told
    assert "2023年报告：行政复议 · 总计 (t4.reconsideration.total) 为 6" in told
    as_json = json.loads(CliRunner().invoke(app, ["check", str(draft), "--json"]).stdout)
    assert as_json["last_year"]["figures"]["t3.requests_carried_forward.total"]["value"] == 4
    assert "R07_carry" in {issue["rule"] for issue in as_json["issues"]}


def test_whose_a_draft_is_can_be_said(archived: Home, tmp_path: Path) -> None:
    path = tmp_path / "nameless.html"
    body = page("ogi_2021", ZEROS, Layout()).decode().replace("清河县民政局", "本单位")
    path.write_text(body, encoding="utf-8")
    assert "未与上年核对" in CliRunner().invoke(app, ["check", str(path)]).stdout
    told = CliRunner().invoke(app, ["check", str(path), "--agency", "civil"])
    assert "R07_carry" in told.stdout
    assert told.exit_code == 0  # a warning


def test_a_check_makes_no_home(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = draft.parent / "nowhere"
    monkeypatch.setenv("NIANBAO_HOME", str(home))
    settings.cache_clear()
    assert "R04" in CliRunner().invoke(app, ["check", str(draft)]).stdout
    settings.cache_clear()
    assert not home.exists()


def test_an_address_is_fetched(site: str) -> None:
    result = CliRunner().invoke(app, ["check", f"{site}/report.html"])
    assert result.exit_code == 0
    assert "未发现问题" in result.stdout


@pytest.mark.parametrize("target", ["/no/such/file.html", "http://127.0.0.1:9/x.html"])
def test_what_is_not_there_is_one_line(target: str) -> None:
    result = CliRunner().invoke(app, ["check", target])
    assert isinstance(result.exception, DocumentDamaged)
    assert target in str(result.exception)


def test_a_missing_page_is_told(site: str) -> None:
    result = CliRunner().invoke(app, ["check", f"{site}/gone.html"])
    assert isinstance(result.exception, DocumentDamaged)
    assert "404" in str(result.exception)
