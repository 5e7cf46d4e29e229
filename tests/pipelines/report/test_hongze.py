from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.extract.dispatch import extract
from pipelines.report.judgement import judge

REPORTS = Path(__file__).parents[4] / "shared" / "corpus" / "reports"


def test_a_real_pdf_cell_by_cell() -> None:
    path = REPORTS / "hongze_2024.pdf"
    if not path.exists():
        pytest.skip(f"the real report is not at {path}")
    gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))["figures"]
    judgement = judge(extract(path.read_bytes(), path.as_uri()))
    figures = judgement.reading.figures
    assert {key: (f.value, f.state.value) for key, f in figures.items()} == {
        key: (cell["value"], cell["state"]) for key, cell in gold.items()
    }
    assert judgement.reading.form == "ogi_2021"
    # 其他处理 is printed as the one row of the form before: the only thing wrong in it
    assert [finding.rule for finding in judgement.findings] == ["R18_tables"]
