"""The generic names of the three rooms mean this project, wherever Python is started."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_a_bare_interpreter_elsewhere_finds_the_three_rooms_here(tmp_path: Path) -> None:
    """Other distributions carry these names too; one of them in the environment would mix in."""
    program = """
import crawler, pipelines, storage
for room in (crawler, pipelines, storage):
    print(room.__file__)
"""
    run = subprocess.run(
        [sys.executable, "-I", "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    homes = [Path(line).parents[1] for line in run.stdout.splitlines()]
    assert homes == [ROOT] * 3
