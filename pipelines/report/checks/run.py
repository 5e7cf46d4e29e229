"""All rules over one report."""

from __future__ import annotations

from pipelines.items import Finding, Reading
from pipelines.report.checks.before import check_against_previous
from pipelines.report.checks.cells import check_cells
from pipelines.report.checks.facts import Facts
from pipelines.report.checks.ledger import Ledger
from pipelines.report.checks.punctuality import check_on_time
from pipelines.report.checks.sums import check_sums
from pipelines.report.checks.words import check_words, check_years


def check_report(reading: Reading, facts: Facts) -> list[Finding]:
    """Every rule that does not hold; the findings of reading are not among them."""
    findings = [*check_years(reading, facts), *check_on_time(facts)]
    ledger = Ledger.of(reading)
    if ledger is None:
        return findings
    findings += check_sums(ledger)
    label_unknown = any(f.rule == "reader.label_unknown" for f in reading.findings)
    findings += check_cells(ledger, label_unknown, facts)
    if reading.form != "stats_2014":
        findings += check_words(reading, ledger)
    if facts.previous is not None:
        findings += check_against_previous(ledger, facts.previous, facts.previous_form)
    return findings
