"""Archived originals: the document a report was read from, shown safely or taken away."""

from __future__ import annotations

from email.message import Message
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from storage import queries
from storage.database import Session
from storage.records import DocumentRecord, FigureRecord, PayloadRecord, VersionRecord
from storage.vocabulary import Medium
from storage.warc import StoredRecord, WarcStore
from storage.web.asked import Digest, RowId, Text
from storage.web.failures import NotThere
from storage.web.labels import cell_labels
from storage.web.media import given_as, medium_of
from storage.web.opened import OpenArchive, OpenReader, OpenSession
from storage.web.reader import MARK, Place, Reader
from storage.web.rendering import address, page
from storage.web.sanitised import POLICY, sanitised

router = APIRouter()

_SHOWN = (Medium.HTML, Medium.TEXT, Medium.XML)
MOST_SHOWN = 8 * 1024 * 1024  # bytes; the largest real page seen, a Word export, has 12 MB


@router.get("/originals/{document_id}", name="original")
def original(
    request: Request,
    session: OpenSession,
    reader: OpenReader,
    document_id: RowId,
    cell: Text = "",
) -> HTMLResponse:
    """The document with its provenance; a cell of the form is marked in it where that is known."""
    document = queries.document(session, document_id)
    payload = queries.payload(session, document.digest) if document else None
    if document is None or payload is None:
        raise NotThere("failure.no_document")
    medium = medium_of(session, payload)
    version = _version_of(session, document)
    figure = version.figures.get(cell) if version and cell else None
    captures = queries.captures_by_id(session, [document.capture_id])
    return page(
        request,
        "original.html",
        document=document,
        payload=payload,
        medium=medium,
        capture=captures[0] if captures else None,
        agency=queries.agency(session, document.agency_id) if document.agency_id else None,
        version=version,
        cell=cell,
        figure=figure,
        label=cell_labels(reader.tables(version)).get(cell, cell) if version else cell,
        shown=medium in _SHOWN and payload.size <= MOST_SHOWN,
        frame=_frame(request, document, figure),
    )


def _version_of(session: Session, document: DocumentRecord) -> VersionRecord | None:
    """The version that was read from a document."""
    if document.agency_id is None or document.report_year is None:
        return None
    versions = queries.versions(session, document.agency_id, document.report_year)
    return next((one for one in versions if one.document_id == document.id), None)


def _frame(request: Request, document: DocumentRecord, figure: FigureRecord | None) -> str:
    if figure is None or figure.table < 0:
        return address(request, "archived", digest=document.digest)
    query = {"table": figure.table, "row": figure.row, "column": figure.column}
    return address(request, "archived", query, digest=document.digest) + f"#{MARK}"


@router.get("/archive/{digest}", name="archived")
def archived(
    request: Request,
    session: OpenSession,
    archive: OpenArchive,
    reader: OpenReader,
    digest: Digest,
    table: int = -1,
    row: int = -1,
    column: int = -1,
) -> Response:
    """An archived page without anything that runs, sends, loads or leads away."""
    payload, stored = _stored(session, archive, digest)
    place = Place(table, row, column) if min(table, row, column) >= 0 else None
    markup = None
    if payload.size <= MOST_SHOWN:
        markup = _markup(reader, stored, place)
    body = page(
        request, "archived.html", payload=payload, content=sanitised(markup) if markup else ""
    )
    body.headers["Content-Security-Policy"] = POLICY
    body.headers["X-Frame-Options"] = "SAMEORIGIN"
    body.headers["X-Robots-Tag"] = "noindex"
    return body


def _markup(reader: Reader, stored: StoredRecord, place: Place | None) -> str | None:
    said = Message()
    said["Content-Type"] = _header(stored, "content-type") or "text/html"
    return reader.markup(stored.payload, said.get_content_charset() or "", place)


@router.get("/archive/{digest}/download", name="download")
def download(session: OpenSession, archive: OpenArchive, digest: Digest) -> Response:
    """The archived bytes as they came, held against their digest, as a file to keep."""
    payload, stored = _stored(session, archive, digest)
    given = given_as(medium_of(session, payload))
    name = _file_name(payload, given.ending)
    return Response(
        stored.payload,
        media_type=given.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "public, max-age=31536000, immutable",
            "ETag": f'"{digest}"',
            "X-Robots-Tag": "noindex",
        },
    )


def _stored(
    session: Session, archive: WarcStore, digest: str
) -> tuple[PayloadRecord, StoredRecord]:
    payload = queries.payload(session, digest)
    if payload is None:
        raise NotThere("failure.no_document")
    return payload, archive.read(payload.location)


def _header(stored: StoredRecord, name: str) -> str:
    return next((value for key, value in stored.headers if key.lower() == name), "")


def _file_name(payload: PayloadRecord, ending: str) -> str:
    """The name at the end of the address, and the ending of what the bytes are."""
    last = urlsplit(payload.url).path.rstrip("/").rpartition("/")[2]
    stem, _, own = last.rpartition(".")
    return f"{(stem or own or payload.digest[:12])[:80]}.{ending or own[:5]}"
