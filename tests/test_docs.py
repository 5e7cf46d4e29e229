"""What the documents say is what the program does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from click import Argument, Command, Context, Group, Option

from crawler.cli import app
from storage.config import Settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
READMES = ["README.md", "README.zh-CN.md"]


def commands(command: Command, path: str) -> Iterator[tuple[str, Command]]:
    """Every command below one, with its words: ``nianbao agencies import``."""
    if isinstance(command, Group):
        for name, child in command.commands.items():
            yield from commands(child, f"{path} {name}")
    else:
        yield path, command


COMMANDS = dict(commands(typer.main.get_command(app), "nianbao"))


def section(command: str) -> str:
    """The part of the operations manual under the heading of a command."""
    found = re.search(rf"^### `{command}\b.*?(?=^#|\Z)", OPERATIONS, re.MULTILINE | re.DOTALL)
    assert found, f"docs/operations.md has no heading ### `{command} …`"
    return found.group()


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_documented_with_its_options(command: str) -> None:
    text = section(command)
    for parameter in COMMANDS[command].params:
        if isinstance(parameter, Option) and not parameter.hidden and parameter.name != "help":
            longest = max(parameter.opts, key=len)
            assert f"`{longest}" in text or f"[{longest}" in text, f"{command}: {longest}"
        if isinstance(parameter, Argument):
            shown = parameter.make_metavar(Context(COMMANDS[command])).strip("[].").upper()
            assert shown in text, f"{command}: {shown}"


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


def test_both_readmes_name_the_same_commands() -> None:
    named = [
        sorted(
            set(re.findall(r"(?:nianbao|make)(?: [a-z]+)+", (ROOT / r).read_text(encoding="utf-8")))
        )
        for r in READMES
    ]
    assert named[0] == named[1]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_resolve(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    assert [target for target in targets if not (document.parent / target).exists()] == []
