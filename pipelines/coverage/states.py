"""The twelve states in words that can be cited."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from storage.vocabulary import ExpectationState


@dataclass(frozen=True, slots=True)
class StateWords:
    """A state's name, what it means, what a citation may say of it and what it may not.

    ``may_say`` has the places ``{agency}``, ``{year}``, ``{due}`` and ``{as_of}``.
    """

    name: str
    meaning: str
    may_say: str
    may_not_say: str


@cache
def state_words() -> dict[ExpectationState, StateWords]:
    """The words of ``states.yaml`` by state; every state has its own."""
    text = files("pipelines.coverage").joinpath("states.yaml").read_text(encoding="utf-8")
    found = yaml.safe_load(text)
    return {state: StateWords(**found[state.value]) for state in ExpectationState}
