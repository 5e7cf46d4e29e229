"""The versions of one report as answers."""

from __future__ import annotations

from fastapi import Request

from storage import queries
from storage.database import Session
from storage.records import FigureRecord, VersionRecord
from storage.web.api import models


class Versions:
    """The versions of a report with the digests of their documents, the first one first."""

    def __init__(self, request: Request, session: Session, agency_id: str, year: int) -> None:
        self.request = request
        self.session = session
        self.agency_id, self.year = agency_id, year
        self.records = queries.versions(session, agency_id, year)
        self._digests = queries.digests_of_documents(
            session, [one.document_id for one in self.records]
        )

    def digest(self, record: VersionRecord) -> str:
        """The SHA-256 of the document that a version was read from."""
        return self._digests[record.document_id]


def report_path(request: Request, agency_id: str, year: int) -> str:
    """Where a report is in the API."""
    return f"{request.scope.get('root_path', '')}/reports/{agency_id}/{year}"


def summary(held: Versions, record: VersionRecord) -> models.VersionSummary:
    """A version without what was read in it."""
    return models.VersionSummary(**_shared(held, record))


def version(held: Versions, record: VersionRecord) -> models.Version:
    """A version with all that was read in it."""
    digest = held.digest(record)
    place = queries.payload_location(held.session, digest)
    return models.Version(
        **_shared(held, record),
        invalid_reason=record.invalid_reason,
        medium=record.medium,
        media_type=record.media_type,
        source_urls=list(record.source_urls),
        content_digest=record.content_digest,
        archived=None
        if place is None
        else models.Archived(
            sha256=digest,
            warc_file=place.file,
            warc_offset=place.offset,
            warc_record_id=place.record_id,
        ),
        sections=[models.Section(**section._asdict()) for section in record.sections],
        figures={key: figure(one) for key, one in record.figures.items()},
        issues=[
            models.Issue.model_validate({**_fields(one), "cells": list(one.cells)})
            for one in record.issues
        ],
    )


def figure(record: FigureRecord) -> models.Figure:
    """A cell as published."""
    names = models.Figure.model_fields
    return models.Figure(**{name: getattr(record, name) for name in names})


def _shared(held: Versions, record: VersionRecord) -> dict[str, object]:
    path = report_path(held.request, held.agency_id, held.year)
    return {
        **{
            name: getattr(record, name)
            for name in models.VersionSummary.model_fields
            if name != "permalink"
        },
        "permalink": f"{path}/versions/{held.digest(record)}",
    }


def _fields(record: object) -> dict[str, object]:
    return {name: getattr(record, name) for name in models.Issue.model_fields}
