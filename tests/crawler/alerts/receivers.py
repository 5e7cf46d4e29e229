"""Receivers on this machine: a mail server, a webhook, and the robots of three messengers.

The robots live at their real hosts behind a proxy that ends TLS with a certificate of our own, so
that the program under test asks the very addresses it asks in life.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import json
import random
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROBOTS = {
    "oapi.dingtalk.com": ("errcode", 130101),  # send too fast
    "open.feishu.cn": ("code", 9499),
    "qyapi.weixin.qq.com": ("errcode", 45009),  # api freq out of limit
}
TOKEN = "c0ffee0123456789"  # noqa: S105 - of nobody
ADDRESSES = {
    "mail": "mailto://clerk:Geheim-99@{mail}?from=nb@example.org&to=a@example.org,b@example.org",
    "hook": "json://{hook}/incoming/Geheim-99",
    "dingtalk": f"dingtalk://{TOKEN}/",
    "feishu": f"feishu://{TOKEN}/",
    "wecom": f"wecombot://{TOKEN}/",
}
Fails = Callable[[], bool]


@dataclass
class Taken:
    """A message that a receiver took: by which channel, under which key, and its text."""

    channel: str
    key: str
    text: str


@dataclass
class Inbox:
    """What all receivers took, what they refused, and how they are."""

    taken: list[Taken] = field(default_factory=list)
    refused: int = 0
    fails: Fails = lambda: False
    answers_after: float = 0.0  # seconds between taking a message and saying so
    silent: bool = False  # takes a message and never says so
    asked: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def takes(self, channel: str, key: str, text: str) -> bool:
        """Whether a receiver takes a message."""
        with self._lock:
            self.asked += 1
            if self.fails():
                self.refused += 1
                return False
            self.taken.append(Taken(channel, key, text))
        time.sleep(self.answers_after)
        return True

    def texts(self, channel: str) -> list[str]:
        return [one.text for one in self.taken if one.channel == channel]

    def keys(self, channel: str) -> list[str]:
        return [one.key for one in self.taken if one.channel == channel]


def half_the_time(seed: int) -> Fails:
    """A receiver that fails half the time, the same times for the same seed."""
    generator = random.Random(seed)  # noqa: S311 - repeatable, not secret
    return lambda: generator.random() < 0.5


class _Mailbox:
    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("gone"):
            return "550 no such reader"
        if address.startswith("later"):
            return "450 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        body = envelope.content if isinstance(envelope.content, bytes) else b""
        letter = email.message_from_bytes(body, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        text = f"{letter['Subject']}\n{letter.get_content()}"
        taken = self._inbox.takes("mail", letter["Message-ID"], text)
        return "250 OK" if taken else "451 try again later"


@contextmanager
def mail_server(inbox: Inbox) -> Iterator[str]:
    """An SMTP server; gives host and port."""
    controller = Controller(
        _Mailbox(inbox),
        hostname="127.0.0.1",
        port=_free_port(),
        auth_require_tls=False,
        authenticator=lambda *_: AuthResult(success=True),
    )
    controller.start()
    yield f"127.0.0.1:{controller.port}"
    controller.stop()


@contextmanager
def webhook(inbox: Inbox) -> Iterator[str]:
    """An HTTP webhook; gives host and port."""

    class Handler(_Quiet):
        def do_POST(self) -> None:
            body = self.read()
            text = f"{body['title']}\n{body['message']}"
            if inbox.takes("hook", self.headers["Idempotency-Key"], text):
                if inbox.silent:
                    self.close_connection = True
                    return
                self.answer(200, {})
            else:
                self.answer(503, {})

    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        yield f"127.0.0.1:{port}"


@contextmanager
def robots(inbox: Inbox, folder: Path) -> Iterator[tuple[str, Path]]:
    """The three robots behind a proxy; gives the proxy and the certificate to trust."""
    authority = _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority)

    class Handler(_Quiet):
        host = ""

        def do_CONNECT(self) -> None:
            self.host = self.path.partition(":")[0]
            self.send_response(200)
            self.end_headers()
            self.connection = context.wrap_socket(self.connection, server_side=True)
            self.rfile = self.connection.makefile("rb")
            self.wfile = self.connection.makefile("wb", buffering=0)
            self.close_connection = False
            with self.connection, self.rfile, self.wfile:
                self.handle_one_request()
            self.close_connection = True

        def do_POST(self) -> None:
            body = self.read()
            channel = {
                "oapi.dingtalk.com": "dingtalk",
                "open.feishu.cn": "feishu",
                "qyapi.weixin.qq.com": "wecom",
            }[self.host]
            text = body["content"]["text"] if "content" in body else body["text"]["content"]
            code, wrong = ROBOTS[self.host]
            query = parse_qs(urlsplit(self.path).query)
            signed = ",".join(sorted(query.keys() - {"access_token", "key"}))
            taken = inbox.takes(channel, signed, text)
            self.answer(200, {code: 0 if taken else wrong})

    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        yield f"http://127.0.0.1:{port}", authority


@dataclass(frozen=True)
class Street:
    """All receivers: their inbox, their addresses by channel, and the settings to reach them."""

    inbox: Inbox
    urls: dict[str, str]
    environment: dict[str, str]


@contextmanager
def all_receivers(folder: Path) -> Iterator[Street]:
    """Every receiver at once."""
    inbox = Inbox()
    with (
        mail_server(inbox) as mail,
        webhook(inbox) as hook,
        robots(inbox, folder) as (proxy, authority),
    ):
        urls = {name: url.format(mail=mail, hook=hook) for name, url in ADDRESSES.items()}
        environment = {
            "https_proxy": proxy,
            "SSL_CERT_FILE": str(authority),
            "no_proxy": "127.0.0.1",
        }
        yield Street(inbox, urls, environment)


class _Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def read(self) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        return body

    def answer(self, status: int, body: dict[str, Any]) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its own name
        pass


@contextmanager
def _serving(server: ThreadingHTTPServer) -> Iterator[int]:
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # who asked may be dead
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield int(server.server_address[1])
    server.shutdown()
    server.server_close()


def _free_port() -> int:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Quiet) as server:
        return int(server.server_address[1])


def _certificate(folder: Path) -> Path:
    """A certificate for the three hosts, its own authority, with its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "robots of a test")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(h) for h in ROBOTS]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "robots.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
