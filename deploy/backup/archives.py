"""Copies of the WARC files, which never change once they are closed."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from fsspec.core import url_to_fs

Files = dict[str, dict[str, str | int]]
CHUNK = 1 << 20


def copy_new(url: str, folder: Path, known: Files) -> Files:
    """Copies what a folder has not yet; each file with its size and SHA-256."""
    folder.mkdir(parents=True, exist_ok=True)
    system, root = url_to_fs(url, use_listings_cache=False)
    found: Files = {}
    for path in sorted(system.glob(f"{root}/*.warc.gz")):
        name = path.rpartition("/")[2]
        target = folder / name
        if name in known and target.exists() and target.stat().st_size == known[name]["bytes"]:
            found[name] = known[name]
            continue
        beside = target.with_suffix(".part")
        with system.open(path, "rb") as source, beside.open("wb") as copy:
            shutil.copyfileobj(source, copy, CHUNK)
        beside.rename(target)
        found[name] = described(target)
    return found


def described(path: Path) -> dict[str, str | int]:
    """Size and SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return {"bytes": path.stat().st_size, "sha256": digest.hexdigest()}
