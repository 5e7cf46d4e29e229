"""The style sheet and the small script of the pages."""

from __future__ import annotations

from importlib.resources import files

from starlette.staticfiles import StaticFiles


def resources() -> StaticFiles:
    """The files of ``static/``."""
    return StaticFiles(directory=str(files("storage.web").joinpath("static")))
