"""The statutory forms as data: tables, rows, columns and the words printed on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, cast

import yaml

FormKey = Literal["ogi_2019", "ogi_2021", "stats_2014"]
CellKind = Literal["integer", "signed_integer", "decimal", "money"]
FORMS: tuple[FormKey, ...] = ("ogi_2019", "ogi_2021", "stats_2014")
_FOLDER = Path(__file__).parent / "forms"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row, column, block, group or section of a form, and the words it is known by.

    ``group`` is the header above a column or the key of the group of a row; ``heading`` rows hold
    no number.
    """

    key: str
    label: str
    number: str = ""
    group: str = ""
    variants: tuple[str, ...] = ()
    kind: CellKind = "integer"
    unit: str = ""
    only: str = ""
    heading: bool = False

    @property
    def wordings(self) -> tuple[str, ...]:
        """The label of the form first, then the wordings met elsewhere."""
        return (self.label, *self.variants)


@dataclass(frozen=True)
class Table:
    """A table of a form; a figure's key is ``table.row.column``."""

    id: str
    caption: str
    columns: tuple[Entry, ...]
    rows: tuple[Entry, ...]

    @cached_property
    def data_rows(self) -> tuple[Entry, ...]:
        """The rows that hold numbers."""
        return tuple(row for row in self.rows if not row.heading)

    def key(self, row: str, column: str) -> str:
        """The key of a cell."""
        return f"{self.id}.{row}.{column}"

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Every cell, in the order of the printed form."""
        return tuple(self.key(r.key, c.key) for r in self.data_rows for c in self.columns)


@dataclass(frozen=True)
class Form:
    """One statutory form: who ordered it, for which report years, and its tables."""

    key: FormKey
    authority: str
    report_years: tuple[int, int | None]
    marks: tuple[str, ...]
    tables: tuple[Table, ...]
    sections: tuple[Entry, ...]

    def table(self, table_id: str) -> Table:
        """The table of an id such as ``t3``."""
        return next(table for table in self.tables if table.id == table_id)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Every numeric cell of the form."""
        return tuple(key for table in self.tables for key in table.keys)

    def is_for(self, year: int) -> bool:
        """Whether the form was to be used for a report year."""
        first, last = self.report_years
        return first <= year and (last is None or year <= last)


@cache
def load_form(key: FormKey) -> Form:
    """A form from its file in ``forms/``."""
    data = _load(key)
    tables = [_table(table) for table in data["tables"]]
    if key != "stats_2014":
        tables += [_requests(key), _cases()]
    first, last = data["report_years"]
    return Form(
        key=key,
        authority=data["authority"],
        report_years=(first, last),
        marks=tuple(data["marks"]),
        tables=tuple(tables),
        sections=sections() if key != "stats_2014" else (),
    )


@cache
def sections() -> tuple[Entry, ...]:
    """The six sections of the forms since 2019."""
    return _entries(_load("ogi")["sections"])


@cache
def request_groups() -> tuple[Entry, ...]:
    """The outcome groups of table 3, such as 不予公开: headers beside the rows, without numbers."""
    return _entries(_load("ogi")["request_groups"])


@cache
def request_rows() -> tuple[Entry, ...]:
    """Every row of table 3 on either form, in printed order: hybrids of both are published."""
    return _entries(_load("ogi")["requests"])


@cache
def _load(name: str) -> dict[str, Any]:
    data = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return cast("dict[str, Any]", data)


def _entries(rows: list[dict[str, Any]]) -> tuple[Entry, ...]:
    return tuple(Entry(**{**row, "variants": tuple(row.get("variants", ()))}) for row in rows)


def _table(data: dict[str, Any]) -> Table:
    return Table(data["id"], data["caption"], _entries(data["columns"]), _entries(data["rows"]))


def _requests(form: FormKey) -> Table:
    rows = tuple(row for row in request_rows() if row.only in ("", form))
    caption = "收到和处理政府信息公开申请情况"
    return Table("t3", caption, _entries(_load("ogi")["applicants"]), rows)


def _cases() -> Table:
    data = _load("ogi")
    caption = "政府信息公开行政复议、行政诉讼情况"
    return Table("t4", caption, _entries(data["case_columns"]), _entries(data["case_blocks"]))
