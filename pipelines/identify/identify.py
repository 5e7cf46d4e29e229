"""One document identified: is it a report, whose, of which year, and can it be right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.identify.contradiction import signed_by_other, speaks_of
from pipelines.identify.gather import Whereabouts, name_evidence, year_evidence
from pipelines.identify.names import Resolution, resolve
from pipelines.identify.neighbourhood import Neighbourhood
from pipelines.identify.recognise import Kind, Recognition, recognise
from pipelines.identify.registry import Registry
from pipelines.identify.years import YearVerdict, weigh_year
from pipelines.items import Extracted, Finding, Reading
from storage.vocabulary import AgencyClass, Fault, Severity


@dataclass(frozen=True, slots=True)
class Identity:
    """One document identified.

    ``kind`` and ``reason`` as in :class:`~pipelines.identify.recognise.Recognition`. A report whose
    agency or year cannot be said has None there and a finding that says why; it is kept as
    unassigned. ``invalid_reason`` is "wrong_year" or "wrong_agency" where the text is consistently
    another's than the title; ``agency_id`` and ``report_year`` stay those of the title.
    """

    kind: Kind
    reason: str
    agency_id: str | None
    report_year: int | None
    title: str
    rendition: str
    valid: bool
    invalid_reason: str
    evidence: dict[str, object]
    findings: tuple[Finding, ...]
    candidates: tuple[str, ...] = ()
    unknown_name: str = ""


def identify(
    extracted: Extracted,
    reading: Reading,
    where: Whereabouts,
    registry: Registry,
    around: Neighbourhood,
) -> Identity:
    """Say what one document is, whose and of which year.

    Args:
        extracted: the document in one shape.
        reading: what could be read of it as a report; may be empty.
        where: where it was found.
        registry: the known agencies.
        around: the agencies around the site; made once for many documents of one site.
    """
    breadcrumb = where.column_path or extracted.breadcrumb
    recognised = recognise(
        extracted,
        reading,
        where.list_title,
        column_is_annual=where.column_is_annual,
        breadcrumb=breadcrumb,
    )
    if recognised.kind in ("lookalike", "unknown"):
        return _rejected(recognised)
    year = weigh_year(year_evidence(extracted, reading, where, recognised))
    names = name_evidence(extracted, reading, breadcrumb, recognised, year.year)
    whose = resolve(names, registry, around)
    if whose.agency_id and registry[whose.agency_id].cls is AgencyClass.UNIVERSITY:
        return _rejected(recognised, "university")
    body, signer = recognised.body, ""
    if whose.agency_id:
        signer = signed_by_other(
            whose.agency_id, reading.signature, body, registry, around, year.year
        )
    other = registry[signer].name if signer else ""
    if not signer or speaks_of(body, signer, registry):
        return _identity(recognised, year, whose, other)
    identity = _identity(recognised, year, whose, "")
    return replace(identity, findings=(*identity.findings, _signed_by(other)))


def _rejected(recognised: Recognition, reason: str = "") -> Identity:
    return Identity(
        kind="lookalike" if reason else recognised.kind,
        reason=reason or recognised.reason,
        agency_id=None,
        report_year=None,
        title=recognised.title,
        rendition="",
        valid=False,
        invalid_reason="",
        evidence=_signs(recognised),
        findings=(),
    )


def _identity(
    recognised: Recognition, year: YearVerdict, whose: Resolution, other: str
) -> Identity:
    invalid = "wrong_agency" if other else year.disagreement
    return Identity(
        kind=recognised.kind,
        reason=recognised.reason,
        agency_id=whose.agency_id,
        report_year=year.year,
        title=recognised.title,
        rendition=next((p.rendition for p in recognised.titles if p.rendition), ""),
        valid=not invalid,
        invalid_reason=invalid,
        evidence={
            **_signs(recognised),
            "agency": list(whose.evidence),
            "agency_score": whose.score,
            "year": list(year.evidence),
            "year_score": year.score,
            "scope": next((p.scope for p in recognised.titles if p.scope), ""),
        },
        findings=tuple(_findings(year, whose, other)),
        candidates=whose.candidates,
        unknown_name=whose.unknown_name,
    )


def _signs(recognised: Recognition) -> dict[str, object]:
    body = recognised.body
    return {
        "form_labels": body.labels,
        "headings": body.headings,
        "figures": body.figures,
        "statements": list(body.statements),
    }


def _findings(year: YearVerdict, whose: Resolution, other: str) -> Iterator[Finding]:
    if year.year is None:
        yield _finding("identify.year_unknown", Fault.READER, "哪一年的报告无法确定")
    if year.disagreement:
        message = f"标题为{year.year}年，正文写的是{year.content_year}年"
        yield _finding("identify.wrong_year", Fault.AGENCY, message)
    if other:
        yield _finding(
            "identify.wrong_agency", Fault.AGENCY, f"标题与正文不符：正文为{other}的报告"
        )
    if whose.agency_id is None:
        yield _finding(f"identify.agency_{whose.reason}", Fault.READER, _unassigned(whose))


def _signed_by(signer: str) -> Finding:
    message = f"落款为{signer}，与标题不符：请核对是否误传了{signer}的报告"
    return Finding("identify.signed_by_other", Severity.WARNING, Fault.AGENCY, message)


def _unassigned(whose: Resolution) -> str:
    if whose.unknown_name:
        return f"名录中没有“{whose.unknown_name}”"
    if whose.candidates:
        return f"有{len(whose.candidates)}个机构相符，无法确定是哪一个"
    return "没有写明是哪个机构的报告"


def _finding(rule: str, fault: Fault, message: str) -> Finding:
    severity = Severity.ERROR if fault is Fault.AGENCY else Severity.WARNING
    return Finding(rule, severity, fault, message)
