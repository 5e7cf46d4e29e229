"""A statement as text, as HTML and as JSON: the readable files of an evidence bundle."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from lxml import etree
from lxml.html import builder as html

from pipelines.coverage.dossier import Dossier
from pipelines.coverage.statement import Part, Statement, moment
from storage.export import coverage_line
from storage.records import CaptureRecord

_STYLE = (
    "body { font-family: sans-serif; max-width: 60em; margin: 2em auto }"
    "td, th { padding: .2em .6em; text-align: left; vertical-align: top }"
    "code { word-break: break-all }"
)
_HEADINGS = ("时间（中国）", "状态码", "网址", "SHA-256", "本包中的偏移", "存档文件")


def bundle_pages(
    dossier: Dossier, statement: Statement, offsets: Mapping[int, int]
) -> dict[str, bytes]:
    """The readable files by name; ``offsets`` says where in the WARC file each capture begins."""
    lines = "\n".join(text_lines(statement)) + "\n"
    index = json.dumps(_index(dossier, statement, offsets), ensure_ascii=False, indent=1)
    return {
        "README.txt": files("pipelines.coverage").joinpath("bundle.txt").read_bytes(),
        "statement.txt": lines.encode(),
        "index.html": _page(statement, offsets),
        "index.json": f"{index}\n".encode(),
    }


def text_lines(statement: Statement) -> Iterator[str]:
    """The statement as lines of text, the archived answers by their place in the archive."""
    yield statement.title
    for part in statement.parts:
        yield ""
        yield f"【{part.heading}】"
        yield from part.lines
        for capture in part.captures:
            how = f"  {capture.transport}" if capture.transport else ""
            yield f"  存档：{moment(capture.fetched_at)}（中国时间）  状态码 {capture.status}{how}"
            yield f"    {capture.url}"
            yield f"    SHA-256 {capture.digest}"
            yield f"    {capture.warc_file} 偏移 {capture.warc_offset}（{capture.record_type}）"


def _index(dossier: Dossier, statement: Statement, offsets: Mapping[int, int]) -> dict[str, Any]:
    return {
        "title": statement.title,
        "as_of": dossier.as_of.isoformat(),
        "agency": dossier.agency.name,
        "coverage": coverage_line(dossier.judged),
        "statement": [{"heading": p.heading, "lines": list(p.lines)} for p in statement.parts],
        "captures": [_capture(one, offsets[one.id]) for one in dossier.captures],
    }


def _capture(capture: CaptureRecord, offset: int) -> dict[str, Any]:
    return {
        "url": capture.url,
        "fetched_at": capture.fetched_at.isoformat(),
        "status": capture.status,
        "transport": capture.transport,
        "payload_sha256": capture.digest,
        "record_type": capture.record_type,
        "warc_record_id": capture.warc_record_id,
        "offset": offset,
        "archive_file": capture.warc_file,
        "archive_offset": capture.warc_offset,
    }


def _page(statement: Statement, offsets: Mapping[int, int]) -> bytes:
    body = [html.H1(statement.title)]
    for part in statement.parts:
        body += [html.H2(part.heading), *(html.P(line) for line in part.lines)]
        if part.captures:
            body.append(_table(part, offsets))
    body.append(html.P("核对方法见 README.txt。"))
    head = html.HEAD(html.META(charset="utf-8"), html.TITLE(statement.title), html.STYLE(_STYLE))
    page: bytes = etree.tostring(
        html.HTML(head, html.BODY(*body), lang="zh-CN"),
        method="html", encoding="utf-8", doctype="<!DOCTYPE html>",
    )  # fmt: skip
    return page


def _table(part: Part, offsets: Mapping[int, int]) -> Any:
    rows = [html.TR(*(html.TH(heading) for heading in _HEADINGS))]
    for one in part.captures:
        cells = (
            moment(one.fetched_at),
            str(one.status),
            html.CODE(one.url),
            html.CODE(one.digest),
            str(offsets[one.id]),
            html.CODE(f"{one.warc_file} @ {one.warc_offset} ({one.record_type})"),
        )
        rows.append(html.TR(*(html.TD(cell) for cell in cells)))
    return html.TABLE(*rows)
