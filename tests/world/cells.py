"""The cells of a reading beside the true ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.items import Figure, Finding, Reading
from pipelines.jobs import ReadResult
from pipelines.report.checks.facts import Facts
from pipelines.report.checks.run import check_report
from storage.vocabulary import Fault
from tests.world.renditions import Rendition


@dataclass(frozen=True)
class Wrong:
    """A cell that came out otherwise than it was printed."""

    key: str
    got: str
    true: str
    named: bool
    blamed: bool


@dataclass(frozen=True)
class Compared:
    """A document read, beside the truth.

    ``wrong`` are cells with another value or state than printed, cells not read, and cells read
    that were not printed; each says whether a finding names it, and whether all that do blame the
    agency. ``doubtful`` is the number of cells named as unsurely read, ``doubted_right`` how many
    of these are right.
    """

    rendition: Rendition
    cells: int
    wrong: tuple[Wrong, ...]
    doubtful: int
    doubted_right: int
    form_right: bool
    error: str = ""

    @property
    def silent(self) -> tuple[Wrong, ...]:
        """Wrong cells that nothing warns of."""
        return tuple(one for one in self.wrong if not one.named)


def compare(rendition: Rendition, result: ReadResult) -> Compared:
    """What was read of a rendition, beside the version of the report that it is closest to."""
    reading = result.reading or Reading(form="unknown", title="")
    found = _findings(rendition, reading, result)
    compared = [
        _beside(rendition, version, reading, found, result) for version in rendition.versions
    ]
    return min(compared, key=lambda one: len(one.wrong))


def _findings(rendition: Rendition, reading: Reading, result: ReadResult) -> list[Finding]:
    facts = Facts(
        report_year=rendition.year,
        medium=result.medium,
        pictures=len(result.extracted.pictures) if result.extracted else 0,
    )
    return [*reading.findings, *check_report(reading, facts)]


def _beside(
    rendition: Rendition,
    version: Mapping[str, Any],
    reading: Reading,
    findings: Iterable[Finding],
    result: ReadResult,
) -> Compared:
    by_reader = {key for f in findings if f.fault is Fault.READER for key in f.cells}
    by_agency = {key for f in findings if f.fault is Fault.AGENCY for key in f.cells}
    # A document that could not be read at all has an issue that says so: it names every cell.
    whole = bool(result.error)
    true = {
        key: _printed(cell["value"], cell["state"]) for key, cell in version["figures"].items()
    } | dict.fromkeys(version["missing_keys"], _ABSENT)
    got = {key: _read(reading.figures.get(key)) for key in true}
    wrong = [
        Wrong(
            key,
            got[key],
            printed,
            whole or key in by_reader | by_agency,
            not whole and key in by_agency - by_reader,
        )
        for key, printed in true.items()
        if got[key] != printed
    ]
    mistaken = {one.key for one in wrong}
    doubted = by_reader & set(true)
    return Compared(
        rendition,
        len(version["figures"]),
        tuple(wrong),
        len(doubted),
        len(doubted - mistaken),
        reading.form == rendition.form,
        result.error,
    )


_ABSENT = "not there"


def _read(figure: Figure | None) -> str:
    return _ABSENT if figure is None else _printed(figure.value, figure.state.value)


def _printed(value: float | None, state: str) -> str:
    return state if value is None else f"{float(value):.6f} {state}"
