"""A real report, made with WPS: its tables run over pages and its head is set vertically."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.extract.pdf import extract_pdf
from pipelines.report.read import read_report

FOLDER = Path(__file__).parents[4] / "shared" / "corpus" / "reports"


@pytest.mark.skipif(not FOLDER.exists(), reason="the corpus of real documents is not here")
def test_every_figure_of_a_real_report() -> None:
    gold = json.loads((FOLDER / "hongze_2024.gold.json").read_text(encoding="utf-8"))
    reading = read_report(extract_pdf((FOLDER / "hongze_2024.pdf").read_bytes()))
    found = {
        key: {"value": figure.value, "state": str(figure.state)}
        for key, figure in reading.figures.items()
        if key in gold["figures"]
    }
    assert found == gold["figures"]
