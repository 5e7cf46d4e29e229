"""The command line as a whole: what it loads, and what it says of a name it does not know."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from crawler.cli.app import COMMANDS, app

# what crawls, serves, tells and exports: seconds to load, and of no use to a process that reads
HEAVY = {"scrapy", "fastapi", "apprise", "pyarrow", "sqlalchemy", "trafilatura"}


def loaded_by(program: str) -> set[str]:
    """The modules at the top that a fresh interpreter has after a program."""
    program += "\nimport sys\nprint(*{name.partition('.')[0] for name in sys.modules})"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    return set(told.stdout.decode().split())


@pytest.mark.parametrize("module", ["crawler.__main__", "crawler.cli", "crawler.schedule.__main__"])
def test_a_main_module_is_cheap_for_each_process_that_starts_from_it(module: str) -> None:
    assert loaded_by(f"import {module}") & HEAVY == set()


def test_a_command_does_not_load_what_another_needs() -> None:
    program = "from typer.testing import CliRunner\nfrom crawler.cli import app\n"
    program += "assert CliRunner().invoke(app, ['coverage', '--help']).exit_code == 0"
    assert loaded_by(program) & {"scrapy", "fastapi", "apprise"} == set()


def test_a_mistyped_command_is_told_its_nearest() -> None:
    told = CliRunner().invoke(app, ["covrage"])
    assert told.exit_code == 2
    assert "Did you mean 'coverage'?" in told.output


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_in_the_list_with_what_it_does(command: str) -> None:
    lines = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200"}).output.splitlines()
    (line,) = [line for line in lines if line.startswith(f"│ {command} ")]
    assert line.strip("│ ").removeprefix(command).strip()


@pytest.mark.parametrize("group", ["agencies", "alerts"])
def test_a_group_offers_nothing_but_its_commands(group: str) -> None:
    assert "completion" not in CliRunner().invoke(app, [group, "--help"]).output
