"""All tables of a form, from all grids of a document."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.extract.grid import Grid
from pipelines.report.form import Form
from pipelines.report.tables.cases import read_cases
from pipelines.report.tables.found import Found
from pipelines.report.tables.indicators import read_indicators
from pipelines.report.tables.proactive import read_proactive
from pipelines.report.tables.requests import read_requests


def read_tables(grids: Sequence[Grid], form: Form) -> Found:
    """Every figure of the form that can be read with certainty; a finding for every other cell."""
    if form.key == "stats_2014":
        return read_indicators(grids, form.table("stats"))
    parts = (
        read_proactive(grids, form),
        read_requests(grids, form.table("t3")),
        read_cases(grids, form.table("t4")),
    )
    whole = Found()
    for part in parts:
        whole.figures.update(part.figures)
        whole.findings.extend(part.findings)
    return whole
