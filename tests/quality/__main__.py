"""One table; exit code 1 where a document is below the floor or not as its gold values say."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from storage.errors import DocumentError
from tests.benchmarks.tables import CONSOLE, share, show
from tests.quality.compared import Compared
from tests.quality.corpus import read_corpus
from tests.quality.documents import FORMS, MEDIA
from tests.quality.floor import floors
from tests.quality.own import read_own

_COUNTS = ("cells", "right", "", "wrong", "unread, named", "unread, silent")


def main() -> int:
    """Shows our own documents, or those of a corpus."""
    parser = argparse.ArgumentParser(prog="tests.quality", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="a folder of documents with gold values")
    corpus: Path | None = parser.parse_args().corpus
    return _corpus(corpus) if corpus else _own()


def _own() -> int:
    rows, below = [], False
    for kind in MEDIA:
        for form in FORMS:
            found, floor = read_own(kind, form), floors()[kind.name, form]
            below |= found.right < floor or bool(found.wrong or found.silent)
            rows.append((kind.name, form, *_counts(found), floor))
    columns = ("medium", "form", *_COUNTS, "floor")
    show("Our own documents", columns, rows)
    return int(below)


def _corpus(folder: Path) -> int:
    rows: list[tuple[object, ...]] = []
    failed = False
    for path, found in read_corpus(folder):
        if isinstance(found, DocumentError):
            failed = True
            rows.append((path.name, *[""] * len(_COUNTS), str(found)))
            continue
        failed |= found.right < found.cells or bool(found.wrong)
        rows.append((path.name, *_counts(found), " ".join((*found.wrong, *found.silent)[:6])))
    if not rows:
        CONSOLE.print(f"{folder}: no document with a .gold.json beside it")
    show("Against gold values", ("document", *_COUNTS, "which"), rows)
    return int(failed or not rows)


def _counts(found: Compared) -> tuple[object, ...]:
    right = share(found.right, found.cells)
    rest = (len(found.wrong), len(found.named), len(found.silent))
    return found.cells, found.right, right, *rest


if __name__ == "__main__":
    sys.exit(main())
