"""A message by mail: one letter to all its readers, with the same Message-ID however often tried.

apprise reads the address but sends each reader a letter of its own under a new Message-ID each
time: where the second of three is refused, a retry would tell the first twice.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from apprise.plugins.email.base import NotifyEmail

from crawler.alerts.undelivered import Undelivered

_PORTS = {"ssl": 465, "starttls": 587, "insecure": 25}


def send_mail(address: NotifyEmail, key: str, subject: str, body: str) -> str:
    """Hands a letter to a mail server, to all its readers at once.

    A reader who is refused for good is left out; one who is refused for now (a grey list) lets the
    letter wait for all of them, so that nobody gets it twice.

    Returns:
        What a person should know: who was refused; empty where nobody was.

    Raises:
        Undelivered: the server could not be reached, or did not take the letter.
    """
    readers = [reader for _, reader in address.targets]
    sender_name, sender = address.from_addr
    letter = EmailMessage()
    letter["From"] = formataddr((str(sender_name or ""), str(sender)))
    letter["To"] = ", ".join(readers)
    if address.cc:
        letter["Cc"] = ", ".join(sorted(address.cc))
    letter["Subject"] = subject
    letter["Date"] = format_datetime(dt.datetime.now(dt.UTC))
    letter["Message-ID"] = f"<{key}@{str(sender).rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    letter.set_content(body)
    try:
        with _server(address) as server:
            everyone = [*readers, *sorted(address.cc), *sorted(address.bcc)]
            return _hand_over(server, str(sender), everyone, letter)
    except (OSError, smtplib.SMTPException) as error:
        raise Undelivered(_reason(error)) from None


def _hand_over(
    server: smtplib.SMTP, sender: str, readers: Sequence[str], letter: EmailMessage
) -> str:
    server.ehlo_or_helo_if_needed()
    _accepted(server.mail(sender))
    codes = [server.rcpt(reader)[0] for reader in readers]
    later = [code for code in codes if 400 <= code < 500]
    refused = [code for code in codes if code >= 500]
    if later or len(refused) == len(readers):
        server.rset()
        raise Undelivered(f"the mail server refused a reader with {(later or refused)[0]}")
    _accepted(server.data(letter.as_bytes(policy=policy.SMTP)))
    return f"{len(refused)} of {len(readers)} readers were refused" if refused else ""


def _accepted(answer: tuple[int, bytes]) -> None:
    code, text = answer
    if code >= 400:
        raise smtplib.SMTPResponseException(code, text)


@contextlib.contextmanager
def _server(address: NotifyEmail) -> Iterator[smtplib.SMTP]:
    mode = str(address.secure_mode)
    port = address.port or _PORTS[mode]
    host, seconds = address.smtp_host, address.socket_connect_timeout
    context = ssl.create_default_context()
    if not address.verify_certificate:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if mode == "ssl":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=seconds, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=seconds)
    with server:
        if mode == "starttls":
            server.starttls(context=context)
        if address.user and address.password:
            server.login(address.user, address.password)
        yield server


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the mail server answered {error.smtp_code}"
    return f"no mail server there ({type(error).__name__})"
