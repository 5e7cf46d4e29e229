"""Zip packages (DOCX, XLSX, OFD, attachments) and the XML in them, opened without trust."""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import cache
from typing import Final

from lxml import etree

from pipelines.extract.limits import DEFAULT, Limits
from storage.errors import DocumentDamaged, DocumentTooLarge

ENCRYPTED: Final = 0x1  # general purpose flag of a zip member, APPNOTE 4.4.4


class Package:
    """The members of a zip archive, each read no further than the limits allow.

    Args:
        body: the archive.
        limits: most members and most bytes after inflation.

    Raises:
        DocumentDamaged: no readable central directory.
        DocumentTooLarge: more members than allowed.
    """

    def __init__(self, body: bytes, limits: Limits = DEFAULT) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(body))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise DocumentDamaged(f"zip package: {error}; fetch the file again") from error
        self._limits = limits
        self._left = limits.unpacked
        self._members = {
            info.filename: info for info in self._archive.infolist() if not info.is_dir()
        }
        if len(self._archive.infolist()) > limits.members:
            raise DocumentTooLarge(
                f"zip package: {len(self._archive.infolist())} members, {limits.members} allowed"
            )

    @property
    def infos(self) -> tuple[zipfile.ZipInfo, ...]:
        """The directory of the archive without its folders, in its own order."""
        return tuple(self._members.values())

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """The bytes of a member.

        Raises:
            DocumentDamaged: no such member, encrypted, or broken.
            DocumentTooLarge: it inflates beyond the limits, whatever its directory entry says.
        """
        info = self._members.get(name)
        if info is None:
            raise DocumentDamaged(f"zip package: member {name} is missing")
        if info.flag_bits & ENCRYPTED:
            raise DocumentDamaged(f"zip package: member {name} needs a password")
        most = min(self._limits.member, self._left)
        try:
            with self._archive.open(info) as member:
                data = member.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise DocumentDamaged(f"zip package: member {name}: {error}") from error
        if len(data) > most:
            raise DocumentTooLarge(f"zip package: member {name} inflates beyond {most} bytes")
        self._left -= len(data)
        return data


def parse_xml(data: bytes, where: str) -> etree._Element:
    """The root element; entities stay unresolved, nothing is fetched.

    Args:
        data: an XML document.
        where: its name, for the message.

    Raises:
        DocumentDamaged: not well-formed, or deeper and larger than the parser's own limits.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentDamaged(f"{where}: {error}") from error


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for comments and entities."""
    tag = element.tag
    return _without_namespace(tag) if isinstance(tag, str) else ""


@cache
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]
