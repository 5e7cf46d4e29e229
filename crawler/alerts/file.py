"""The file of subscriptions: TOML that people write and commands change without spoiling it."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import tomlkit
from pydantic import ValidationError
from tomlkit.exceptions import ParseError, TOMLKitError

from crawler.alerts.subscriptions import Subscription, Subscriptions
from storage.errors import ConfigurationError

Where = tuple[str | int, ...]


def load_subscriptions(path: Path, agency_ids: Collection[str]) -> Subscriptions:
    """The subscriptions of a file; none where there is no file.

    Args:
        path: the file.
        agency_ids: the agencies of the registry, which subscriptions may name.

    Raises:
        ConfigurationError: the file cannot be read or something in it does not fit; says the line,
            and never what an address holds.
    """
    text = _text(path)
    return _checked(path, text, agency_ids)


def add_subscription(path: Path, wanted: Subscription, agency_ids: Collection[str]) -> None:
    """Write a subscription at the end of a file, in the place of one of its name.

    Raises:
        ConfigurationError: the file, or what it would become, does not fit.
    """
    document = _document(path, _text(path))
    entries = [one for one in document.get("subscriptions", []) if one.get("name") != wanted.name]
    entry = tomlkit.table()
    for name, value in wanted.model_dump(mode="json", exclude_defaults=True).items():
        entry[name] = tomlkit.inline_table() if isinstance(value, dict) else value
        if isinstance(value, dict):
            entry[name].update(value)
    _write(path, document, [*entries, entry], agency_ids)


def remove_subscription(path: Path, name: str, agency_ids: Collection[str]) -> None:
    """Take a subscription out of a file.

    Raises:
        ConfigurationError: there is none of that name.
    """
    document = _document(path, _text(path))
    entries = list(document.get("subscriptions", []))
    kept = [one for one in entries if one.get("name") != name]
    if len(kept) == len(entries):
        raise ConfigurationError(
            f"{path}: no subscription {name}; see: nianbao alerts subscriptions"
        )
    _write(path, document, kept, agency_ids)


def _write(
    path: Path,
    document: tomlkit.TOMLDocument,
    entries: list[tomlkit.items.Table],
    agency_ids: Collection[str],
) -> None:
    array = tomlkit.aot()
    for entry in entries:
        array.append(entry)
    document.pop("subscriptions", None)
    if entries:
        document["subscriptions"] = array
    text = tomlkit.dumps(document)
    _checked(path, text, agency_ids)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)  # addresses hold passwords
    path.write_text(text, encoding="utf-8")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: cannot be read ({error}); it has to be UTF-8") from error


def _document(path: Path, text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except ParseError as error:
        reason = str(error).partition(" at line")[0]
        raise ConfigurationError(f"{path}: line {error.line}: no TOML: {reason}") from None
    except TOMLKitError as error:
        raise ConfigurationError(f"{path}: no TOML: {error}") from None


def _checked(path: Path, text: str, agency_ids: Collection[str]) -> Subscriptions:
    try:
        found = Subscriptions.model_validate(_document(path, text).unwrap())
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        reason = first["msg"].removeprefix("Value error, ")
        raise _misfit(path, text, first["loc"], reason) from None
    for where, reason in found.faults(agency_ids):
        raise _misfit(path, text, where, reason)
    return found


def _misfit(path: Path, text: str, where: Where, reason: str) -> ConfigurationError:
    name = ".".join(str(part + 1 if isinstance(part, int) else part) for part in where)
    return ConfigurationError(f"{path}: line {_line(text, where)}: {name}: {reason}")


def _line(text: str, where: Where) -> int:
    """The line of a key, or of the head of the table it is in; 1 where neither can be told."""
    lines = text.splitlines()
    parts = [str(part) for part in where]
    if parts[0] == "subscriptions" and len(where) > 1:
        heads = _matching(lines, r"\[\[\s*subscriptions\s*\]\]")
        number = where[1]
        start = heads[number] if isinstance(number, int) and number < len(heads) else 0
    else:
        depth = 2 if parts[0] == "channels" else 1
        head = r"\s*\.\s*".join(rf"[\"']?{re.escape(part)}[\"']?" for part in parts[:depth])
        start = next(iter(_matching(lines, rf"\[\s*{head}\s*\]")), 0)
    end = next(iter(_matching(lines[start + 1 :], r"\[")), len(lines))
    for part in parts[1:]:
        for number in _matching(lines[start : start + 1 + end], rf"{re.escape(part)}\s*="):
            return start + number + 1
    return start + 1


def _matching(lines: list[str], pattern: str) -> list[int]:
    return [n for n, line in enumerate(lines) if re.match(rf"\s*{pattern}", line)]
