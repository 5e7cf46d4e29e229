"""The two languages of the site: which one a reader wants, and the texts of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml
from fastapi import Request, Response

COOKIE = "nianbao-lang"
_A_YEAR = 365 * 24 * 3600


class Language(StrEnum):
    """The languages there are texts in."""

    CHINESE = "zh"
    ENGLISH = "en"

    @property
    def other(self) -> Language:
        """The one the switch leads to."""
        return Language.ENGLISH if self is Language.CHINESE else Language.CHINESE

    @property
    def tag(self) -> str:
        """Its tag in HTML (BCP 47)."""
        return "zh-Hans" if self is Language.CHINESE else "en"


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language by their keys."""

    language: Language
    by_key: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """A text with its places filled in.

        Raises:
            KeyError: there is no such text, or a value for a place in it is missing.
        """
        return self.by_key[key].format(**values)

    def or_key(self, group: str, name: str) -> str:
        """The text of a name in a group, or the name: issues may have rules of later readers."""
        return self.by_key.get(f"{group}.{name}", name)


@cache
def texts(language: Language) -> Texts:
    """The texts of a language, from ``texts/``."""
    source = files("storage.web").joinpath("texts", f"{language}.yaml")
    return Texts(language, yaml.safe_load(source.read_text(encoding="utf-8")))


def wanted_language(request: Request) -> Language:
    """What the address asks for, else what was asked for before, else Chinese."""
    for said in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if said in tuple(Language):
            return Language(said)
    return Language.CHINESE


def remember(request: Request, response: Response) -> None:
    """Keeps the language that the address asks for."""
    said = request.query_params.get("lang")
    if said in tuple(Language):
        response.set_cookie(COOKIE, said, max_age=_A_YEAR, httponly=True, samesite="lax", path="/")
