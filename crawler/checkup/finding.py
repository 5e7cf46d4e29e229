"""What one look at the whole found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: its name, a line that says how it stands, and what it is about.

    ``subjects`` are lines of their own (a site, a run), the worst first; ``needs_person`` says that
    this does not get better by waiting.
    """

    check: str
    message: str
    needs_person: bool = False
    subjects: tuple[str, ...] = ()
