"""Builds the bytes of WARC records (ISO 28500, version 1.1)."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import platform
from http import HTTPStatus
from importlib import metadata
from io import BytesIO
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage.records import Exchange, Note

WARC_VERSION = "WARC/1.1"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

# The body is kept decoded, so what these say of the wire is no longer true of it.
OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
ORIGINAL_PREFIX = "X-Archive-Orig-"

# Fields of our own, by which the database can be made again (ISO 28500 allows for such).
CRAWL = "Nianbao-Crawl"
TRANSPORT = "Nianbao-Transport"
NOTE = "Nianbao-Note"
_ASCII = "".join(map(chr, range(128)))


class Original(NamedTuple):
    """The response record that a revisit refers to; ``digest`` is of its payload, in hex."""

    url: str
    fetched_at: dt.datetime
    record_id: str
    digest: str


class Members(NamedTuple):
    """The gzip members of an exchange, ready to be appended, and the id of the first record."""

    data: bytes
    record_id: str


def hex_digest(payload: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(payload).hexdigest()


def warc_digest(digest: str) -> str:
    """A SHA-256 in hex, as a WARC header has it."""
    return "sha256:" + base64.b32encode(bytes.fromhex(digest)).decode()


def warcinfo(file: str, record_id: str = "", date: dt.datetime | None = None) -> bytes:
    """The record a file begins with: which program wrote it, on which machine.

    Its id is a new one and its date the present, unless they are given.
    """
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version=WARC_VERSION)
    fields = {
        "software": f"{_software('nianbao')} {_software('warcio')}",
        "hostname": platform.node(),
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    }
    record = writer.create_warcinfo_record(file, fields)
    if record_id:
        record.rec_headers.replace_header("WARC-Record-ID", record_id)
    if date is not None:
        record.rec_headers.replace_header("WARC-Date", _date(date))
    writer.write_record(record)
    return buffer.getvalue()


def exchange_records(
    exchange: Exchange, revisit_of: Original | None, crawl_id: int | None = None
) -> Members:
    """The response (or revisit) record of an exchange, then its request, concurrent to it."""
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version=WARC_VERSION)
    answer = _answer(writer, exchange, revisit_of)
    if crawl_id is not None:
        answer.rec_headers.add_header(CRAWL, str(crawl_id))
    if exchange.transport is not None:
        answer.rec_headers.add_header(TRANSPORT, _one_line(exchange.transport))
    record_id = str(answer.rec_headers.get_header("WARC-Record-ID"))
    writer.write_request_response_pair(_request(writer, exchange), answer)
    return Members(buffer.getvalue(), record_id)


def note_record(note: Note) -> bytes:
    """The metadata record of a note, whose payload is its content as JSON."""
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version=WARC_VERSION)
    payload = json.dumps(note.content, ensure_ascii=False, separators=(",", ":")).encode()
    named = {
        "WARC-Date": _date(note.at),
        "WARC-Payload-Digest": warc_digest(hex_digest(payload)),
        NOTE: note.kind,
    }
    if note.crawl_id is not None:
        named[CRAWL] = str(note.crawl_id)
    record = writer.create_warc_record(
        note.about,
        "metadata",
        payload=BytesIO(payload),
        length=len(payload),
        warc_content_type="application/json",
        warc_headers_dict=named,
    )
    writer.write_record(record)
    return buffer.getvalue()


def _software(package: str) -> str:
    try:
        return f"{package}/{metadata.version(package)}"
    except metadata.PackageNotFoundError:  # run from its source folder, not installed
        return package


def _answer(writer: WARCWriter, exchange: Exchange, original: Original | None) -> ArcWarcRecord:
    digest = original.digest if original else hex_digest(exchange.body)
    named = {
        "WARC-Date": _date(exchange.fetched_at),
        "WARC-Payload-Digest": warc_digest(digest),
    }
    if original is not None:
        not_modified = exchange.status == HTTPStatus.NOT_MODIFIED
        named |= {
            "WARC-Profile": NOT_MODIFIED if not_modified else IDENTICAL,
            "WARC-Refers-To": original.record_id,
            "WARC-Refers-To-Target-URI": original.url,
            "WARC-Refers-To-Date": _date(original.fetched_at),
        }
    return writer.create_warc_record(
        exchange.url,
        "revisit" if original else "response",
        payload=None if original else BytesIO(exchange.body),
        length=0 if original else len(exchange.body),
        warc_headers_dict=named,
        http_headers=_answer_headers(exchange),
    )


def _answer_headers(exchange: Exchange) -> StatusAndHeaders:
    headers = [
        (ORIGINAL_PREFIX + name if name.lower() in OF_THE_WIRE else name, _one_line(value))
        for name, value in exchange.headers
    ]
    headers.append(("Content-Length", str(len(exchange.body))))
    return StatusAndHeaders(
        f"{exchange.status} {_phrase(exchange.status)}".strip(),
        headers,
        protocol=exchange.http_version,
    )


def _request(writer: WARCWriter, exchange: Exchange) -> ArcWarcRecord:
    parts = urlsplit(exchange.url)
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        "?" + quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]{}|^") if parts.query else ""
    )
    headers = [(name, _one_line(value)) for name, value in exchange.request_headers]
    if not any(name.lower() == "host" for name, _ in headers):
        headers.insert(0, ("Host", parts.netloc))
    return writer.create_warc_record(
        exchange.url,
        "request",
        payload=BytesIO(exchange.request_body),
        length=len(exchange.request_body),
        http_headers=StatusAndHeaders(
            f"{exchange.method} {target} {exchange.http_version}", headers, is_http_request=True
        ),
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:  # 412-style codes of firewalls go up to 999
        return ""


def _one_line(value: str) -> str:
    """A header value in a line of ASCII: warcio encodes parameters only, and fails at the rest."""
    return quote(" ".join(value.splitlines()), safe=_ASCII, errors="replace")


def _date(time: dt.datetime) -> str:
    return time.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
