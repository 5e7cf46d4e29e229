"""What the documents say is what the program does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperArgument, TyperGroup, TyperOption

from crawler.cli import app
from pipelines.coverage.states import state_words
from storage.config import Settings
from storage.vocabulary import ExpectationState

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
READMES = ["README.md", "README.zh-CN.md"]


Parameters = list[TyperArgument | TyperOption]


def commands(command: Any, path: str) -> Iterator[tuple[str, Parameters]]:
    """The parameters of every command below one, by its words: ``nianbao agencies import``."""
    if isinstance(command, TyperGroup):
        context = typer.Context(command)
        for name in command.list_commands(context):
            yield from commands(command.get_command(context, name), f"{path} {name}")
    else:
        yield path, command.params


COMMANDS = dict(commands(typer.main.get_command(app), "nianbao"))


def section(command: str) -> str:
    """The part of the operations manual under the heading of a command."""
    found = re.search(rf"^### `{command}\b.*?(?=^#|\Z)", OPERATIONS, re.MULTILINE | re.DOTALL)
    assert found, f"docs/operations.md has no heading ### `{command} …`"
    return found.group()


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_documented_with_its_options(command: str) -> None:
    text = section(command)
    names = [
        f"`{max(p.opts, key=len)}" if isinstance(p, TyperOption) else (p.metavar or p.name).upper()
        for p in COMMANDS[command]
        if p.name != "help"
    ]
    assert [name for name in names if name not in text] == []


def test_no_documented_command_is_missing() -> None:
    documented = set(re.findall(r"^### `(nianbao(?: [a-z]+)+)", OPERATIONS, re.MULTILINE))
    assert documented == set(COMMANDS)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_each_setting_is_documented(name: str) -> None:
    assert f"`NIANBAO_{name.upper()}`" in OPERATIONS


def test_no_documented_setting_is_missing() -> None:
    documented = set(re.findall(r"`NIANBAO_([A-Z_]+)`", OPERATIONS))
    assert documented == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_every_command(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert [command for command in COMMANDS if command not in text] == []


def test_both_readmes_name_the_same_commands_and_options() -> None:
    spans = [
        set(re.findall(r"`[^`\n]+`|^ {4}\S.*$", (ROOT / readme).read_text("utf-8"), re.MULTILINE))
        for readme in READMES
    ]
    assert spans[0] == spans[1]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_resolve(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_the_pictures_of_the_documentation_are_small_and_all_shown() -> None:
    pictures = {path.name: path.stat().st_size for path in (ROOT / "docs/pictures").glob("*.png")}
    shown = {
        name: set(re.findall(r"\(pictures/([^)]+)\)", (ROOT / "docs" / name).read_text("utf-8")))
        for name in ("guide.md", "cost.md")
    }
    assert shown["cost.md"] == {"scaling.png"}
    assert shown["guide.md"] == set(pictures) - shown["cost.md"]
    assert {name for name, size in pictures.items() if size > 200_000} == set()


def test_each_of_the_27_rules_is_checked_and_documented() -> None:
    documented = re.findall(r"^\| `(R\d\d_\w+)`", (ROOT / "docs/rules.md").read_text("utf-8"), re.M)
    code = "".join(path.read_text("utf-8") for path in (ROOT / "pipelines").rglob("*.py"))
    assert [name[:3] for name in documented] == [f"R{number:02}" for number in range(1, 28)]
    assert set(documented) == set(re.findall(r"\"(R\d\d_\w+)\"", code))


STATES = (ROOT / "docs" / "states.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("state", ExpectationState)
def test_each_state_is_documented_with_what_may_be_cited(state: ExpectationState) -> None:
    (row,) = re.findall(rf"^\| `{state}` \|.*$", STATES, re.MULTILINE)
    name, meaning, evidence, citable, not_citable = (cell.strip() for cell in row.split("|")[2:-1])
    assert name == state_words()[state].name
    assert all((meaning, evidence, citable, not_citable))


def test_no_documented_state_is_missing() -> None:
    documented = re.findall(r"^\| `(\w+)` \|", STATES, re.MULTILINE)
    assert documented == list(ExpectationState)
