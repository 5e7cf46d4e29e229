"""The only reader of the environment."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.errors import ConfigurationError

_RATE = re.compile(r"[1-9]\d{0,6}/(?:second|minute|hour|day)")


class Settings(BaseSettings):
    """Every setting of the program, with its default and its reason.

    Each is read from ``NIANBAO_<NAME>``; see ``docs/operations.md``.
    """

    model_config = SettingsConfigDict(env_prefix="NIANBAO_", extra="ignore", frozen=True)

    home: Path = Field(
        Path("data"), description="Folder of the database, the archive and the logs."
    )
    database_url: str = Field("", description="SQLAlchemy URL; SQLite in the home folder if empty.")
    archive_url: str = Field("", description="fsspec URL of the WARC files; home/archive if empty.")
    download_delay: float = Field(
        3.0,
        ge=0,
        description="Seconds between two requests to one host; robots.txt may ask for more.",
    )
    contact: str = Field(
        "", description="Address put into the user agent, so that a site can reach the operator."
    )
    processes: int = Field(
        0,
        ge=0,
        description="Processes that walk sites in one crawl; 0 for one a core.",
    )
    alerts_file: str = Field(
        "", description="TOML file of channels and subscriptions; home/alerts.toml if empty."
    )
    render: bool = Field(
        False,
        description="Draw a column page in Chromium where its list cannot be read otherwise.",
    )
    chromium: Path = Field(
        Path("/usr/bin/chromium"), description="The browser for that; Debian's by default."
    )
    log_json: bool = Field(
        False, description="Logs as JSON lines, with the ids of crawl, run, job and document."
    )

    api_rate: str = Field(
        "240/minute", description="How often one address may ask the API, as 'number/unit'."
    )

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{(self.home / 'nianbao.sqlite3').absolute()}"

    @property
    def archive(self) -> str:
        """The fsspec URL of the WARC files in force."""
        return self.archive_url or str((self.home / "archive").absolute())

    @property
    def alerts(self) -> Path:
        """The file of channels and subscriptions in force."""
        return Path(self.alerts_file) if self.alerts_file else self.home / "alerts.toml"

    @field_validator("api_rate")
    @classmethod
    def _is_a_rate(cls, rate: str) -> str:
        if not _RATE.fullmatch(rate):
            raise ValueError("not a rate such as 240/minute")
        return rate


@cache
def settings() -> Settings:
    """The settings of this process, read once.

    Raises:
        ConfigurationError: a variable has a value that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "NIANBAO_" + "_".join(str(part) for part in first["loc"]).upper()
        raise ConfigurationError(f"{name}: {first['msg']}") from error


def child_environment(**changes: str) -> dict[str, str]:
    """The environment of this process with changes, for a program started by it."""
    return {**os.environ, **changes}


@cache
def proxy_hosts() -> frozenset[str]:
    """The hosts of the proxies that ``http_proxy`` and its kin name."""
    hosts = {urlsplit(url).hostname for url in getproxies().values()}
    return frozenset(host for host in hosts if host)


def https_leaves_as_http() -> bool:
    """Whether https goes the way that http goes: both through a proxy, or both straight out.

    Where a proxy is set for http alone, it stands for the web (the demo, a simulated web), or https
    is not meant to leave: nothing is asked over https there that was not given as https.
    """
    proxies = getproxies()
    return ("http" in proxies) == ("https" in proxies)


def proxy_of(url: str) -> str:
    """The proxy that ``http_proxy`` and its kin name for an address; empty where there is none."""
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return ""
    return getproxies().get(parts.scheme, "")
