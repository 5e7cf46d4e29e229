"""Apache Parquet, by pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from storage.export.fields import Field, FieldType

_CELLS_AT_ONCE = 500_000  # of a row group: some ten megabytes
_TYPES = {
    FieldType.TEXT: pa.string(),
    FieldType.INTEGER: pa.int64(),
    FieldType.NUMBER: pa.float64(),
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.DAY: pa.date32(),
    FieldType.TIME: pa.timestamp("us", tz="UTC"),
}


def write_parquet(fields: Sequence[Field], rows: Iterable[Mapping[str, Any]], path: Path) -> int:
    """A file of row groups, with the meaning of each column in its metadata; how many rows."""
    schema = pa.schema(
        pa.field(one.name, _TYPES[one.type], metadata={"description": one.meaning})
        for one in fields
    )
    count = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for some in _groups(rows, max(1, _CELLS_AT_ONCE // len(fields))):
            writer.write_batch(pa.RecordBatch.from_pylist(some, schema=schema))
            count += len(some)
    return count


def _groups(rows: Iterable[Mapping[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    stream = iter(rows)
    while some := [dict(row) for row in islice(stream, size)]:
        yield some
