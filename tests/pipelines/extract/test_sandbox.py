"""Child processes: what a hostile document does to them stays with them."""

from __future__ import annotations

import io
import multiprocessing
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.extract.dispatch import extract
from pipelines.extract.limits import DEFAULT
from pipelines.extract.sandbox import extract_in_child
from storage.errors import DocumentDamaged, DocumentTooLarge, NotADocument
from storage.vocabulary import Medium
from tests.pipelines.extract.drawn.layout import table, words
from tests.pipelines.extract.drawn.pdf import pdf
from tests.pipelines.extract.drawn.tables import REQUESTS, cells_of
from tests.pipelines.extract.drawn.word import docx, p

URL = "http://example.invalid/report"


def test_a_document_comes_back_whole() -> None:
    extracted = extract(pdf(table(REQUESTS)), URL)
    assert extracted.medium is Medium.PDF
    assert cells_of(extracted.grids[0]) == set(REQUESTS)


def test_errors_keep_their_kind_and_name_the_address() -> None:
    with pytest.raises(DocumentTooLarge, match=f"{URL}: PDF: 3 pages"):
        extract(pdf(words("1"), words("2"), words("3")), URL, limits=replace(DEFAULT, pages=2))


def test_a_document_that_takes_too_long_is_given_up_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = tmp_path / "soffice"
    hanging.write_text("#!/bin/sh\nexec /bin/sleep 30\n")
    hanging.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    # A limit of memory of its own gives a pool of its own, which starts with this search path.
    limits = replace(DEFAULT, seconds=2.0, memory=DEFAULT.memory - 4096)
    started = time.monotonic()
    with pytest.raises(DocumentTooLarge, match="longer than"):
        extract_in_child(b"{\\rtf1", Medium.RTF, URL, limits)
    assert time.monotonic() - started < 15
    body = docx(p("一、总体情况"))
    again = extract_in_child(body, Medium.DOCX, URL, replace(limits, seconds=60))
    assert len(again.paragraphs) == 1


def test_a_document_that_computes_too_long_is_given_up_and_the_next_is_read() -> None:
    long = docx(p("政府信息公开") * 300_000)  # seconds of computing
    limits = replace(DEFAULT, cpu_seconds=0.0, memory=DEFAULT.memory - 8192)
    with pytest.raises(DocumentTooLarge, match=f"{URL}: .* 0 s of computing"):
        extract_in_child(long, Medium.DOCX, URL, limits)
    small = extract_in_child(
        docx(p("二、主动公开")), Medium.DOCX, URL, replace(limits, cpu_seconds=60.0)
    )
    assert small.paragraphs[0].text == "二、主动公开"


def test_too_much_memory_is_said_and_the_next_document_is_read() -> None:
    huge = docx(p("政府信息公开" * 160_000) * 30)  # 86 MB of text, 300 KB as a file
    limits = replace(DEFAULT, memory=240 * 2**20)
    with pytest.raises((DocumentTooLarge, DocumentDamaged), match=URL):
        extract_in_child(huge, Medium.DOCX, URL, limits)
    small = extract_in_child(docx(p("二、主动公开")), Medium.DOCX, URL, limits)
    assert small.paragraphs[0].text == "二、主动公开"


@pytest.mark.parametrize("body", [b"\0\1\2", b'{"a": 1}', b"<?xml version='1.0'?><a/>", b""])
def test_bytes_of_no_medium_are_refused(body: bytes) -> None:
    with pytest.raises(NotADocument, match=URL):
        extract(body, URL)


def test_pages_and_texts_need_no_child() -> None:
    page = "<html><body><p>二、主动公开政府信息情况</p></body></html>".encode("gb18030")
    assert extract(page, URL).medium is Medium.HTML
    assert extract("一、总体情况".encode(), URL).medium is Medium.TEXT


def test_a_web_archive_is_read_as_its_page() -> None:
    body = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + "<html><body><p>二、主动公开政府信息情况</p></body></html>".encode()
        + b"\r\n--x--\r\n"
    )
    texts = [paragraph.text for paragraph in extract(body, URL).paragraphs]
    assert "二、主动公开政府信息情况" in texts


def test_a_report_inside_a_zip_attachment() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("年报.docx", docx(p("某县政府信息公开工作年度报告")))
    assert extract(buffer.getvalue(), URL).medium is Medium.ZIP


def test_more_bytes_than_allowed_are_not_looked_at() -> None:
    with pytest.raises(DocumentTooLarge, match="5 bytes, 4 allowed"):
        extract(b"12345", URL, limits=replace(DEFAULT, size=4))


def _read_one() -> None:
    body = docx(p("甲县2025年政府信息公开工作年度报告"))
    assert extract_in_child(body, Medium.DOCX, "report.docx").blocks


def test_a_worker_that_read_a_document_ends() -> None:
    """It has children of its own then, and a process that waits for them first never ends."""
    worker = multiprocessing.get_context("forkserver").Process(target=_read_one)
    worker.start()
    worker.join(60)
    code = worker.exitcode
    worker.kill()
    assert code == 0
