from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.report.form import FORMS, FormKey, load_form, request_rows, sections

FACTS = Path(__file__).parents[4] / "shared" / "domain" / "formats.yaml"


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    if not FACTS.exists():
        pytest.skip(f"the facts of the domain are not at {FACTS}")
    loaded: dict[str, Any] = yaml.safe_load(FACTS.read_text(encoding="utf-8"))
    return loaded


def test_numeric_cells() -> None:
    assert {key: len(load_form(key).keys) for key in FORMS} == {
        "ogi_2019": 198,
        "ogi_2021": 200,
        "stats_2014": 58,
    }


@pytest.mark.parametrize("key", ["ogi_2019", "ogi_2021"])
def test_small_tables_are_those_of_the_facts(key: FormKey, facts: dict[str, Any]) -> None:
    form = load_form(key)
    for table in facts["forms"][key]["tables"]:
        if "columns" in table:
            ours = form.table(table["id"])
            assert [c.key for c in ours.columns] == [c["key"] for c in table["columns"]]
            assert [r.key for r in ours.rows] == [r["key"] for r in table["rows"]]
            assert [c.label for c in ours.columns] == [c["label"] for c in table["columns"]]
        elif table["id"] == "t3":
            assert [r.key for r in form.table("t3").rows] == table["rows"]


def test_labels_of_the_large_tables_are_those_of_the_facts(facts: dict[str, Any]) -> None:
    words = facts["vocabulary"]
    assert {r.key: r.label for r in request_rows()} == {
        row["key"]: row["label"] for row in words["request_rows"]
    }
    form = load_form("ogi_2021")
    for table, part, name in (
        ("t3", "columns", "applicant_columns"),
        ("t4", "rows", "case_blocks"),
    ):
        ours = getattr(form.table(table), part)
        assert [(e.key, e.label) for e in ours] == [(e["key"], e["label"]) for e in words[name]]


def test_indicators_and_sections_are_those_of_the_facts(facts: dict[str, Any]) -> None:
    ours = [(row.key, row.label) for row in load_form("stats_2014").table("stats").rows]
    assert ours == [(row["key"], row["label"]) for row in facts["forms"]["stats_2014"]["rows"]]
    assert [s.key for s in sections()] == facts["forms"]["ogi_2021"]["sections"]


def test_each_report_year_has_one_form() -> None:
    by_year = {
        year: [key for key in FORMS if load_form(key).is_for(year)] for year in range(2013, 2027)
    }
    assert by_year[2013] == []
    assert all(len(forms) == 1 for year, forms in by_year.items() if year > 2013)
