"""``nianbao demo``: the sample province, crawled end to end on this machine, no internet."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

import crawler
from crawler.cli.screen import screen
from storage.config import child_environment
from storage.errors import ConfigurationError

AS_OF = "2026-04-15"  # two weeks after the last due date of the reports for 2025
_ROOT = Path(crawler.__file__).resolve().parents[1]


def demo(
    home: Annotated[
        Path, typer.Option(help="Folder for the demo's database and archive; emptied first.")
    ] = Path("demo-data"),
) -> None:
    """Crawl an invented province: its registry, its sites, its reports, its faults."""
    province = _ROOT / "deploy" / "demo"
    if not province.is_dir():
        raise ConfigurationError(
            f"{province}: not there; the demo runs from a checkout of the repository"
        )
    _empty(home)
    screen.print(
        "An invented province of 20 agencies is served on this machine; "
        f"data goes to [bold]{home}[/].\n"
    )
    with _served() as proxy:
        run = _Runner(home, proxy)
        run("agencies", "import", str(province / "registry.csv"))
        run("crawl")
    run("coverage", "--as-of", AS_OF, accepted=(0, 3))
    run.issues()
    screen.print("\n[bold]Try next[/]")
    for line in _NEXT:
        command = f"  NIANBAO_HOME={home} {_program()} {line}"
        screen.print(command, markup=False, highlight=False, soft_wrap=True)


def _program() -> str:
    """How this program was called, so that what is printed can be typed again."""
    called = Path(sys.argv[0])
    if called.name != "nianbao":
        return "python -m crawler"
    here = Path.cwd()
    return str(called.relative_to(here) if called.is_relative_to(here) else called)


_NEXT = (
    "reports --year 2025",
    "show qinghe-civil-affairs 2024",
    f"coverage --year 2025 --as-of {AS_OF}",
    "export reports --format csv -o reports.csv",
    "verify",
    "serve",
)


def _empty(home: Path) -> None:
    """Removes an earlier demo; refuses a folder that holds anything else."""
    if not home.exists():
        return
    strangers = {entry.name for entry in home.iterdir()} - {"archive", "logs"}
    strangers = {name for name in strangers if not name.startswith("nianbao.sqlite3")}
    if strangers:
        raise ConfigurationError(
            f"{home}: holds {sorted(strangers)[0]}, which no demo made; "
            "name another folder with --home"
        )
    shutil.rmtree(home)


@contextmanager
def _served() -> Iterator[str]:
    """Serves the province in a process of its own; gives its proxy URL."""
    command = [sys.executable, "-m", "deploy.demo"]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - our own module
        try:
            yield server.stdout.readline().strip() if server.stdout else ""
        finally:
            server.terminate()


class _Runner:
    """Runs the program itself as a user would, in the demo's home."""

    def __init__(self, home: Path, proxy: str) -> None:
        self.environment = child_environment(
            NIANBAO_HOME=str(home.absolute()),
            NIANBAO_DATABASE_URL="",
            NIANBAO_ARCHIVE_URL="",
            NIANBAO_DOWNLOAD_DELAY="0",
            NIANBAO_CONTACT="demo@localhost",
            http_proxy=proxy,
            no_proxy="",
        )

    def __call__(self, *arguments: str, accepted: tuple[int, ...] = (0,)) -> None:
        screen.print(f"[bold]$ nianbao {' '.join(arguments)}[/]", highlight=False)
        code = self._run(*arguments)
        if code not in accepted:
            raise typer.Exit(code)

    def issues(self) -> None:
        """What the checks found, in the newest reports first."""
        screen.print("\n[bold]Issues found[/]")
        self._run("issues")

    def _run(self, *arguments: str) -> int:
        command = [sys.executable, "-m", "crawler", *arguments]
        return subprocess.run(command, env=self.environment, cwd=_ROOT, check=False).returncode  # noqa: S603
