"""When the text is another agency's than the title says: the wrong file was put up."""

from __future__ import annotations

from pipelines.identify.names import meaning
from pipelines.identify.neighbourhood import Neighbourhood
from pipelines.identify.organisations import GENERAL_OFFICE, GOVERNMENT
from pipelines.identify.registry import Registry


def content_disagrees(
    nominal_id: str,
    signature: str,
    body_names: tuple[str, ...],
    registry: Registry,
    around: Neighbourhood,
) -> str:
    """The id of the agency that the text consistently names instead, empty if it does not.

    All that the text says of its author has to name that one agency, and at least twice: in the
    signature and in the opening, or in two ways in the opening. A government and its general
    office sign for each other, and a superior is named for its authority: that is no contradiction.
    """
    named: list[str] = []
    for text in (signature, *body_names):
        ids = {m.agency.id for m in meaning(text, registry, around, None).matches} if text else {""}
        if len(ids) > 1 or nominal_id in ids:
            return ""
        named += [i for i in ids if i]
    if len(named) < 2 or len(set(named)) != 1:
        return ""
    other = named[0]
    above = registry.parent(nominal_id)
    if other == above or _is_pair(nominal_id, other, registry):
        return ""
    return other


def _is_pair(one: str, other: str, registry: Registry) -> bool:
    """Whether two agencies are a government and its general office."""
    cores = {registry[one].cores[0], registry[other].cores[0]}
    return cores == {GOVERNMENT, GENERAL_OFFICE} and registry[one].seat == registry[other].seat
