"""Documents read in child processes."""

from __future__ import annotations

import multiprocessing

from pipelines.extract.sandbox import extract_in_child
from storage.vocabulary import Medium
from tests.pipelines.extract.drawn.word import docx, p

SECONDS = 60.0


def _read_one() -> None:
    body = docx(p("甲县2025年政府信息公开工作年度报告"))
    assert extract_in_child(body, Medium.DOCX, "report.docx").blocks


def test_a_worker_that_read_a_document_ends() -> None:
    """It has children of its own then, and a process that waits for them first never ends."""
    worker = multiprocessing.get_context("forkserver").Process(target=_read_one)
    worker.start()
    worker.join(SECONDS)
    code = worker.exitcode
    worker.kill()
    assert code == 0
