"""The renditions of one report become its version: one is canonical, its sums are checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.canonical import Candidate, choose_canonical
from pipelines.extract.dates import put_up_by
from pipelines.items import Figure, Finding, Reading
from pipelines.jobs import ReadResult
from pipelines.report.checks.facts import Facts
from pipelines.report.checks.punctuality import check_on_time
from pipelines.report.checks.run import check_report
from storage import archive, queries
from storage.addresses import host_of
from storage.calendar import CHINA
from storage.database import Session
from storage.records import (
    AgencyRecord,
    DocumentRecord,
    FigureRecord,
    IssueDraft,
    SavedVersion,
    SectionRecord,
    VersionDraft,
)
from storage.vocabulary import DocumentState, Fault, Severity

NOTHING_READ = Reading(form="unknown", title="")
_MOST_DIFFERENCES = 20  # cells named in one issue; more differences mean two different documents


@dataclass(frozen=True)
class Rendition:
    """A document of a report with what was read of it."""

    document: DocumentRecord
    result: ReadResult


@dataclass(frozen=True)
class Standing:
    """What stood on the web of a report from a moment on: all its renditions then, each read."""

    since: dt.datetime
    renditions: tuple[Rendition, ...]


@dataclass(frozen=True)
class Duty:
    """A report as it is owed: whose, of which year, and by when; None where nothing is owed."""

    agency: AgencyRecord
    report_year: int
    due_on: dt.date | None


def settle_report(session: Session, duty: Duty, states: Sequence[Standing]) -> int:
    """Writes the versions of a report that its renditions give, and no other.

    Args:
        session: the session to write in.
        duty: the report.
        states: what stood on the web, as far as is known, from one time on and then from the next,
            in the order of time.

    Returns:
        How many versions there are more than before.
    """
    before = queries.report(session, duty.agency.id, duty.report_year)
    stood = []
    spoke = ""
    for state in states:
        saved, spoke = _settle_state(session, duty, state.renditions, spoke, state.since)
        stood.append((saved.version_id, state.since))
    archive.keep_versions(session, duty.agency.id, duty.report_year, stood)
    for rendition in {one.document.id: one for s in states for one in s.renditions}.values():
        _mark(session, rendition, duty.agency.id, duty.report_year)
    versions = {version_id for version_id, _ in stood}
    return max(0, len(versions) - (before.version_count if before else 0))


def _settle_state(
    session: Session, duty: Duty, renditions: Sequence[Rendition], spoke: str, at: dt.datetime
) -> tuple[SavedVersion, str]:
    """Writes the version of one state; and the address that speaks for the report in it."""
    own_host = host_of(duty.agency.homepage)
    by_result = {rendition.result.document_id: rendition for rendition in renditions}
    candidates = [
        Candidate(
            one.result,
            on_own_site=bool(own_host) and host_of(one.document.url) == own_host,
            current=one.document.url == spoke,
            is_correction=_is_correction(one, renditions),
        )
        for one in renditions
    ]
    chosen = by_result[choose_canonical(candidates).result.document_id]
    facts = _facts(session, duty, chosen, renditions, known_before=bool(spoke))
    draft = _draft(chosen, renditions, facts)
    saved = archive.save_version(
        session, duty.agency.id, duty.report_year, chosen.document.id, draft, at
    )
    return saved, chosen.document.url


def _facts(
    session: Session,
    duty: Duty,
    chosen: Rendition,
    renditions: Sequence[Rendition],
    *,
    known_before: bool,
) -> Facts:
    year_before = duty.agency.id, duty.report_year - 1
    before = queries.report(session, *year_before)
    # numbers that are another year's or another agency's go on from nothing
    follows = before is not None and before.valid and not _invalid_reason(chosen, renditions)
    previous = queries.figures(session, *year_before) if follows else None
    extracted = chosen.result.extracted
    first_seen = min(rendition.document.first_seen_at for rendition in renditions)
    return Facts(
        report_year=duty.report_year,
        published_on=_first_published(
            chosen, renditions, duty.report_year, known_before=known_before
        ),
        previous=figures_of_records(previous) if previous else None,
        previous_form=before.form if before else "",
        medium=chosen.result.medium,
        pictures=len(extracted.pictures) if extracted else 0,
        scanned=extracted is not None and extracted.scanned,
        # the day of a correction (更正) is not the day on which the report came out
        due_on=None if _is_correction(chosen, renditions) else duty.due_on,
        first_seen_on=first_seen.astimezone(CHINA).date(),
        put_up_by=put_up_by(chosen.document.url),
    )


def _is_correction(one: Rendition, renditions: Iterable[Rendition]) -> bool:
    """Whether its title says 更正, or that of the page it hangs on."""
    identities = (one.result.identity, _page_of(one, renditions).result.identity)
    return any(found is not None and found.rendition == "corrected" for found in identities)


def with_text_of_page(reading: Reading, page: Reading | None) -> Reading:
    """A file's figures with the text of its page, where only the page has the text.

    A page whose tables are pictures says everything else itself.
    """
    if page is None or len(page.sections) <= len(reading.sections):
        return reading
    return replace(
        reading,
        sections=page.sections,
        period_year=reading.period_year or page.period_year,
        signature=reading.signature or page.signature,
        signed_on=reading.signed_on or page.signed_on,
    )


def _draft(chosen: Rendition, renditions: Sequence[Rendition], facts: Facts) -> VersionDraft:
    page = _page_of(chosen, renditions).result
    reading = chosen.result.reading and with_text_of_page(chosen.result.reading, page.reading)
    own = chosen.result.identity
    identity = page.identity or own
    findings = (
        [*reading.findings, *check_report(reading, facts)] if reading else [*check_on_time(facts)]
    )
    findings += identity.findings if identity else ()
    invalid = _invalid_reason(chosen, renditions)
    if own and identity and not identity.invalid_reason:  # the page is right, its file may not be
        findings += [one for one in own.findings if one.rule == f"identify.{invalid}"]
    findings += _unreadable(chosen)
    findings += _disagreements(chosen, renditions)
    reading = reading or NOTHING_READ
    return VersionDraft(
        form=reading.form,
        title=(identity.title if identity else "") or chosen.document.list_title or reading.title,
        published_on=facts.published_on,
        valid=not invalid,
        invalid_reason=invalid,
        source_url=chosen.document.url,
        medium=chosen.result.medium,
        sections=tuple(SectionRecord(s.key, s.number, s.heading, s.text) for s in reading.sections),
        figures={key: figure_record(figure) for key, figure in reading.figures.items()},
        issues=issue_drafts(findings),
        evidence=dict(identity.evidence) if identity else {},
    )


def _invalid_reason(chosen: Rendition, renditions: Iterable[Rendition]) -> str:
    """Why the text is no report of this agency and year; a page may be right and its file not."""
    identities = (_page_of(chosen, renditions).result.identity, chosen.result.identity)
    return next((one.invalid_reason for one in identities if one and one.invalid_reason), "")


def _page_of(chosen: Rendition, renditions: Iterable[Rendition]) -> Rendition:
    """The page a file hangs on: it carries the title and the day that the file may lack."""
    parent = chosen.document.parent_url
    return next((one for one in renditions if parent and one.document.url == parent), chosen)


def _first_published(
    chosen: Rendition, renditions: Sequence[Rendition], report_year: int, *, known_before: bool
) -> dt.date | None:
    """The day that the chosen rendition shows, or an earlier one of another: put up again later,
    a report is no later. The day of a correction alone, of a report not known before, is none.
    """
    own = _published_on(chosen, _page_of(chosen, renditions))
    if own is None:
        return None
    originals = [one for one in renditions if not _is_correction(one, renditions)]
    if not originals and not known_before:
        return None
    shown = (_published_on(one, _page_of(one, renditions)) for one in originals)
    return min([own, *(day for day in shown if day and day.year > report_year)])


def _published_on(chosen: Rendition, page: Rendition) -> dt.date | None:
    """The day the site prints: on the page itself, else in the list; never a file's own date."""
    shown = page.result.extracted.published_on if page.result.extracted else None
    own = shown if page.document.parent_url == "" and page.result.medium.value == "html" else None
    return own or page.document.listed_on or chosen.document.listed_on or shown


def _unreadable(chosen: Rendition) -> list[Finding]:
    if not chosen.result.error:
        return []
    return [
        Finding(
            f"reader.{chosen.result.error_kind}",
            Severity.ERROR,
            Fault.READER,
            f"已归档但无法读取（{chosen.result.medium}）：{chosen.result.error}",
        )
    ]


def _disagreements(chosen: Rendition, renditions: Iterable[Rendition]) -> list[Finding]:
    """Renditions of one report that print different numbers: both are kept, neither is repaired."""
    mine = chosen.result.reading.figures if chosen.result.reading else {}
    findings = []
    for other in renditions:
        theirs = other.result.reading.figures if other.result.reading else {}
        if other is chosen or len(theirs) < len(mine) * 0.9 or not mine:
            continue
        different = tuple(
            key
            for key in mine.keys() & theirs.keys()
            if mine[key].value != theirs[key].value
            and min(_sureness(mine[key]), _sureness(theirs[key])) >= 1
        )
        if different:
            names = tuple(sorted(different)[:_MOST_DIFFERENCES])
            message = (
                f"同一报告的另一版本（{other.document.url}）有{len(different)}个单元格数值不同"
            )
            findings.append(
                Finding("renditions_disagree", Severity.WARNING, Fault.AGENCY, message, names)
            )
    return findings


def _sureness(figure: Figure) -> float:
    return 0.0 if figure.doubt else figure.confidence


def _mark(session: Session, rendition: Rendition, agency_id: str, report_year: int) -> None:
    state = DocumentState.UNREAD if rendition.result.error else DocumentState.READ
    identity = rendition.result.identity
    archive.set_document_state(
        session,
        rendition.document.id,
        state,
        rendition.result.error,
        agency_id,
        report_year,
        dict(identity.evidence) if identity else None,
    )


def figure_record(figure: Figure) -> FigureRecord:
    """A figure as the database keeps it."""
    return FigureRecord(
        figure.raw,
        figure.value,
        figure.state,
        figure.table,
        figure.row,
        figure.column,
        figure.confidence,
        figure.doubt,
    )


def figures_of_records(records: Mapping[str, FigureRecord]) -> dict[str, Figure]:
    """Figures as the checks take them."""
    return {key: Figure(key, *record) for key, record in records.items()}


def issue_drafts(findings: Iterable[Finding]) -> tuple[IssueDraft, ...]:
    """Findings as issues to be written, each once."""
    drafts = (
        IssueDraft(one.rule, one.severity, one.fault, one.message, one.cells, one.formula)
        for one in findings
    )
    return tuple(dict.fromkeys(drafts))
