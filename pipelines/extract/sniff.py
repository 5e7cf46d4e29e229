"""What bytes are, told from the bytes: names and declared types of attachments are often wrong."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from storage.vocabulary import Medium

HEAD: Final = 4096
OLE2: Final = bytes.fromhex("d0cf11e0a1b11ae1")

# Directory entries of a compound file, in the order of trust: WPS Office writes a Word stream too.
OLE2_STREAMS: Final = (
    ("EncryptedPackage", Medium.DOCX),  # a DOCX or XLSX under a password
    ("WpsContent", Medium.WPS),
    ("MatOST", Medium.WPS),  # Microsoft Works
    ("WordDocument", Medium.DOC),
    ("Workbook", Medium.XLS),
    ("Book", Medium.XLS),
)
ZIP_MEMBERS: Final = (
    ("OFD.xml", Medium.OFD),
    ("word/document.xml", Medium.DOCX),
    ("xl/workbook.xml", Medium.XLSX),
    ("ppt/presentation.xml", Medium.UNKNOWN),
)
PICTURES: Final = (
    re.compile(rb"\x89PNG\r\n\x1a\n"),
    re.compile(rb"\xff\xd8\xff"),
    re.compile(rb"GIF8[79]a"),
    re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL),
    re.compile(rb"II\*\0|MM\0\*"),
    re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
)
HTML_TAG: Final = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|script|span|style|br)\b", re.I
)
WORD_XML: Final = re.compile(r"<(?:\w+:)?wordDocument\b|<pkg:package\b|progid=\"Word\.Document\"")


def sniff(body: bytes) -> Medium:
    """The medium of a document, ``Medium.UNKNOWN`` where it is none we know.

    MHTML and HTML under any other name are ``HTML``; Word's own XML and OpenDocument text are
    ``DOC``, since the same converter reads them.
    """
    if body.startswith(OLE2):
        return _compound(body)
    if body.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(body)
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return Medium.RTF
    if any(picture.match(body) for picture in PICTURES):
        return Medium.IMAGE
    # ISO 32000-1 Annex H.3.4.1: readers accept the header anywhere in the first 1024 bytes.
    if re.search(rb"%PDF-\d", body[:1024]) and re.search(rb"\bobj\b|startxref", body):
        return Medium.PDF
    return _text(body)


def is_mhtml(body: bytes) -> bool:
    """Whether the bytes are a web archive, as Word saves with the ending .doc or .mht."""
    head = body[:HEAD].lower()
    return b"mime-version:" in head and b"multipart/related" in head


def _compound(body: bytes) -> Medium:
    for name, medium in OLE2_STREAMS:
        entry = name.encode("utf-16-le") + b"\0\0"
        # Directory entries are 128 bytes long and begin on multiples of 128 (MS-CFB 2.6.1).
        at = body.find(entry)
        while at >= 0:
            if at % 128 == 0:
                return medium
            at = body.find(entry, at + 1)
    return Medium.UNKNOWN


def _zip(body: bytes) -> Medium:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = frozenset(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                kind = archive.read("mimetype")
                return Medium.DOC if kind.endswith(b"opendocument.text") else Medium.UNKNOWN
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError):
        # Truncated: the directory at the end is gone, the names before each member are not.
        names = frozenset(name for name, _ in ZIP_MEMBERS if name.encode() in body)
    return next((medium for name, medium in ZIP_MEMBERS if name in names), Medium.ZIP)


def _text(body: bytes) -> Medium:
    head = _decoded(body[:HEAD])
    if head is None or not head.strip():
        return Medium.UNKNOWN
    start = head.lstrip("\ufeff \t\r\n")
    if WORD_XML.search(head):
        return Medium.DOC
    if is_mhtml(body) or HTML_TAG.search(head):
        return Medium.HTML
    if start.startswith(("<?xml", "<")):
        return Medium.XML
    if start[0] in "{[" and body.rstrip()[-1:] in (b"}", b"]"):
        return Medium.JSON
    return Medium.TEXT


def _decoded(head: bytes) -> str | None:
    """The head as text; None where it is binary. Cut characters at its end are forgiven."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    if b"\0" in head or sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head) > 2:
        return None
    for charset in ("utf-8", "gb18030", "big5"):
        text = head.decode(charset, "replace")
        if text.count("\ufffd") <= max(2, len(text) // 100):
            return text
    return None
