from __future__ import annotations

import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.program import Program


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_home_without_a_database_is_not_served(tmp_path: Path) -> None:
    ended = Program(tmp_path)("serve")
    assert ended.returncode == 1
    assert "no database there to serve" in ended.stderr
    assert ended.stderr.count("\n") == 1


@contextmanager
def serving(program: Program, *options: str) -> Iterator[str]:
    """The site until the end of the block; gives its address."""
    port = str(free_port())
    started = program.start("serve", "--port", port, *options)
    try:
        while not answers(int(port)):
            assert started.poll() is None
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        started.send_signal(signal.SIGTERM)
        assert started.wait() in (0, -signal.SIGTERM)


def answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def test_it_serves_below_a_path_until_it_is_stopped(tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.done("agencies", "list")
    with serving(program, "--root-path", "/nianbao") as url:
        answer = httpx.get(f"{url}/about", trust_env=False)  # the proxy took the path away
    assert answer.status_code == 200
    assert 'href="/nianbao/coverage"' in answer.text
    assert "server" not in answer.headers
