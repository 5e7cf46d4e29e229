"""The medium is told from the bytes, whatever the file is called."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipelines.extract.sniff import OLE2, sniff
from storage.vocabulary import Medium


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return buffer.getvalue()


def compound(*streams: str) -> bytes:
    """A compound file's header and a directory sector that names these streams."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return OLE2.ljust(512, b"\0") + entries


@pytest.mark.parametrize(
    ("body", "medium"),
    [
        (b"%PDF-1.7\n1 0 obj\nendobj", Medium.PDF),
        (b"\r\n<!-- served by 7 -->\n%PDF-1.4\n1 0 obj\nendobj startxref", Medium.PDF),
        (compound("Root Entry", "WordDocument"), Medium.DOC),
        (compound("Root Entry", "Workbook"), Medium.XLS),
        (compound("Root Entry", "WordDocument", "WpsContent"), Medium.WPS),
        (compound("Root Entry", "EncryptedPackage"), Medium.DOCX),
        (compound("Root Entry"), Medium.UNKNOWN),
        (zipped(word__document_dot_xml=b"<a/>"), Medium.DOCX),
        (zipped(word__document_dot_xml=b"<a/>" * 30)[:-30], Medium.DOCX),
        (zipped(xl__workbook_dot_xml=b"<a/>"), Medium.XLSX),
        (zipped(OFD_dot_xml=b"<a/>"), Medium.OFD),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), Medium.DOC),
        (zipped(a_dot_pdf=b"x"), Medium.ZIP),
        (b"{\\rtf1\\ansi", Medium.RTF),
        (b"\x89PNG\r\n\x1a\n....", Medium.IMAGE),
        (b"\xff\xd8\xff\xe0", Medium.IMAGE),
        (b"GIF89a", Medium.IMAGE),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x", Medium.HTML),
        ("<!DOCTYPE html><title>年报</title>".encode("gb18030"), Medium.HTML),
        ("﻿\n<p>二、主动公开</p>".encode(), Medium.HTML),
        (b'<?xml version="1.0"?><datastore/>', Medium.XML),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:p/>', Medium.DOC),
        (b'{"total": 3}', Medium.JSON),
        ("政府信息公开工作年度报告".encode("gb18030"), Medium.TEXT),
        (b"\x00\x01\x02\x03" * 9, Medium.UNKNOWN),
        (b"   \n", Medium.UNKNOWN),
        (b"", Medium.UNKNOWN),
    ],
)
def test_medium_is_told_from_the_bytes(body: bytes, medium: Medium) -> None:
    assert sniff(body) is medium


def test_a_stream_name_inside_the_text_is_no_directory_entry() -> None:
    body = compound("Root Entry") + b"\0" * 7 + "WordDocument".encode("utf-16-le") + b"\0\0"
    assert sniff(body) is Medium.UNKNOWN
