"""The JSON API under ``/api/v1``: what the pages show, for programs."""

from storage.web.api.app import create_api

__all__ = ["create_api"]
