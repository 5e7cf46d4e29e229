"""Backup, restore and drill, with the settings of the program:

    python -m deploy.backup save FOLDER       copy database and archive; again: only what is new
    python -m deploy.backup restore FOLDER    into the empty database and archive of the settings
    python -m deploy.backup drill FOLDER      restore it beside, compare counts and digests, verify

The order of a backup is database, then archive: a row never points at a file that was not copied.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from fsspec.core import url_to_fs

from deploy.backup import archives, databases
from deploy.backup.digests import Digests
from storage.config import child_environment, settings
from storage.errors import NianbaoError
from storage.warc import WarcStore

MANIFEST = "manifest.json"


def save(folder: Path) -> None:
    """Copies database and archive."""
    folder.mkdir(parents=True, exist_ok=True)
    before = _manifest(folder) if (folder / MANIFEST).exists() else {}
    WarcStore(settings().archive).close_torn()
    began = dt.datetime.now(dt.UTC)
    tables = databases.save(settings().database, folder)
    files = archives.copy_new(settings().archive, folder / "archive", before.get("files", {}))
    manifest = {"at": began.isoformat(), "tables": tables, "files": files}
    beside = folder / f"{MANIFEST}.part"
    beside.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    beside.rename(folder / MANIFEST)
    _tell(f"saved {_counted(tables)}, {len(files)} WARC files into {folder}")


def restore(folder: Path) -> None:
    """Writes a backup into the database and archive of the settings, which are empty."""
    manifest = _manifest(folder)
    if WarcStore(settings().archive).files():
        raise SystemExit(f"{settings().archive}: holds files; restore into an empty archive")
    system, root = url_to_fs(settings().archive)
    system.makedirs(root, exist_ok=True)
    for name in manifest["files"]:
        system.put_file(str(folder / "archive" / name), f"{root}/{name}")
    found = databases.load(folder, settings().database)
    _compare(manifest["tables"], found)
    _tell(f"restored {_counted(found)}, {len(manifest['files'])} WARC files of {manifest['at']}")


def drill(folder: Path) -> None:
    """Restores a backup of SQLite beside and holds it against what was saved."""
    manifest = _manifest(folder)
    for name, known in manifest["files"].items():
        if archives.described(folder / "archive" / name) != known:
            raise SystemExit(f"{name}: not the file that was saved")
    _tell(f"{len(manifest['files'])} WARC files have the digests that were saved")
    with tempfile.TemporaryDirectory() as home:
        found = databases.load(folder, f"sqlite:///{home}/nianbao.sqlite3")
        _compare(manifest["tables"], found)
        _tell(f"{_counted(found)} have the digests that were saved")
        shutil.copytree(folder / "archive", Path(home) / "archive")
        environment = child_environment(
            NIANBAO_HOME=home, NIANBAO_DATABASE_URL="", NIANBAO_ARCHIVE_URL=""
        )
        command = [sys.executable, "-m", "crawler", "verify"]
        subprocess.run(command, env=environment, check=True)  # noqa: S603 - our own module
    _tell(f"the backup of {manifest['at']} gives everything back")


def _compare(saved: Digests, found: Digests) -> None:
    other = sorted(
        name for name in saved.keys() | found.keys() if saved.get(name) != found.get(name)
    )
    if other:
        raise SystemExit(f"other than what was saved: {', '.join(other)}")


def _counted(tables: Digests) -> str:
    return f"{len(tables)} tables with {sum(one['rows'] for one in tables.values())} rows"


def _manifest(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return manifest


def _tell(line: str) -> None:
    sys.stdout.write(f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M:%S}Z {line}\n")
    sys.stdout.flush()


def main() -> None:
    """Does what was asked."""
    parser = argparse.ArgumentParser(
        prog="python -m deploy.backup",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    does = {"save": save, "restore": restore, "drill": drill}
    parser.add_argument("what", choices=does)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    try:
        does[asked.what](asked.folder)
    except (NianbaoError, OSError) as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
