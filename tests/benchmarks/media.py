"""Reading by medium on one core: time a document, and the memory of the process that reads.

    python -m tests.benchmarks.media --world FOLDER        (without one the small world of a seed)

Beside each of ours stands a library that does a part of the job: it gives the tables of a page,
without saying which cell is which, whose report it is, or whether the sums hold.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.benchmarks.tables import show
from tests.world.__main__ import DAY
from tests.world.renditions import Fetched, fetch, renditions, sample
from tests.world.simulated import ServedWorld, World, build, missing

SAMPLE = {"html": 40, "docx": 15, "pdf": 15, "ofd": 15, "doc": 15, "scan": 3, "png": 3}
Document = tuple[bytes, str]


def ours(document: Document) -> None:
    """Read, its cells named, its sums checked."""
    from pipelines.extract.dispatch import extract_confined
    from pipelines.report.judgement import judge

    judge(extract_confined(*document))


def ours_unjudged(document: Document) -> None:
    """Paragraphs and grids alone: the part of the job that the others do."""
    from pipelines.extract.dispatch import extract_confined

    extract_confined(*document)


def with_pandas(document: Document) -> None:
    """The tables of a page."""
    pandas: Any = import_module("pandas")
    pandas.read_html(io.BytesIO(document[0]), flavor="lxml")


def with_pdfplumber(document: Document) -> None:
    """The text and the ruled tables of each page."""
    pdfplumber: Any = import_module("pdfplumber")
    with pdfplumber.open(io.BytesIO(document[0])) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()


def with_python_docx(document: Document) -> None:
    """The paragraphs, and the cells of each table."""
    docx: Any = import_module("docx")
    word = docx.Document(io.BytesIO(document[0]))
    [paragraph.text for paragraph in word.paragraphs]
    [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]


Reader = Callable[[Document], None]
PEERS: dict[str, tuple[str, str, Reader]] = {
    "html": ("pandas", "pandas.read_html", with_pandas),
    "pdf": ("pdfplumber", "pdfplumber", with_pdfplumber),
    "docx": ("docx", "python-docx", with_python_docx),
}


def measure_media(served: ServedWorld) -> None:
    """Prints the table, over reports of a world as its sites give them."""
    truth = served.world.truth
    tabled = [one for one in renditions(truth, served.day) if one.form != "narrative_2008"]
    found = sample(tabled, SAMPLE)
    by_medium: dict[str, list[Fetched]] = {}
    for one in fetch(served, found):
        by_medium.setdefault(one.rendition.medium, []).append(one)
    rows = [
        (medium, name, len(ones), *_measured(reader, ones))
        for medium, ones in sorted(by_medium.items())
        for name, reader in _readers(medium)
    ]
    columns = ("medium", "reader", "documents", "ms a document", "the slowest", "MiB at the most")
    show("Reading, one core, milliseconds of its time", columns, rows)


def _readers(medium: str) -> list[tuple[str, Reader]]:
    readers: list[tuple[str, Reader]] = [
        ("nianbao: cells and checks", ours),
        ("nianbao: grids alone", ours_unjudged),
    ]
    module, name, reader = PEERS.get(medium, ("", "", ours))
    if module and find_spec(module) is not None:
        readers.append((name, reader))
    return readers


def _measured(reader: Reader, ones: Sequence[Fetched]) -> tuple[float, float, float]:
    """Mean and greatest milliseconds, and the most memory, of a process of its own."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    documents = [(one.body, one.rendition.url) for one in ones]
    child = context.Process(target=partial(_run, reader, documents, there))
    child.start()
    there.close()  # so that a child that dies ends the waiting
    told: tuple[float, float, float] = here.recv()
    child.join()
    return told


def _run(reader: Reader, documents: Sequence[Document], answer: Connection) -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    reader(documents[0])  # what is loaded once is no document's time
    spent: list[float] = []
    for document in documents:
        started = time.process_time()
        reader(document)
        spent.append((time.process_time() - started) * 1000)
    answer.send((sum(spent) / len(spent), max(spent), _most_memory()))


def _most_memory() -> float:
    """Of this process so far, in MiB; ``getrusage`` counts that of the parent it came from."""
    status = Path("/proc/self/status").read_text("ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) / 1024


def main() -> None:
    """Measures on the reports of one world."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.media", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the small world to read")
    parser.add_argument("--world", type=Path, help="a world already built")
    asked = parser.parse_args()
    if why := missing():
        print(f"not measured: {why}")
        return
    with tempfile.TemporaryDirectory(prefix="nianbao-bench-") as folder:
        world = World(asked.world) if asked.world else build(asked.seed, "small", Path(folder))
        with world.serve(DAY, latency_ms=0) as served:
            measure_media(served)


if __name__ == "__main__":
    main()
