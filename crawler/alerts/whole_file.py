"""Files that others read while they are written."""

from __future__ import annotations

from pathlib import Path


def write_whole(path: Path, body: bytes) -> None:
    """Writes a file that appears when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(body)
    part.replace(path)
