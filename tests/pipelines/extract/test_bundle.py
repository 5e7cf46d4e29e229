"""Zip attachments: which member is the report."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from pipelines.extract.bundle import extract_bundle, member_name, members
from pipelines.extract.limits import DEFAULT
from storage.errors import DocumentTooLarge, NotADocument
from storage.vocabulary import Medium
from tests.pipelines.extract.drawn.word import docx, p, tbl, tc, tr

REPORT = docx(p("某县2024年政府信息公开工作年度报告") + tbl(tr(tc("规章"), tc("3"))))
NOTICE = docx(p("关于报送材料的通知"))


def archive(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    return buffer.getvalue()


def test_the_report_is_found_among_the_members() -> None:
    body = archive(通知=NOTICE, 附件=REPORT, 数据=b'{"a": 1}')
    assert [member.name for member in members(body)] == ["通知", "附件"]
    extracted = extract_bundle(body, "http://example.invalid/a.zip")
    assert extracted.medium is Medium.ZIP
    assert [cell.text for cell in extracted.grids[0]] == ["规章", "3"]
    assert extracted.doubts == ("the archive's member 附件",)


def test_two_reports_alike_are_a_doubt() -> None:
    extracted = extract_bundle(archive(甲=REPORT, 乙=REPORT), "u")
    assert "2 members of the archive are as much like a report" in extracted.doubts


def test_names_that_windows_wrote_in_gbk() -> None:
    info = zipfile.ZipInfo("年报.docx".encode("gb18030").decode("cp437"))
    assert member_name(info) == "年报.docx"


def test_members_that_cannot_be_read_are_named() -> None:
    with pytest.raises(NotADocument, match="坏"):
        extract_bundle(archive(坏=REPORT[:-50]), "u")
    with pytest.raises(NotADocument, match="no document inside"):
        extract_bundle(archive(数据=b'{"a": 1}'), "u")


def test_a_bomb_is_refused() -> None:
    with pytest.raises(DocumentTooLarge):
        extract_bundle(archive(大=b"\0" * 2_000_000), "u", replace(DEFAULT, member=1_000_000))
    with pytest.raises(DocumentTooLarge, match="members"):
        extract_bundle(archive(a=b"1", b=b"2"), "u", replace(DEFAULT, members=1))
