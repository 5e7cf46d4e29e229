"""Real documents that have gold values beside them: ``report.pdf`` and ``report.gold.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pipelines.extract.dispatch import extract
from pipelines.report.judgement import judge
from storage.errors import DocumentError
from storage.vocabulary import CellState
from tests.quality.compared import Compared, Meaning, compare

GOLD = ".gold.json"


def read_corpus(folder: Path) -> Iterator[tuple[Path, Compared | DocumentError]]:
    """Each document of a folder that has gold values, compared with them; or why it is not read."""
    for gold in sorted(folder.rglob(f"*{GOLD}")):
        name = gold.name.removesuffix(GOLD)
        for path in sorted(gold.parent.glob(f"{name}.*")):
            if path == gold:
                continue
            try:
                yield path, compare(judge(extract(path.read_bytes(), path.name)), meanings(gold))
            except DocumentError as error:
                yield path, error


def meanings(gold: Path) -> dict[str, Meaning]:
    """The values and states that a person read."""
    figures = json.loads(gold.read_text(encoding="utf-8"))["figures"]
    return {key: (cell["value"], CellState(cell["state"])) for key, cell in figures.items()}
