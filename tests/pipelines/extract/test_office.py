"""LibreOffice as a program on the path: what it leaves behind is what counts."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.extract.dispatch import extract
from pipelines.extract.limits import DEFAULT
from pipelines.extract.office import extract_office
from pipelines.extract.sniff import sniff
from pipelines.report.form import load_form, sections
from pipelines.report.read import read_report
from storage.errors import DocumentDamaged, DocumentError, DocumentTooLarge, ReaderMissing
from storage.vocabulary import Medium
from tests.pipelines.extract.drawn.word import docx, p, tbl, tc, tr
from tests.pipelines.report.printed import Layout, page


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole search path, with a program soffice to be written into it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder: Path, script: str) -> None:
    (folder / "soffice").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "soffice").chmod(0o755)


def test_without_libreoffice_the_message_says_what_to_install(path: Path) -> None:
    with pytest.raises(ReaderMissing, match="install libreoffice-writer"):
        extract_office(b"\xd0\xcf", Medium.DOC)


def test_what_it_writes_is_read_and_stays_a_doc(path: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(docx(p("一、总体情况") + tbl(tr(tc("规章"), tc("3")))))
    program(path, f'for last; do :; done; /bin/cp {made} "${{last%.doc}}.docx"')
    extracted = extract_office(b"\xd0\xcf", Medium.DOC)
    assert extracted.medium is Medium.DOC
    assert [cell.text for cell in extracted.grids[0]] == ["规章", "3"]


def test_success_without_a_file_is_a_failure(path: Path) -> None:
    program(path, "exit 0")
    with pytest.raises(DocumentDamaged, match="could not read it"):
        extract_office(b"{\\rtf1", Medium.RTF)


def test_something_else_than_was_asked_for_is_a_failure(path: Path) -> None:
    program(path, 'for last; do :; done; echo none > "${last%.wps}.docx"')
    with pytest.raises(DocumentDamaged, match="something else"):
        extract_office(b"\xd0\xcf", Medium.WPS)


def test_a_conversion_that_hangs_is_ended(path: Path) -> None:
    program(path, "/bin/sleep 60")
    with pytest.raises(DocumentTooLarge, match="longer than"):
        extract_office(b"\xd0\xcf", Medium.XLS, replace(DEFAULT, seconds=0.5))


WRITTEN_AS = {  # the import filter decides between a text and a sheet
    Medium.DOC: ("HTML (StarWriter)", "doc:MS Word 97"),
    Medium.RTF: ("HTML (StarWriter)", "rtf:Rich Text Format"),
    Medium.XLS: ("HTML (StarCalc)", "xls:MS Excel 97"),
}
CELLS = {key: str(number % 97) for number, key in enumerate(load_form("ogi_2021").keys)}


def written(folder: Path, medium: Medium) -> bytes:
    """A report as LibreOffice itself saves it in an old format."""
    source = folder / "report.html"
    source.write_bytes(page("ogi_2021", CELLS, Layout(word=True)))
    into, kind = WRITTEN_AS[medium]
    profile = f"-env:UserInstallation=file://{folder}/profile"
    how = ["soffice", "--headless", profile, f"--infilter={into}", "--convert-to", kind]
    subprocess.run([*how, "--outdir", folder, source], check=True, capture_output=True, timeout=120)
    return (folder / f"report.{medium}").read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("medium", WRITTEN_AS)
def test_every_figure_of_a_real_file(medium: Medium, tmp_path: Path) -> None:
    body = written(tmp_path, medium)
    assert sniff(body) is medium
    reading = read_report(extract(body, "report"))
    assert {key: figure.raw for key, figure in reading.figures.items()} == CELLS
    assert [section.key for section in reading.sections] == [s.key for s in sections()]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_half_a_word_file_is_refused_or_not_guessed_from(tmp_path: Path) -> None:
    body = written(tmp_path, Medium.DOC)
    try:
        figures = read_report(extract(body[: len(body) // 2], "report")).figures
    except DocumentError:
        return
    assert {key: f.raw for key, f in figures.items()}.items() <= CELLS.items()
