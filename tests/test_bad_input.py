"""What a user or a site can get wrong ends in one clear line and the right exit code."""

from __future__ import annotations

import io
import json
import random
import sqlite3
import subprocess
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from crawler.cli import main
from deploy.demo.expected import expected_reports
from deploy.demo.server import DemoProvince
from storage.config import settings
from tests.program import Program

HOST = "http://www.yanqiao.example"
REPORTS = {report.title: report for report in expected_reports().values()}
HEADER = (
    "id,name,short_name,aliases,class,division_code,province,city,county,parent_id,homepage,"
    "first_report_year,last_report_year,due_override"
)
DEPARTMENT = "department_county_level_and_above"
GOOD = f"a1,甲县财政局,,,{DEPARTMENT},990101,,,,,http://cz.jia.example/,2019,,"


class Here(Program):
    """Runs commands in this process: a new one takes more than a second to start."""

    def __call__(
        self, *arguments: str, module: str = "crawler"
    ) -> subprocess.CompletedProcess[str]:
        out, errors = io.StringIO(), io.StringIO()
        settings.cache_clear()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(errors):
            for name, value in self.environment.items():
                patch.setenv(name, value)
            patch.setattr("sys.argv", ["nianbao", *arguments])
            code = _exit_code()
        settings.cache_clear()
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), errors.getvalue())


def _exit_code() -> int:
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A home with one agency in it."""
    folder = tmp_path_factory.mktemp("bad")
    program = Here(folder / "home")
    registry = folder / "registry.csv"
    registry.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    program.done("agencies", "import", str(registry))
    return program


@pytest.fixture(scope="module")
def page() -> bytes:
    """A report as the GBK site gives it: its charset stands in the page alone."""
    _, _, body = DemoProvince().answer(f"{HOST}/show.aspx?id=5002")
    assert b"charset=gb2312" in body
    return body


def refused(ended: subprocess.CompletedProcess[str], words: str, code: int = 1) -> None:
    """Ended with a code and one line that has these words."""
    assert ended.returncode == code, ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""
    (line,) = ended.stderr.strip().splitlines()
    assert line.startswith("nianbao: ")
    assert words in line


def judged(program: Program, path: Path) -> tuple[int, dict[str, Any]]:
    ended = program("check", "--json", str(path))
    assert ended.stderr == ""
    return ended.returncode, json.loads(ended.stdout)


# ------------------------------------------------------------------ documents

JUNK = random.Random(7).randbytes(100_000)  # noqa: S311 - repeatable, not secret
NOTHING = "of no medium this program reads"
NO_DOCUMENTS = {
    "empty": (b"", NOTHING),
    "binary junk": (JUNK, NOTHING),
    "null bytes": (bytes(100_000), NOTHING),
    "JSON": (b'{"rows": [1, 2, 3]}', NOTHING),
    "half a PDF": (b"%PDF-1.7\n" + JUNK, NOTHING),
    "half a ZIP": (b"PK\x03\x04" + JUNK, "fetch the file again"),
    "20 MB of nested tables": (b"<html><table><tr><td>" * 1_000_000, "elements of HTML"),
    "cells that span the world": (
        b"<table>" + (b"<tr>" + b"<td rowspan=65534 colspan=1000>1</td>" * 50) * 200,
        "a table of more than",
    ),
}


@pytest.mark.parametrize("case", NO_DOCUMENTS)
def test_no_document(case: str, program: Program, tmp_path: Path) -> None:
    body, words = NO_DOCUMENTS[case]
    path = tmp_path / "report.html"
    path.write_bytes(body)
    ended = program("check", str(path))
    refused(ended, words)
    assert str(path) in ended.stderr


def test_text_that_is_no_report_asks_for_a_person(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("今天天气很好。\n" * 20, encoding="utf-8")
    code, judgement = judged(program, path)
    assert (code, judgement["valid"], judgement["figures"]) == (3, False, {})


def test_a_wrong_charset_is_read_all_the_same(
    program: Program, page: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(page.replace(b"charset=gb2312", b"charset=utf-8"))
    code, judgement = judged(program, path)
    cells = {key: figure["raw"] for key, figure in judgement["figures"].items()}
    assert code == 0
    assert cells == REPORTS[judgement["title"]].cells


@pytest.mark.parametrize("cut", [0.6, 0.8, 0.95])
def test_half_a_report_is_no_right_report(
    cut: float, program: Program, page: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(page[: int(page.rindex(b"</table>") * cut)])
    code, judgement = judged(program, path)
    printed = REPORTS[judgement["title"]].cells
    wrong = {
        key: figure["raw"]
        for key, figure in judgement["figures"].items()
        if figure["value"] is not None and not printed[key].startswith(figure["raw"])
    }
    assert wrong == {}
    assert code == 3
    assert any(issue["severity"] == "error" for issue in judgement["issues"])


@pytest.mark.parametrize("name", ["nothing-here.html", "."])
def test_no_file(name: str, program: Program, tmp_path: Path) -> None:
    refused(program("check", str(tmp_path / name)), "give the path of a file")


# ------------------------------------------------------------------ registry

BAD_LINES = {
    f",无名局,,,{DEPARTMENT},,,,,,http://a.example/,,,": "id is empty",
    f"b2,,,,{DEPARTMENT},,,,,,http://a.example/,,,": "name is empty",
    "b3,乙局,,,,,,,,,http://a.example/,,,": "class is empty",
    "b4,乙局,,,ministry,,,,,,http://a.example/,,,": "class 'ministry' is none of",
    f"b 5,乙局,,,{DEPARTMENT},,,,,,http://a.example/,,,": "id 'b 5' may hold",
    f"a1,乙局,,,{DEPARTMENT},,,,,,http://a.example/,,,": "id a1 stands on line 2 already",
    f"b7,乙局,,,{DEPARTMENT},9901,,,,,http://a.example/,,,": "division_code '9901'",
    f"b8,乙局,,,{DEPARTMENT},,,,,nobody,,,,": "parent_id nobody is no agency",
    f"b9,乙局,,,{DEPARTMENT},,,,,b9,,,,": "agency b9 is its own parent",
    f"c1,乙局,,,{DEPARTMENT},,,,,,,,,": "neither homepage nor parent_id",
    f"c2,乙局,,,{DEPARTMENT},,,,,,www.a.example,,,": "does not begin with http://",
    f"c3,乙局,,,{DEPARTMENT},,,,,,http://127.0.0.1/,,,": "is a private address",
    f"c4,乙局,,,{DEPARTMENT},,,,,,http://a.example:port/,,,": "is no address",
    f"c5,乙局,,,{DEPARTMENT},,,,,,http://a.example/,²⁰¹⁹,,": "first_report_year '²⁰¹⁹'",
    f"c6,乙局,,,{DEPARTMENT},,,,,,http://a.example/,1999,,": "first_report_year '1999'",
    f"c7,乙局,,,{DEPARTMENT},,,,,,http://a.example/,2020,2019,": "is after last_report_year",
    f"c8,乙局,,,{DEPARTMENT},,,,,,http://a.example/,,,02-30": "due_override '02-30'",
    f"c9,乙局,,,{DEPARTMENT},,,,,,http://a.example/,,,,more": "more cells than columns",
}


def test_each_bad_line_is_named_and_nothing_imported(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "registry.csv"
    # A blank line and a cell of two lines: the number is that of the line in an editor.
    good = f'd1,"丁县\n财政局",,,{DEPARTMENT},,,,,,http://d.example/,,,'
    path.write_text("\n".join([HEADER, GOOD, "", good, *BAD_LINES]), encoding="utf-8")
    ended = program("agencies", "import", str(path))
    assert ended.returncode == 1
    *problems, last = ended.stderr.strip().splitlines()
    assert last.endswith("nothing was imported; correct them and import again")
    assert len(problems) == len(BAD_LINES)
    for number, (problem, reason) in enumerate(zip(problems, BAD_LINES.values(), strict=True), 6):
        assert problem.startswith(f"line {number}: ")
        assert reason in problem
    assert program.done("agencies", "list", "--json").count("\n") == 1


BAD_FILES = {
    "empty": (b"", "no agencies in it"),
    "header only": (HEADER.encode(), "no agencies in it"),
    "no column class": (b"id,name\n1,\xe7\x94\xb2\n", "no column class"),
    "unknown column": (HEADER.encode() + b",colour\n" + GOOD.encode() + b",red\n", "colour"),
    "no text": (b"\xff\xfe\xff" + HEADER.encode(), "neither UTF-8 nor GB 18030"),
    "open quotation mark": (f'{HEADER}\n"{GOOD}\n{GOOD}\n'.encode(), "quotation mark"),
    "circle of parents": (
        f"{HEADER}\nx,甲,,,{DEPARTMENT},,,,,y,,,,\ny,乙,,,{DEPARTMENT},,,,,x,,,,\n".encode(),
        "its parents lead back to itself",
    ),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_no_registry(case: str, program: Program, tmp_path: Path) -> None:
    body, words = BAD_FILES[case]
    path = tmp_path / "registry.csv"
    path.write_bytes(body)
    ended = program("agencies", "import", str(path))
    assert ended.returncode == 1
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr
    assert program.done("agencies", "list", "--json").count("\n") == 1


# ------------------------------------------------------------------ commands

REFUSED = {
    ("crawl", "--agency", "nobody"): "agency nobody is not in the registry",
    ("crawl", "--site", "www.nowhere.example"): "site www.nowhere.example is no home page",
    ("agencies", "show", "nobody"): "agency nobody is not in the registry",
    ("agencies", "import", "/nowhere/registry.csv"): "No such file",
    ("show", "nobody", "2024"): "no report of nobody for 2024",
    ("reports", "--agency", "nobody"): "agency nobody is not in the registry",
    ("issues", "--agency", "nobody"): "agency nobody is not in the registry",
    ("process", "--report", "nobody/2024"): "agency nobody is not in the registry",
    ("export", "reports", "-o", "/nowhere/reports.jsonl"): "/nowhere/reports.jsonl",
}
MISUSED = (
    ("tidy",),
    ("crawl", "--max-requests", "0"),
    ("coverage", "--as-of", "yesterday"),
    ("export", "everything"),
    ("process", "--report", "2024"),
)


@pytest.mark.parametrize("command", REFUSED, ids=" ".join)
def test_refused(command: tuple[str, ...], program: Program) -> None:
    refused(program(*command), REFUSED[command])


@pytest.mark.parametrize("command", MISUSED, ids=" ".join)
def test_misused(command: tuple[str, ...], program: Program) -> None:
    ended = program(*command)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "Usage" in ended.stderr


def test_markup_in_names_is_shown_as_it_is(tmp_path: Path) -> None:
    program = Here(tmp_path / "home")
    name = "甲局[/red][bold]"
    program.done("agencies", "add", "x", "--name", name, "--homepage", "http://x.example/")
    assert name in program.done("agencies", "list")
    assert name in program.done("agencies", "show", "x")


# ------------------------------------------------------------------ home and settings

SETTINGS = {
    ("NIANBAO_DOWNLOAD_DELAY", "quick"): "NIANBAO_DOWNLOAD_DELAY",
    ("NIANBAO_DATABASE_URL", "a place"): "not a database URL",
    ("NIANBAO_DATABASE_URL", "postgresql://127.0.0.1:9/nianbao"): "Connection refused",
    ("NIANBAO_ARCHIVE_URL", "/dev/null/archive"): "the archive cannot be opened",
    ("NIANBAO_ARCHIVE_URL", "nowhere://archive"): "the archive cannot be opened",
    ("NIANBAO_HOME", "/dev/null/home"): "the folder cannot be made",
}


@pytest.mark.parametrize("setting", SETTINGS, ids="=".join)
def test_a_setting_that_cannot_be_used(setting: tuple[str, str], program: Program) -> None:
    chosen = dict([setting])
    refused(Here(program.home, "", chosen)("crawl"), SETTINGS[setting])


def test_an_empty_home_says_where_to_begin(tmp_path: Path) -> None:
    refused(Here(tmp_path / "home")("crawl"), "begin with: nianbao agencies import")


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    program = Here(tmp_path)
    program.done("agencies", "list")
    with closing(sqlite3.connect(tmp_path / "nianbao.sqlite3")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    refused(program("coverage"), "made by a later version of this program (revision 9999)")


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "nianbao.sqlite3").write_text("no database\n" * 100)
    refused(Here(tmp_path)("coverage"), "not an SQLite database")
