"""The charts of the pages: which numbers, in which order, under which titles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from storage.queries import REFUSALS, REMEDIES, YearNumbers
from storage.web.drawing import Series, Stack, column_chart, line_chart
from storage.web.language import Texts
from storage.web.measures import granted, of_cases, received, refused

NumbersByYear = Mapping[int, YearNumbers]
FORM_OF_2019 = 2019  # the first report year with outcomes and carry-over rows


class Chart(NamedTuple):
    """A chart with the words around it, and the same numbers as a table.

    ``legend`` are names with the class of their colour; ``table`` has a row for each year.
    """

    key: str
    title: str
    drawn: Markup
    legend: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    table: tuple[tuple[int, tuple[str, ...]], ...]


class Measured(NamedTuple):
    """A number of each year that is compared between agencies."""

    key: str
    of: Callable[[YearNumbers | None], float | None]
    per_cent: bool


MEASURES = (
    Measured("requests", received, False),
    Measured("granted", lambda numbers: granted(numbers).value, True),
    Measured("refused", lambda numbers: refused(numbers).value, True),
    Measured("corrected", lambda numbers: of_cases(numbers, "corrected"), False),
)


def years_of(numbers: NumbersByYear) -> range:
    """From the first to the last year with numbers."""
    return range(min(numbers, default=0), max(numbers, default=-1) + 1)


def agency_charts(numbers: NumbersByYear, t: Texts) -> tuple[Chart, ...]:
    """Requests, shares granted and refused, refusals by ground, remedies; none without numbers."""
    years = years_of(numbers)
    if not years:
        return ()
    return (
        _requests(numbers, years, t),
        _shares(numbers, years, t),
        _stacked("grounds", REFUSALS, lambda one, name: one.requests.get(name), numbers, t),
        _stacked("remedies", REMEDIES, of_cases, numbers, t),
    )


def small_multiples(
    names: Mapping[str, str],
    numbers: Mapping[str, NumbersByYear],
    measured: Measured,
    t: Texts,
) -> list[tuple[str, str, Markup]]:
    """One small chart for each agency, all with the same years and the same axis."""
    whole = [year for one in numbers.values() for year in one]
    years = range(min(whole, default=0), max(whole, default=-1) + 1)
    values = {
        ident: {year: measured.of(one.get(year)) for year in years}
        for ident, one in numbers.items()
    }
    known = [v for one in values.values() for v in one.values() if v is not None]
    most = max(known, default=1) or 1
    return [
        (
            ident,
            name,
            line_chart(
                f"{name}: {t(f'chart.{measured.key}')}",
                [Series(name, values[ident])],
                years,
                per_cent=measured.per_cent,
                most=most,
                width=260,
            ),
        )
        for ident, name in names.items()
    ]


def _requests(numbers: NumbersByYear, years: Sequence[int], t: Texts) -> Chart:
    values = {year: received(numbers.get(year)) for year in years}
    title = t("chart.requests")
    drawn = line_chart(title, [Series(title, values)], years, break_before=FORM_OF_2019)
    table = tuple((year, (_number(values[year]),)) for year in years)
    return Chart("requests", title, drawn, (), (title,), table)


def _shares(numbers: NumbersByYear, years: Sequence[int], t: Texts) -> Chart:
    since = [year for year in years if year >= FORM_OF_2019] or list(years)
    shares = {"granted": granted, "refused": refused}
    series = [
        Series(t(f"chart.{key}"), {y: of(numbers.get(y)).value for y in since}, place)
        for place, (key, of) in enumerate(shares.items())
    ]
    table = tuple(
        (
            year,
            tuple(
                f"{_per_cent(of(numbers.get(year)).value)} "
                f"({_number(of(numbers.get(year)).part)}/{_number(of(numbers.get(year)).whole)})"
                for of in shares.values()
            ),
        )
        for year in since
    )
    title = t("chart.shares")
    drawn = line_chart(title, series, since, per_cent=True, most=1.0)
    legend = tuple((one.name, f"line-{one.place}") for one in series)
    return Chart("shares", title, drawn, legend, tuple(one.name for one in series), table)


def _stacked(
    key: str,
    names: Sequence[str],
    of: Callable[[YearNumbers, str], int | None],
    numbers: NumbersByYear,
    t: Texts,
) -> Chart:
    years = [y for y in years_of(numbers) if y >= FORM_OF_2019] or list(years_of(numbers))
    stacks = [
        Stack(
            t(f"row.{name}"),
            {year: of(numbers[year], name) if year in numbers else None for year in years},
            place,
        )
        for place, name in enumerate(names)
    ]
    title = t(f"chart.{key}")
    table = tuple((year, tuple(_number(one.values[year]) for one in stacks)) for year in years)
    legend = tuple((one.name, f"part-{one.place}") for one in stacks)
    heads = tuple(one.name for one in stacks)
    return Chart(key, title, column_chart(title, stacks, years), legend, heads, table)


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:,}"


def _per_cent(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"
