"""The room on the disks that the home and the archive are on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from crawler.checkup.finding import Finding
from storage.config import Settings

GIB = 2**30


def check_disk(settings: Settings, least_gib: float) -> Iterator[Finding]:
    """How much is free on each disk; a person is needed below ``least_gib`` GiB."""
    folders = {"home": settings.home}
    if "://" not in settings.archive:
        folders["archive"] = Path(settings.archive)
    seen: set[int] = set()
    for name, folder in folders.items():
        device = folder.stat().st_dev if folder.exists() else 0
        if device and device not in seen:
            seen.add(device)
            free = shutil.disk_usage(folder).free / GIB
            message = f"{free:.1f} GiB free for the {name}, {least_gib:g} needed"
            yield Finding("disk", message, free < least_gib)
