"""DOC, WPS, RTF and XLS by way of LibreOffice, which turns them into DOCX and XLSX."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from pipelines.extract.docx import extract_docx
from pipelines.extract.limits import DEFAULT, Limits
from pipelines.extract.sniff import sniff
from pipelines.extract.xlsx import extract_xlsx
from pipelines.items import Extracted
from storage.errors import DocumentDamaged, DocumentTooLarge, ReaderMissing
from storage.vocabulary import Medium

PROGRAMS: Final = ("soffice", "libreoffice")
SHARE: Final = 0.8  # of the document's time for the conversion; the rest is for reading


def extract_office(body: bytes, medium: Medium, limits: Limits = DEFAULT) -> Extracted:
    """The paragraphs and tables of a document that only an office suite reads.

    Raises:
        ReaderMissing: LibreOffice is not installed.
        DocumentDamaged: LibreOffice made nothing of it.
        DocumentTooLarge: LibreOffice took longer than the limits allow.
    """
    if medium is Medium.XLS:
        made = extract_xlsx(converted(body, ".xls", Medium.XLSX, limits), limits)
    else:
        made = extract_docx(converted(body, f".{medium}", Medium.DOCX, limits), limits)
    return replace(made, medium=medium)


def converted(body: bytes, suffix: str, wanted: Medium, limits: Limits = DEFAULT) -> bytes:
    """A document as LibreOffice saves it in a newer format.

    Args:
        body: the document.
        suffix: that it should have, with the dot.
        wanted: DOCX or XLSX.
        limits: whose time is kept.

    Raises:
        ReaderMissing, DocumentDamaged, DocumentTooLarge: as ``extract_office``.
    """
    program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if program is None:
        raise ReaderMissing(
            f"a {suffix[1:]} file needs LibreOffice: install libreoffice-writer and "
            "libreoffice-calc, then run 'nianbao process' again"
        )
    with tempfile.TemporaryDirectory(prefix="nianbao-office-") as folder:
        source = Path(folder, f"document{suffix}")
        source.write_bytes(body)
        _run(program, source, wanted, limits.seconds * SHARE)
        made = source.with_suffix(f".{wanted}")
        # LibreOffice exits with 0 after a failure too; only the file says what happened.
        if not made.exists():
            raise DocumentDamaged(f"{suffix[1:]} file: LibreOffice could not read it")
        result = made.read_bytes()
    if sniff(result) is not wanted:
        raise DocumentDamaged(f"{suffix[1:]} file: LibreOffice wrote something else than {wanted}")
    return result


def _run(program: str, source: Path, wanted: Medium, seconds: float) -> None:
    """One conversion, with a profile of its own: two runs on one profile wait for each other."""
    process = subprocess.Popen(  # noqa: S603 - the program is found on the path, the input a file
        [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation=file://{source.parent}/profile",
            "--convert-to",
            str(wanted),
            "--outdir",
            str(source.parent),
            str(source),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise DocumentTooLarge(
            f"{source.suffix[1:]} file: LibreOffice took longer than {seconds:g} s"
        ) from error
    finally:
        # soffice is a starter: the program that works is its child.
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
