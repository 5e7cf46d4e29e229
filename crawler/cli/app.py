"""The command line put together: each command's module is loaded when the command is asked for.

What one command needs is not what another does, and a process that reads documents starts from
the same main module: loading all of it costs seconds.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

COMMANDS = (
    "agencies",
    "crawl",
    "revisit",
    "process",
    "reports",
    "show",
    "search",
    "stats",
    "diff",
    "coverage",
    "alerts",
    "evidence",
    "issues",
    "check",
    "export",
    "release",
    "verify",
    "rebuild",
    "schedule",
    "serve",
    "worker",
    "fleet",
    "health",
    "demo",
)  # in the order of their work
_ELSEWHERE = {"fleet": "worker"}  # a module below crawler.cli that is not named as its command


class Commands(TyperGroup):
    """A group that knows its commands by name and loads one at a time."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        # of a name that is none, the nearest of all is suggested
        for name in (cmd_name,) if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                self.add_command(_loaded(name), name)
        return super().get_command(ctx, cmd_name)


def _loaded(name: str) -> Any:
    """A command, or a group of them where its module has an ``app`` of its own."""
    module = import_module(f"crawler.cli.{_ELSEWHERE.get(name, name)}")
    alone = getattr(module, "app", None)
    if alone is None:
        alone = typer.Typer(add_completion=False)
        alone.command()(getattr(module, name))
    command = typer.main.get_command(alone)
    command.name = name
    return command


app = typer.Typer(
    name="nianbao",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def nianbao() -> None:
    """Finds, archives, reads and watches annual reports on open government information
    (政府信息公开工作年度报告).
    """
