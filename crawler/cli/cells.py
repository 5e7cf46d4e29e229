"""One cell of the form, for people and for programs."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from pipelines.report.form import FORMS, load_form, request_rows
from storage.records import FigureRecord


def cell_name(form: str, key: str) -> str:
    """A cell in the words of its form, with its key: 予以公开 · 自然人 (t3.outcome_granted…)."""
    label = _label(form, key)
    return key if label == key else f"{label} ({key})"


def _label(form: str, key: str) -> str:
    """A cell in the words of its form; its key where the form or the table is not known."""
    table_id, row_key, column_key = key.split(".")
    known = next((name for name in FORMS if name == form), None)
    if known is None:
        return key
    table = next((table for table in load_form(known).tables if table.id == table_id), None)
    if table is None:
        return key
    rows = {row.key: row.label for row in (*request_rows(), *table.rows)}
    columns = {column.key: column.label for column in table.columns}
    labels = [rows.get(row_key, row_key), columns.get(column_key, column_key)]
    return " · ".join(label.partition("（")[0] or label for label in labels)


def cell_names() -> dict[str, str]:
    """The labels of every cell of every form, by its key; those of the newest form that has it."""
    forms = [load_form(name) for name in ("stats_2014", "ogi_2019", "ogi_2021")]
    return {key: _label(form.key, key) for form in forms for key in form.keys}


def cell_text(figure: FigureRecord | None) -> Text:
    """What a cell prints; 缺 where it is not there, 空 where nothing stands in it."""
    if figure is None:
        return Text("缺", style="red")
    return Text(figure.raw.strip() or "空")


def cell_json(figure: FigureRecord | None) -> dict[str, Any] | None:
    """A cell with what is printed, its value and its state; None where it is not there."""
    if figure is None:
        return None
    return {"raw": figure.raw, "value": figure.value, "state": figure.state}
