"""A draft or a saved report, read and judged: what ``nianbao check`` shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.items import Extracted, Figure, Finding, Reading
from pipelines.report.checks.facts import Facts
from pipelines.report.checks.run import check_report
from pipelines.report.labels import normal
from pipelines.report.read import read_report
from storage.vocabulary import Severity

_YEAR = re.compile(r"20[012]\d")


@dataclass(frozen=True)
class LastYear:
    """The report of the same agency for the year before, as the archive has it."""

    agency_id: str
    agency_name: str
    report_year: int
    form: str
    source_url: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Judgement:
    """A reading beside everything found about it; ``source`` is the file or address judged.

    ``last_year`` is what it was held against, None where no archive has the report before it.
    """

    source: str
    extracted: Extracted
    reading: Reading
    report_year: int | None
    findings: tuple[Finding, ...]
    last_year: LastYear | None = None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that have to be put right."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    @property
    def valid(self) -> bool:
        """Whether it is a report, and of the year it says it is."""
        wrong_year = any(f.rule == "R16_years_agree" for f in self.errors)
        return self.reading.form != "unknown" and not wrong_year


def judge(extracted: Extracted, source: str = "", last_year: LastYear | None = None) -> Judgement:
    """Reads and checks one document, and against the report of the year before if that is given."""
    reading = read_report(extracted)
    named = _YEAR.search(normal(reading.title))
    year = int(named[0]) if named else reading.period_year
    facts = Facts(
        report_year=year,
        published_on=extracted.published_on,
        previous=last_year.figures if last_year else None,
        previous_form=last_year.form if last_year else "",
        medium=extracted.medium,
        pictures=len(extracted.pictures),
        scanned=extracted.scanned,
    )
    findings = (*reading.findings, *check_report(reading, facts))
    return Judgement(source, extracted, reading, year, findings, last_year)


def as_json(judgement: Judgement) -> dict[str, Any]:
    """A judgement with the keys of ``export reports``; what only the archive knows is empty."""
    published = judgement.extracted.published_on
    before = judgement.last_year
    return {
        "agency_id": before.agency_id if before else None,
        "report_year": judgement.report_year,
        "valid": judgement.valid,
        "title": judgement.reading.title,
        "form": judgement.reading.form,
        "source_url": judgement.source,
        "media_type": judgement.extracted.medium.value,
        "published_on": published.isoformat() if published else None,
        "first_seen": None,
        "versions": [],
        "figures": {key: _figure(figure) for key, figure in judgement.reading.figures.items()},
        "issues": [_issue(finding) for finding in judgement.findings],
        "last_year": _last_year(before) if before else None,
    }


def _last_year(before: LastYear) -> dict[str, Any]:
    return {
        "report_year": before.report_year,
        "form": before.form,
        "source_url": before.source_url,
        "figures": {key: _figure(figure) for key, figure in before.figures.items()},
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {"raw": figure.raw, "value": figure.value, "state": figure.state.value}


def _issue(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "fault": finding.fault.value,
        "message": finding.message,
        "cells": list(finding.cells),
        "formula": finding.formula,
    }
