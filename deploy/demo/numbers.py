"""The figures of every report: drawn for each body year by year, so that all sums and chains hold.

A government's figures are its own and those of everyone below it. Every rule of the form is linear,
so what holds for the parts holds for the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from deploy.demo.disclosure import Figures, proactive_disclosure
from deploy.demo.draw import draw, pick
from deploy.demo.form import applicants, form_data, form_of, outcomes
from deploy.demo.province import Agency, Province

# Of a hundred requests, by applicant.
SHARES = {
    "natural_person": 68,
    "commercial_enterprise": 14,
    "research_institution": 3,
    "public_interest_organization": 3,
    "legal_service_provider": 9,
    "other_organization": 3,
}
# Usual outcomes stand more than once, so that they are drawn more often.
USUAL_OUTCOMES = [
    *["outcome_granted"] * 30,
    *["outcome_partially_granted"] * 6,
    *["outcome_unavailable_not_held"] * 12,
    *["outcome_denied_internal_affairs"] * 3,
    *["outcome_not_processed_petition"] * 3,
]


def figures(province: Province) -> dict[tuple[str, int], Figures]:
    """The figures of each agency and report year, keyed ``table.row.column``; amounts in 万元."""
    own = {
        agency.id: dict(zip(province.years, _own_figures(agency, province.years), strict=True))
        for agency in province.agencies.values()
    }
    return {
        (agency.id, year): _add(own[member.id][year] for member in _reported_on(agency, province))
        for agency in province.agencies.values()
        for year in province.years
    }


def _reported_on(agency: Agency, province: Province) -> Iterator[Agency]:
    yield agency
    if agency.is_government:
        for child in province.children(agency):
            yield from _reported_on(child, province)


def _add(parts: Iterable[Figures]) -> Figures:
    total: Figures = {}
    for part in parts:
        for key, value in part.items():
            total[key] = total.get(key, 0) + value
    return total


def _own_figures(agency: Agency, years: range) -> Iterator[Figures]:
    disclosure = proactive_disclosure(agency, years)
    requests = _requests(agency, years)
    for year in years:
        yield next(disclosure) | next(requests) | _cases(agency, year)


def _requests(agency: Agency, years: range) -> Iterator[Figures]:
    usual = agency.workload["requests"]
    pending = {who: draw(0, usual * SHARES[who] // 500, agency.id, who) for who in applicants()}
    for year in years:
        cells: Figures = {}
        for who in applicants():
            received = draw(0, usual * SHARES[who] // 50, agency.id, year, who)
            waiting = received + pending[who]
            carried_over, pending[who] = (
                pending[who],
                draw(0, waiting // 5, agency.id, year, who, "open"),
            )
            settled = _settle(waiting - pending[who], agency, year, who)
            cells[f"t3.requests_received.{who}"] = received
            cells[f"t3.requests_carried_over.{who}"] = carried_over
            cells |= {f"t3.{outcome}.{who}": count for outcome, count in settled.items()}
            cells[f"t3.outcomes_total.{who}"] = sum(settled.values())
            cells[f"t3.requests_carried_forward.{who}"] = pending[who]
        yield cells | _row_totals(cells)


def _settle(count: int, agency: Agency, year: int, who: str) -> dict[str, int]:
    rows = outcomes(form_of(year))
    choices = USUAL_OUTCOMES + rows
    drawn = Counter(pick(choices, agency.id, year, who, number) for number in range(count))
    return {row: drawn[row] for row in rows}


def _row_totals(cells: Figures) -> Figures:
    totals: Figures = {}
    for key, value in cells.items():
        row = key.rsplit(".", 1)[0] + ".total"
        totals[row] = totals.get(row, 0) + value
    return totals


def _cases(agency: Agency, year: int) -> Figures:
    cells: Figures = {}
    for block in form_data()["case_blocks"]:
        results = {
            column: draw(0, agency.workload["requests"] // 9, agency.id, year, block, column)
            for column in ("upheld", "corrected", "other_result", "pending")
        }
        results["total"] = sum(results.values())
        cells |= {f"t4.{block}.{column}": count for column, count in results.items()}
    return cells
