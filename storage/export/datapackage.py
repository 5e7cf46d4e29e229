"""``datapackage.json``: a release for programs, by Frictionless Data's Data Package 1.0."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from storage.export.fields import Field
from storage.export.tables import Table, What


class Resource(NamedTuple):
    """A table and its CSV file in the folder."""

    table: Table
    path: str


def write_datapackage(resources: Sequence[Resource], as_of: dt.date, folder: Path) -> None:
    """Describe the CSV files of a folder, each with its schema, size and digest."""
    package = {
        "profile": "data-package",
        "name": "nianbao",
        "title": "政府信息公开工作年度报告 (annual reports on open government information)",
        "version": as_of.isoformat(),
        "resources": [_resource(one, folder) for one in resources],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def _resource(one: Resource, folder: Path) -> dict[str, Any]:
    path = folder / one.path
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    described = {
        "profile": "tabular-data-resource",
        "name": str(one.table.name),
        "title": one.table.title,
        "path": one.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": _schema(one.table),
    }
    return described | ({"compression": "gz"} if path.suffix == ".gz" else {})


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(field) for field in table.fields],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.name is not What.AGENCIES:
        known = {"resource": str(What.AGENCIES), "fields": "agency_id"}
        schema["foreignKeys"] = [{"fields": "agency_id", "reference": known}]
    return schema


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.name,
        "type": str(field.type),
        "description": field.meaning,
    }
    if field.words:
        described["constraints"] = {"enum": list(field.words)}
    return described
