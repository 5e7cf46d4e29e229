"""``nianbao check``: is this draft right? Reads a file or an address and prints what fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.text import Text

from crawler.cli.cells import cell_name
from crawler.cli.opened import has_database, opened_database
from crawler.cli.registered import registered
from crawler.cli.screen import json_line, screen
from crawler.cli.tables import figure_tables
from pipelines.drafts import judge_draft
from pipelines.extract.dispatch import extract
from pipelines.items import Extracted, Finding
from pipelines.report.judgement import Judgement, LastYear, as_json, judge
from storage.config import settings
from storage.errors import DocumentDamaged, DocumentTooLarge
from storage.vocabulary import Severity

NEEDS_A_PERSON = 3
_MOST_BYTES = 100 * 1024 * 1024
_SECONDS = 60.0
_NAMES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}
_MOST_CELLS = 12  # named of one finding; a table left out has 175
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def check(
    target: Annotated[str, typer.Argument(metavar="FILE|URL", help="A draft or a saved report.")],
    agency: Annotated[
        str, typer.Option(help="Whose it is, where its title does not say so clearly.")
    ] = "",
    as_json_: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Read a draft or a published report, check it against the form, and print what fails.

    Where the archive has the same agency's report of the year before, it is checked against that
    too. Ends with exit code 3 where something has to be put right, or where it is no report.
    """
    body, charset = _fetched(target) if _is_address(target) else (_bytes_of(target), "")
    judgement = _judged(extract(body, target, charset), target, agency)
    if as_json_:
        json_line(as_json(judgement))
    else:
        _print(judgement)
    if judgement.errors or not judgement.valid:
        raise typer.Exit(NEEDS_A_PERSON)


def _judged(extracted: Extracted, target: str, agency: str) -> Judgement:
    if not (agency or has_database()):
        return judge(extracted, target)
    with opened_database() as database:
        if agency:
            with database.snapshot() as session:
                registered(session, agency)
        return judge_draft(database, extracted, target, agency)


def _is_address(target: str) -> bool:
    return target.startswith(("http://", "https://"))


def _bytes_of(target: str) -> bytes:
    try:
        return Path(target).read_bytes()
    except OSError as error:
        raise DocumentDamaged(f"{target}: {error.strerror}; give the path of a file") from error


def _fetched(url: str) -> tuple[bytes, str]:
    """The body of an address and the charset its header declares; one polite request."""
    contact = settings().contact
    agent = f"nianbao-check{f' (+{contact})' if contact else ''}"
    body = bytearray()
    try:
        with httpx.stream(
            "GET", url, headers={"User-Agent": agent}, timeout=_SECONDS, follow_redirects=True
        ) as response:
            response.raise_for_status()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > _MOST_BYTES:
                    raise DocumentTooLarge(f"{url}: more than {_MOST_BYTES:,} bytes")
            return bytes(body), response.charset_encoding or ""
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DocumentDamaged(
            f"{url}: not fetched ({error}); save the page and give the file"
        ) from error


def _print(judgement: Judgement) -> None:
    reading = judgement.reading
    screen.rule(Text(reading.title or judgement.source))
    year = judgement.report_year or "未识别"
    screen.print(f"表样 {reading.form}　报告年度 {year}　单元格 {len(reading.figures)} 个")
    for section in reading.sections:
        screen.print(Text(f"{section.number}、{section.heading}".lstrip("、"), style="bold"))
        screen.print(Text(f"    {len(section.text)} 字"))
    screen.print(Text(_compared(judgement.last_year)))
    marked = frozenset(cell for f in judgement.findings if f.formula for cell in f.cells)
    for table in figure_tables(reading.form, reading.figures, marked):
        screen.print(table)
    for finding in judgement.findings:
        head = Text(f"{_NAMES[finding.severity]} ", style=_COLOURS[finding.severity])
        screen.print(head + Text(f"{finding.rule} {finding.message}", style=""))
        for line in _where(judgement, finding):
            screen.print(Text(f"    {line}"))
    if not judgement.findings:
        screen.print("未发现问题")


def _compared(before: LastYear | None) -> str:
    if before is None:
        return "未与上年核对：档案中没有本机关上一年度的报告"
    return f"已与档案中{before.agency_name}{before.report_year}年报告核对（{before.source_url}）"


def _where(judgement: Judgement, finding: Finding) -> Iterator[str]:
    """The formula, the cells, and what stood in them last year where the archive has that."""
    if finding.formula:
        yield finding.formula
    else:
        names = [cell_name(judgement.reading.form, cell) for cell in finding.cells[:_MOST_CELLS]]
        if names:
            rest = f" 等 {len(finding.cells)} 个" if len(finding.cells) > _MOST_CELLS else ""
            yield f"单元格：{'；'.join(names)}{rest}"
    before = judgement.last_year
    if before is not None and finding.formula:
        printed = [
            f"{cell_name(before.form, cell)} 为 {figure.raw.strip() or '空'}"
            for cell in finding.cells
            if (figure := before.figures.get(cell)) is not None and figure.value
        ]
        if printed:
            yield f"{before.report_year}年报告：{'；'.join(printed[:_MOST_CELLS])}"
