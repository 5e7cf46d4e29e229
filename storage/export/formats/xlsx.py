"""Excel workbooks, by XlsxWriter, row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from storage.errors import ExportError

MOST_ROWS = 1_048_576  # of a sheet, the header among them
MOST_CHARACTERS = 32_767  # of a cell
_OPTIONS = {
    "constant_memory": True,
    "default_date_format": "yyyy-mm-dd",
    "remove_timezone": True,
}


def write_xlsx(
    name: str, header: Sequence[str], rows: Iterable[Mapping[str, Any]], path: Path
) -> int:
    """A workbook of one sheet, its header bold and fixed; how many rows.

    Text is text, whatever it begins with: no cell is a formula or a link. Times are in UTC.

    Raises:
        ExportError: more rows than a sheet can have, or a longer text than a cell.
    """
    book = Workbook(str(path), _OPTIONS)
    times = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    try:
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, title in enumerate(header):
            sheet.write_string(0, column, title, book.add_format({"bold": True}))
        count = 0
        for row in rows:
            count += 1
            _write_row(sheet, count, [row.get(title) for title in header], times, path)
    finally:
        book.close()
    return count


def _write_row(
    sheet: Worksheet, number: int, values: Sequence[Any], times: Any, path: Path
) -> None:
    if number >= MOST_ROWS:
        raise ExportError(
            f"{path}: more than {MOST_ROWS - 1:,} rows, which a sheet cannot hold; "
            "narrow the export by --year or --province, or take --format parquet"
        )
    for column, value in enumerate(values):
        if isinstance(value, str):
            _check(value, path)
            sheet.write_string(number, column, value)
        elif isinstance(value, dt.datetime):
            sheet.write_datetime(number, column, value.astimezone(dt.UTC), times)
        elif isinstance(value, dt.date):
            sheet.write_datetime(number, column, value)
        elif isinstance(value, bool):
            sheet.write_boolean(number, column, value)
        elif value is not None:
            sheet.write_number(number, column, value)


def _check(text: str, path: Path) -> None:
    if len(text) > MOST_CHARACTERS:
        raise ExportError(
            f"{path}: a text of {len(text):,} characters ({text[:20]}…) is longer than a cell "
            "can be; take another format"
        )
