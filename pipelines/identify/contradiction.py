"""When the text is another agency's than the title says: the wrong file was put up."""

from __future__ import annotations

from pipelines.identify.body import Body, lines_naming
from pipelines.identify.meaning import meaning
from pipelines.identify.neighbourhood import Neighbourhood
from pipelines.identify.organisations import GENERAL_OFFICE, GOVERNMENT
from pipelines.identify.registry import Registry


def signed_by_other(
    nominal_id: str,
    signature: str,
    body: Body,
    registry: Registry,
    around: Neighbourhood,
    year: int | None,
) -> str:
    """The id of the one other agency that signs a text, empty where there is no contradiction.

    Nothing that the text says of its author may point elsewhere, and the nominal agency may stand
    in the titles only. A government and its general office sign for each other, and a superior is
    named for its authority. Agencies that share an office sign for each other, too: the signature
    alone is a doubt, the text besides (:func:`speaks_of`) says that the wrong file was put up.
    ``year`` is the report year: a name of before a reform means here whom it means in a title.
    """
    other = _only(signature, registry, around, year)
    if not other or other == nominal_id or other == registry.parent(nominal_id):
        return ""
    authors = {_only(name, registry, around, year) for name in body.names} - {""}
    if authors - {other} or _is_pair(nominal_id, other, registry):
        return ""
    return "" if lines_naming(body.text, registry[nominal_id].names) else other


def speaks_of(body: Body, agency_id: str, registry: Registry) -> bool:
    """Whether a text names an agency besides its signature."""
    return lines_naming(body.text, registry[agency_id].names) > 1


def _only(name: str, registry: Registry, around: Neighbourhood, year: int | None) -> str:
    """The one agency that a name means on the site, empty where it means none or several."""
    ids = [m.agency.id for m in meaning(name, registry, around, year).matches] if name else []
    return ids[0] if len(ids) == 1 else ""


def _is_pair(one: str, other: str, registry: Registry) -> bool:
    """Whether two agencies are a government and its general office."""
    cores = {registry[one].cores[0], registry[other].cores[0]}
    return cores == {GOVERNMENT, GENERAL_OFFICE} and registry[one].seat == registry[other].seat
