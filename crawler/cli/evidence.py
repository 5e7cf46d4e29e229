"""``nianbao evidence``: the proof of one state, packed for a stranger to check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from crawler.cli.dates import AsOf, today
from crawler.cli.opened import opened_archive, opened_database
from crawler.cli.screen import screen
from pipelines.coverage.dossier import open_dossier
from pipelines.coverage.pages import bundle_pages
from pipelines.coverage.statement import state
from storage.bundle import WARC_FILE, pack_records, write_bundle


def evidence(
    agency: Annotated[str, typer.Argument(metavar="AGENCY", help="Id of the agency.")],
    year: Annotated[int, typer.Argument(metavar="YEAR", help="Report year.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The zip file to write.")],
    as_of: AsOf = None,
) -> None:
    """Pack what the state of one report rests on: statement, WARC records, hashes, index."""
    with opened_database() as database, opened_archive() as store, database.snapshot() as session:
        dossier = open_dossier(session, agency, year, today(as_of))
        statement = state(dossier)
        packed = pack_records(session, store, dossier.captures)
    pages = bundle_pages(dossier, statement, packed.offsets)
    write_bundle(output, {WARC_FILE: packed.data, **pages})
    screen.print(
        Text(f"{output}: {dossier.judged.state}, {len(packed.offsets)} archived answers"),
        soft_wrap=True,
    )
