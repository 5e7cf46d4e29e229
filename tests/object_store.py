"""An S3 server on this machine that refuses as many requests as one likes."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

BUCKET = "nianbao"
SLOW_DOWN = (
    b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
)


@dataclass
class ObjectStore:
    """A bucket; ``refuses`` is the share of requests that get 503, and may be changed."""

    endpoint: str = ""
    refuses: float = 0.0
    refused: int = 0
    answered: int = 0
    _chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311

    @property
    def url(self) -> str:
        """Where the archive is."""
        return f"s3://{BUCKET}/archive"

    @property
    def environment(self) -> dict[str, str]:
        """The settings by which S3 clients find it."""
        return {
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_MAX_ATTEMPTS": "1",  # what is tried again is ours to test
            "no_proxy": "127.0.0.1",
        }

    def answer(self, application: Any) -> Callable[[Any, Any], Iterable[bytes]]:
        """A WSGI application that refuses before it asks another one."""

        def answer(environ: Any, start_response: Any) -> Iterable[bytes]:
            if self._chance.random() < self.refuses:
                self.refused += 1
                start_response("503 Slow Down", [("Content-Type", "application/xml")])
                return [SLOW_DOWN]
            self.answered += 1
            answered: Iterable[bytes] = application(environ, start_response)
            return answered

        return answer


@contextmanager
def served(port: int = 0) -> Iterator[ObjectStore]:
    """An object store with an empty bucket."""
    store = ObjectStore()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    application = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", port, store.answer(application), threaded=True)
    store.endpoint = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        boto3.client(
            "s3",
            endpoint_url=store.endpoint,
            region_name="us-east-1",
            aws_access_key_id="testing",
            aws_secret_access_key="testing",  # noqa: S106 - of a server of our own
        ).create_bucket(Bucket=BUCKET)
        yield store
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
