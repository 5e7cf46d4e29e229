"""Untrusted documents read in child processes with limits on memory and time."""

from __future__ import annotations

import math
import multiprocessing
import os
import resource
import signal
from collections.abc import Iterator
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import contextmanager
from functools import cache
from multiprocessing.util import Finalize

from pebble import ProcessExpired, ProcessPool

from pipelines.extract.limits import DEFAULT, Limits
from pipelines.extract.readers import read_here
from pipelines.items import Extracted
from storage.errors import DocumentDamaged, DocumentError, DocumentTooLarge
from storage.vocabulary import Medium

_OUT_OF_CPU = -signal.SIGXCPU  # exit code of a process that the system ended at its limit
DOCUMENTS_PER_CHILD = 500  # what native libraries leak is given back when a child ends


def extract_in_child(body: bytes, medium: Medium, url: str, limits: Limits = DEFAULT) -> Extracted:
    """A document read by a process of its own, which may crash, hang or fill its memory.

    Safe to call from several threads; as many documents are read at once as there are processors,
    or one in a process that is itself a worker.

    Raises:
        DocumentDamaged: broken, or the child died of it.
        DocumentTooLarge: over a limit in size, memory or time.
        DocumentError: whatever else the reader says.
    """
    future = _pool(limits.memory).schedule(
        _read, args=(body, medium, url, limits), timeout=limits.seconds
    )
    try:
        extracted: Extracted = future.result()
    except (TookTooLong, ProcessExpired) as error:
        told = how_it_ended(error, limits, f"this {medium}")
        raise type(told)(f"{url}: {told}") from error
    except DocumentError as error:
        raise type(error)(f"{url}: {error}") from error
    return extracted


def _read(body: bytes, medium: Medium, url: str, limits: Limits) -> Extracted:
    try:
        with computing(limits.cpu_seconds):
            return read_here(body, medium, url, limits)
    except DocumentError:
        raise
    except MemoryError as error:
        raise DocumentTooLarge(
            f"this {medium} needs more than {limits.memory // 2**20} MiB of memory"
        ) from error
    except Exception as error:
        raise DocumentDamaged(f"{medium}: {type(error).__name__}: {error}") from error


@cache
def _pool(memory: int) -> ProcessPool:
    alone = multiprocessing.parent_process() is not None  # a worker that reads one after the other
    pool = ProcessPool(
        max_workers=1 if alone else os.cpu_count() or 1,
        max_tasks=DOCUMENTS_PER_CHILD,
        initializer=confine,
        initargs=(memory,),
        # A forked copy of a program with threads may hang; a fresh one never does.
        context=multiprocessing.get_context("spawn"),
    )
    # Not atexit: a process of multiprocessing waits for its children before it runs that.
    Finalize(pool, _close, args=(pool,), exitpriority=0)
    return pool


def _close(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def how_it_ended(
    error: TookTooLong | ProcessExpired, limits: Limits, what: str
) -> DocumentTooLarge | DocumentDamaged:
    """What the end of a process says of the document that it was reading; ``what`` names that."""
    if not isinstance(error, ProcessExpired):
        return DocumentTooLarge(f"reading {what} took longer than {limits.seconds:g} s")
    if error.exitcode == _OUT_OF_CPU:
        return DocumentTooLarge(f"reading {what} took {limits.cpu_seconds:g} s of computing")
    return DocumentDamaged(f"the process that read {what} died (exit code {error.exitcode})")


@contextmanager
def computing(seconds: float) -> Iterator[None]:
    """Bounds what this process computes meanwhile, in all its threads: the system ends it then.

    Not beyond: a process that dies while it gives its result on leaves its pool waiting.
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    end = math.ceil(usage.ru_utime + usage.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (end, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def confine(memory: int) -> None:
    """Bounds this process: address space in bytes, and no image of it on the disk if it dies.

    What it may compute is bounded for each document alone.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))  # not what its parent had left
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no image on the disk
