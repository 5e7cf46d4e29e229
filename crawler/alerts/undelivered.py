"""A message that no receiver took."""

from __future__ import annotations

from storage.errors import NianbaoError


class Undelivered(NianbaoError):  # noqa: N818 - named for what happened
    """A receiver did not take a message, as far as can be known; ``str()`` says why.

    ``uncertain`` says that it was handed over and nothing came back: the receiver may have it.
    """

    def __init__(self, message: str, *, uncertain: bool = False) -> None:
        super().__init__(message)
        self.uncertain = uncertain
