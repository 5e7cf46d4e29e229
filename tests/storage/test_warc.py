"""WARC files: what is in them, what is left of them after a crash."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from storage.errors import ArchiveError, RecordDamaged, RecordMissing
from storage.records import Location
from storage.warc import Original, WarcStore, close_torn
from storage.warc.members import members
from storage.warc.records import hex_digest
from tests.storage.scene import NOON, URL, exchange

WRITE_FOREVER = """
import sys
from storage.warc import WarcStore
from tests.storage.scene import exchange
store = WarcStore(sys.argv[1])
for number in range(1_000_000):
    place = store.write(exchange(body=b"x" * number))
    print(place.file, place.offset, place.record_id, flush=True)
"""


def records(folder: Path) -> Iterator[tuple[str, dict[str, str], dict[str, str], bytes]]:
    """Every record as another reader of WARC sees it: type, WARC and HTTP headers, payload."""
    for path in sorted(folder.glob("*.warc.gz*")):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                http = record.http_headers.headers if record.http_headers else []
                yield (
                    record.rec_type,
                    dict(record.rec_headers.headers),
                    dict(http),
                    record.raw_stream.read(),
                )


def original(location: Location, body: bytes) -> Original:
    return Original(URL, NOON, location.record_id, hex_digest(body))


def test_a_file_begins_with_warcinfo_and_holds_pairs(store: WarcStore) -> None:
    page = exchange(body="年度报告".encode())
    location = store.write(page)
    store.close()
    info, response, request = records(store.folder)
    assert location.file.startswith("NIANBAO-")
    assert location.file.endswith(f"-{os.getpid()}.warc.gz")
    assert info[0] == "warcinfo"
    assert b"software: nianbao" in info[3]
    assert response[0] == "response"
    assert response[1]["WARC-Date"] == "2026-01-20T04:00:00.000000Z"
    assert response[1]["WARC-Payload-Digest"].startswith("sha256:")
    assert response[3] == page.body
    assert request[0] == "request"
    assert request[1]["WARC-Concurrent-To"] == response[1]["WARC-Record-ID"]
    assert request[2]["Host"] == "www.qingshan.gov.cn"


def test_headers_of_the_wire_are_kept_beside_those_of_the_body(store: WarcStore) -> None:
    body = b"decoded and longer than it was"
    location = store.write(exchange(body=body))
    headers = dict(store.read(location).headers)
    assert headers["X-Archive-Orig-Content-Encoding"] == "gzip"
    assert headers["X-Archive-Orig-Content-Length"] == "31"
    assert headers["Content-Length"] == str(len(body))
    assert "Content-Encoding" not in headers


def test_each_record_is_a_gzip_member_of_its_own(store: WarcStore) -> None:
    location = store.write(exchange())
    store.close()
    with (store.folder / location.file).open("rb") as stream:
        assert [member.data[:8] for member in members(stream)] == [b"WARC/1.1"] * 3
        stream.seek(location.offset)
        assert URL.encode() in gzip.decompress(stream.read())


def test_an_identical_payload_is_referred_to(store: WarcStore) -> None:
    page = exchange(body=b"same")
    first = store.write(page)
    again = store.write(page, revisit_of=original(first, page.body))
    store.close()
    _, _, _, revisit, _ = records(store.folder)
    assert revisit[0] == "revisit"
    assert revisit[1]["WARC-Profile"].endswith("/revisit/identical-payload-digest")
    assert revisit[1]["WARC-Refers-To"] == first.record_id
    assert revisit[1]["WARC-Refers-To-Target-URI"] == URL
    assert revisit[1]["WARC-Refers-To-Date"] == "2026-01-20T04:00:00.000000Z"
    assert store.read(again).payload == b""


def test_not_modified_is_a_revisit_of_its_own_kind(store: WarcStore) -> None:
    first = store.write(exchange(body=b"same"))
    store.write(exchange(body=b"", status=304), revisit_of=original(first, b"same"))
    store.close()
    revisit = list(records(store.folder))[3]
    assert revisit[1]["WARC-Profile"].endswith("/revisit/server-not-modified")


@given(
    body=st.binary(max_size=5000),
    headers=st.lists(
        st.tuples(
            st.sampled_from(["Server", "X-Frame", "Content-Disposition"]),
            st.text(st.characters(codec="utf-8"), max_size=40),
        ),
        max_size=4,
    ),
    status=st.integers(100, 999),
    request_body=st.binary(max_size=100),
)
@example(body=b"", headers=[("Content-Disposition", "a;文件名=0")], status=200, request_body=b"")
@settings(max_examples=25, deadline=None)
def test_any_answer_comes_back(
    body: bytes, headers: list[tuple[str, str]], status: int, request_body: bytes
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = WarcStore(folder)
        page = exchange(
            body=body,
            headers=tuple(headers),
            status=status,
            method="POST",
            request_body=request_body,
        )
        location = store.write(page)
        after = store.write(exchange(body=b"after"))
        assert store.read(location).payload == body
        assert store.read(after).payload == b"after"
        store.close()
        assert len(list(records(Path(folder)))) == 5


def test_a_damaged_record_is_told_apart_from_a_missing_one(store: WarcStore) -> None:
    location = store.write(exchange(body=os.urandom(3000)))
    store.close()
    path = store.folder / location.file
    bytes_on_disk = bytearray(path.read_bytes())
    bytes_on_disk[location.offset + 900] ^= 1
    path.write_bytes(bytes_on_disk)
    with pytest.raises(RecordDamaged, match="restore the file"):
        store.read(location)
    with pytest.raises(RecordMissing, match="ends before"):
        store.read(location._replace(offset=len(bytes_on_disk)))
    with pytest.raises(RecordMissing, match="holds <urn:uuid"):
        store.read(location._replace(offset=0))
    path.unlink()
    with pytest.raises(RecordMissing, match="no file"):
        store.read(location)


def test_a_payload_that_is_not_what_its_digest_says_is_damaged(store: WarcStore) -> None:
    location = store.write(exchange(body=b"what the agency published"))
    store.close()
    path = store.folder / location.file
    with path.open("rb") as stream:
        plain = [member.data for member in members(stream)]
    forged = plain[1].replace(b"agency", b"AGENCY")
    path.write_bytes(gzip.compress(plain[0]) + gzip.compress(forged))
    offset = len(gzip.compress(plain[0]))
    with pytest.raises(RecordDamaged, match="its record says sha256:"):
        store.read(location._replace(offset=offset))


def test_a_file_rolls_over_by_size(tmp_path: Path) -> None:
    store = WarcStore(str(tmp_path), roll_over=3000)
    places = [store.write(exchange(body=os.urandom(2000))) for _ in range(4)]
    store.close()
    assert len({place.file for place in places}) == 4 == len(store.files())
    assert all(store.read(place).payload for place in places)


@pytest.fixture(scope="module")
def whole_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[int]]:
    store = WarcStore(str(tmp_path_factory.mktemp("whole")))
    location = store.write(exchange(body=b"one"))
    store.write(exchange(body=os.urandom(300)))
    store.close()
    path = store.folder / location.file
    with path.open("rb") as stream:
        ends = [member.offset + member.length for member in members(stream)]
    return path.read_bytes(), ends


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_file_torn_anywhere_is_cut_at_its_last_whole_record(
    data: st.DataObject, whole_file: tuple[bytes, list[int]]
) -> None:
    whole, ends = whole_file
    cut = data.draw(st.integers(0, len(whole)))
    kept = max([end for end in ends if end <= cut], default=0)
    with tempfile.TemporaryDirectory() as folder:
        torn = Path(folder) / "NIANBAO-1-1.warc.gz.open"
        torn.write_bytes(whole[:cut])
        closed = close_torn(Path(folder))
        final = Path(folder) / "NIANBAO-1-1.warc.gz"
        assert closed == ((final,) if kept else ())
        assert (final.read_bytes() if kept else b"") == whole[:kept]
        assert not torn.exists()


def test_a_killed_writer_loses_nothing_it_reported(tmp_path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITE_FOREVER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    reported = [writer.stdout.readline().split() for _ in range(50)]
    live = WarcStore(str(tmp_path))
    assert live.close_torn() == (), "a file that a live process writes was touched"
    writer.send_signal(signal.SIGKILL)
    reported += [line.split() for line in writer.stdout.read().splitlines() if line.count(" ") == 2]
    writer.wait()
    writer.stdout.close()
    (closed,) = live.close_torn()
    places = [Location(file, int(offset), record) for file, offset, record in reported]
    assert {place.file for place in places} == {closed}
    assert [len(live.read(place).payload) for place in places] == list(range(len(places)))
    assert all(not record.problem for record in live.walk(closed))


def test_closed_files_go_to_the_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = WarcStore("memory://bucket/archive")
    location = store.write(exchange(body=b"kept elsewhere"))
    assert store.read(location).payload == b"kept elsewhere"
    store.close()
    assert list(store.folder.iterdir()) == []
    elsewhere = WarcStore("memory://bucket/archive")
    assert elsewhere.files() == (location.file,)
    assert elsewhere.read(location).payload == b"kept elsewhere"


@pytest.mark.parametrize("url", ["nosuchscheme://bucket", "/proc/nowhere/archive"])
def test_an_unusable_archive_is_one_clear_line(url: str) -> None:
    with pytest.raises(ArchiveError, match="NIANBAO_ARCHIVE_URL") as refused:
        WarcStore(url)
    assert "\n" not in str(refused.value)


def test_a_full_disk_leaves_no_torn_record(store: WarcStore) -> None:
    import resource

    before = store.write(exchange(body=b"before"))
    size = (store.folder / f"{before.file}.open").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 500, hard))
    try:
        with pytest.raises(ArchiveError, match="cannot be written"):
            store.write(exchange(body=os.urandom(5000)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    after = store.write(exchange(body=b"after"))
    assert after.offset == size
    assert store.read(after).payload == b"after"
