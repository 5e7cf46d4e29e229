"""The archive in an object store: sent when closed, read in between, whole after any failure."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fsspec.core import url_to_fs

from storage.config import settings
from storage.errors import ArchiveUnreachable
from storage.records import Location
from storage.warc import WarcStore, remote
from tests.object_store import ObjectStore, served
from tests.storage.scene import exchange

WRITE_AND_HANG = """
import sys, time
from storage.warc import WarcStore
from tests.storage.scene import exchange
store = WarcStore(sys.argv[1])
place = store.write(exchange(body=b"archived before the kill"))
print(*place, flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[ObjectStore]:
    with served() as store:
        yield store


@pytest.fixture
def bucket(
    server: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ObjectStore]:
    """The server with an archive of this test's own, and a home for its spool."""
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NIANBAO_HOME", str(tmp_path))
    monkeypatch.setattr(remote, "LONGEST_PAUSE", 0.01)
    monkeypatch.setattr(ObjectStore, "url", f"s3://nianbao/{tmp_path.name}")
    settings.cache_clear()
    yield server
    server.refuses = 0.0
    settings.cache_clear()


def objects(bucket: ObjectStore) -> list[str]:
    system, root = url_to_fs(bucket.url, use_listings_cache=False)
    if not system.exists(root):
        return []
    return sorted(name.rpartition("/")[2] for name in system.ls(root, detail=False))


def test_a_capture_is_read_before_and_after_its_file_is_sent(bucket: ObjectStore) -> None:
    store, elsewhere = WarcStore(bucket.url), WarcStore(bucket.url)
    place = store.write(exchange(body=b"published"))
    assert elsewhere.read(place).payload == b"published"
    assert objects(bucket) == [], "a reader elsewhere would see half a file"
    store.close()
    assert objects(bucket) == [place.file]
    assert list(store.folder.iterdir()) == []
    assert elsewhere.read(place).payload == b"published"
    assert [record.problem for record in elsewhere.walk(place.file)] == ["", "", ""]


def test_half_of_all_requests_refused_lose_nothing(bucket: ObjectStore) -> None:
    bucket.refuses = 0.5
    before = bucket.refused
    places = []
    for number in range(5):
        store = WarcStore(bucket.url)
        places.append(store.write(exchange(body=b"%d" % number)))
        store.close()
        store.send()
    assert [int(store.read(place).payload) for place in places] == list(range(5))
    assert store.waiting() == ()
    assert set(store.files()) == {place.file for place in places}
    assert bucket.refused - before > 10


def test_what_cannot_be_sent_stays_and_is_sent_later(
    bucket: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "ATTEMPTS", 2)
    bucket.refuses = 1.0
    store = WarcStore(bucket.url)
    place = store.write(exchange(body=b"kept"))
    store.close()
    assert store.waiting() == (place.file,)
    assert store.read(place).payload == b"kept"
    with pytest.raises(ArchiveUnreachable, match="does not answer"):
        store.send()
    with pytest.raises(ArchiveUnreachable):
        store.read(place._replace(file="NIANBAO-of-another-machine.warc.gz"))
    bucket.refuses = 0.0
    assert WarcStore(bucket.url).close_torn() == ()  # as each crawl begins
    assert store.waiting() == ()
    assert objects(bucket) == [place.file]


def test_what_a_killed_process_wrote_is_sent_by_the_next(bucket: ObjectStore) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITE_AND_HANG, bucket.url],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    assert writer.stdout is not None
    file, offset, record_id = writer.stdout.readline().split()
    store = WarcStore(bucket.url)
    assert store.close_torn() == ()
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    assert store.close_torn() == (file,)
    assert objects(bucket) == [file]
    read = store.read(Location(file, int(offset), record_id))
    assert read.payload == b"archived before the kill"


def test_a_large_file_is_sent_while_the_next_is_written(bucket: ObjectStore) -> None:
    store = WarcStore(bucket.url, roll_over=3000)
    places = [store.write(exchange(body=os.urandom(2000))) for _ in range(4)]
    store.close()
    assert objects(bucket) == sorted(place.file for place in places)


def test_a_store_where_files_grow_shows_none_before_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_HOME", str(tmp_path))
    settings.cache_clear()
    (tmp_path / "far").mkdir()
    store = WarcStore(f"dir::file://{tmp_path}/far")
    place = store.write(exchange(body=b"kept"))
    store.close()
    assert store.files() == (place.file,)
    assert store.read(place).payload == b"kept"
    settings.cache_clear()
