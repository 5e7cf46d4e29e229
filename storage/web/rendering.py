"""Templates filled in, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from storage.queries import Region
from storage.vocabulary import ExpectationState
from storage.web import figures
from storage.web.drawing import strip
from storage.web.language import Texts, remember, texts, wanted_language

Query = Mapping[str, object]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("storage.web"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for function in (
        *(figures.number, figures.plain, figures.share, figures.size),
        *(figures.day, figures.moment),
    ):
        environment.filters[function.__name__] = function
    environment.globals["states"] = tuple(ExpectationState)
    environment.globals["strip"] = strip
    return environment


def page(request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """A page in the language asked for.

    Templates have, besides what is handed in: ``t`` (texts), ``path`` (the address of a page by
    its name), ``at`` (that of a page about a region), ``here`` (this address with other query
    values), ``api`` (an address of the API).
    """
    t = texts(wanted_language(request))
    body = (
        _environment()
        .get_template(template)
        .render(
            **context,
            t=t,
            lang=t.language,
            request=request,
            path=lambda name, query=None, /, **places: address(request, name, query, **places),
            at=lambda name, region, query=None: _at(request, name, region, query or {}),
            here=lambda **changes: _with(request, changes),
            api=lambda path, query=None: _api(request, path, query or {}),
        )
    )
    response = HTMLResponse(body, status)
    response.headers["Content-Language"] = t.language.tag
    response.headers["Vary"] = "Cookie"
    remember(request, response)
    return response


def texts_of(request: Request) -> Texts:
    """The texts in the language asked for."""
    return texts(wanted_language(request))


def address(request: Request, name: str, query: Query | None = None, /, **places: object) -> str:
    """The path of a page by its name, below where the site is mounted."""
    path = request.scope.get("root_path", "") + request.app.url_path_for(name, **places)
    return _joined(path, query or {})


def _at(request: Request, name: str, region: Region, query: Query) -> str:
    """The address of a page about a region; no query has the values of none."""
    return address(request, name, {**region._asdict(), **query})


def _api(request: Request, path: str, query: Query) -> str:
    """An address of the API below this site."""
    return _joined(f"{request.scope.get('root_path', '')}/api/v1{path}", query)


def _with(request: Request, changes: Query) -> str:
    """This address with some values of its query changed, those that are None left out."""
    query = {**request.query_params, **changes}
    return _joined(request.url.path, query)


def _joined(path: str, query: Query) -> str:
    said = {key: value for key, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(said)}" if said else path
