"""Zip attachments: the report among the files inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final
from zipfile import ZipInfo

from pipelines.extract.charset import decode
from pipelines.extract.html import extract_html
from pipelines.extract.limits import DEFAULT, Limits
from pipelines.extract.package import Package
from pipelines.extract.sniff import sniff
from pipelines.extract.text import extract_text
from pipelines.items import Extracted, Paragraph
from storage.errors import DocumentError, NotADocument
from storage.vocabulary import Medium

UTF8_NAME: Final = 0x800  # general purpose flag of a zip member, APPNOTE 4.4.4
SUBJECT: Final = re.compile("信息公开|政务公开")
REPORT: Final = re.compile("年度?(?:工作)?报告|年报")
MOST_READ: Final = 40  # documents read; a bundle of a whole county has one for each agency
UNREADABLE: Final = frozenset({Medium.UNKNOWN, Medium.JSON, Medium.XML, Medium.ZIP})


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a zip attachment: its name as its maker saw it, and what its bytes are."""

    name: str
    body: bytes
    medium: Medium


def members(body: bytes, limits: Limits = DEFAULT) -> Iterator[Member]:
    """The documents in a zip file; archives inside it are not opened.

    Raises:
        DocumentDamaged: broken, or under a password.
        DocumentTooLarge: over the limits in members or bytes.
    """
    package = Package(body, limits)
    for info in package.infos:
        name = member_name(info)
        if name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith("."):
            continue
        data = package.read(info.filename)
        medium = sniff(data)
        if medium not in UNREADABLE:
            yield Member(name, data, medium)


def member_name(info: ZipInfo) -> str:
    """The name of a member; Windows programs write Chinese ones in GBK without saying so."""
    if info.flag_bits & UTF8_NAME:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for charset in ("utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return info.filename


def extract_bundle(body: bytes, url: str, limits: Limits = DEFAULT) -> Extracted:
    """The document of a zip file that is most like a report.

    Raises:
        NotADocument: no document inside can be read.
        DocumentDamaged, DocumentTooLarge: as ``members``.
    """
    found: list[tuple[tuple[int, int], Member, Extracted]] = []
    refused: list[str] = []
    for member in members(body, limits):
        if len(found) == MOST_READ:
            refused.append(f"only {MOST_READ} documents of the archive were read")
            break
        try:
            extracted = _read(member, url, limits)
        except DocumentError as error:
            refused.append(f"{member.name}: {error}")
            continue
        found.append((_likeness(member, extracted), member, extracted))
    if not found:
        reason = "; ".join(refused) or "no document inside"
        raise NotADocument(f"zip archive: {reason}")
    likeness, member, extracted = max(found, key=lambda candidate: candidate[0])
    alike = sum(other == likeness for other, _, _ in found)
    doubts = [*extracted.doubts, *refused, f"the archive's member {member.name}"]
    if alike > 1:
        doubts.append(f"{alike} members of the archive are as much like a report")
    return replace(extracted, medium=Medium.ZIP, doubts=tuple(doubts))


def _read(member: Member, url: str, limits: Limits) -> Extracted:
    from pipelines.extract.readers import read_here  # which reads bundles, too

    if member.medium is Medium.HTML:
        return extract_html(member.body, url)
    if member.medium is Medium.TEXT:
        return extract_text(decode(member.body)[0])
    return read_here(member.body, member.medium, url, limits)


def _likeness(member: Member, extracted: Extracted) -> tuple[int, int]:
    """How much a document is like a report: by its words first, then by its tables' cells."""
    text = "".join(b.text for b in extracted.blocks if isinstance(b, Paragraph))
    words = sum(
        pattern.search(where) is not None
        for pattern in (SUBJECT, REPORT)
        for where in (member.name, text)
    )
    return words, sum(len(grid.cells) for grid in extracted.grids)
