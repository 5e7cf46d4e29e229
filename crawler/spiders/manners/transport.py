"""How an answer came: over https with a certificate that verifies, over weaker https, or http.

Verified modern TLS is asked for first. County servers run expired or self-signed certificates and
TLS from before 2008 (DH_KEY_TOO_SMALL, UNSAFE_LEGACY_RENEGOTIATION_DISABLED in today's OpenSSL).
For such a host, and for it alone, the connection is accepted as it is: what it brought is kept, and
marked as weaker evidence.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

from cryptography.x509 import Certificate
from OpenSSL import SSL
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from service_identity import CertificateError, VerificationError
from service_identity.cryptography import (
    verify_certificate_hostname,
    verify_certificate_ip_address,
)
from twisted.python.failure import Failure

from crawler.spiders.hosts import is_address
from crawler.spiders.manners.asked_once import AskedOnce
from crawler.spiders.manners.old_tls import OldTlsHandler
from crawler.spiders.schemes import VERIFIED
from pipelines.ingest import now
from storage.addresses import host_of

UNVERIFIED = "https unverified"
"""Followed by a colon and the reason."""

_BAD_CERTIFICATE = "certificate verify failed"

_log = logging.getLogger(__name__)


class VerifiedFirst(BaseDownloadHandler):
    """Scrapy's handler of https, strict with every host until its TLS fails, then lenient with it.

    It puts ``transport`` into the meta of each request: ``https verified``, or ``https unverified``
    and why. A host is strict again in the next crawl: certificates get renewed.
    """

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._strict = AskedOnce(crawler)
        self._lenient = OldTlsHandler(crawler)
        self._weak: dict[str, str] = {}

    async def download_request(self, request: Request) -> Response:
        """Asks a host strictly; leniently where that failed for its TLS, now or before."""
        host = host_of(request.url)
        if host not in self._weak:
            try:
                response = await self._strict.download_request(request)
            except Exception as error:
                fault = _tls_fault(error)
                if not fault:
                    raise
            else:
                request.meta["transport"] = VERIFIED
                return response
            response = await self._lenient.download_request(request)
            self._weak[host] = _reason(fault, response)
            _log.warning("%s: accepted without verified TLS: %s", host, self._weak[host])
        else:
            response = await self._lenient.download_request(request)
        request.meta["transport"] = f"{UNVERIFIED}: {self._weak[host]}"
        return response

    async def close(self) -> None:
        """Closes the connections of both kinds."""
        await self._strict.close()
        await self._lenient.close()


def _tls_fault(error: Exception) -> str:
    """What in a failed request was the fault of its TLS, in OpenSSL's words; empty for others."""
    for cause in _causes(error):
        if isinstance(cause, VerificationError | CertificateError):
            return _BAD_CERTIFICATE
        if isinstance(cause, SSL.Error):
            reasons = [entry[-1] for entry in cause.args[0] if entry] if cause.args else []
            return str(reasons[-1]) if reasons else "no common TLS"
    return ""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception with those it was raised from, and those that Twisted gathered in it."""
    yield error
    gathered = [one.value for one in getattr(error, "reasons", ()) if isinstance(one, Failure)]
    for one in (*gathered, error.__cause__):
        if one is not None:
            yield from _causes(one)


def _reason(fault: str, response: Response) -> str:
    """Why a host's TLS is weak: what is wrong with its certificate, or with the TLS it speaks."""
    if fault != _BAD_CERTIFICATE:
        return f"old TLS, {fault}"
    if response.certificate is None:
        return "its certificate does not verify"
    return _certificate_fault(response.certificate.original.to_cryptography(), response.url)


def _certificate_fault(certificate: Certificate, url: str) -> str:
    if certificate.not_valid_after_utc < now():
        return f"its certificate expired on {certificate.not_valid_after_utc:%Y-%m-%d}"
    if certificate.not_valid_before_utc > now():
        return f"its certificate is valid from {certificate.not_valid_before_utc:%Y-%m-%d} on"
    if certificate.issuer == certificate.subject:
        return "its certificate is signed by itself"
    if not _is_named(certificate, host_of(url)):
        return "its certificate is of another name"
    return "its certificate is of an unknown issuer"


def _is_named(certificate: Certificate, host: str) -> bool:
    verify = verify_certificate_ip_address if is_address(host) else verify_certificate_hostname
    try:
        verify(certificate, host)
    except (CertificateError, VerificationError):
        return False
    return True
