"""What pages show, taken out of their markup."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from lxml.etree import _Element
from lxml.html import HtmlElement, document_fromstring


@dataclass(frozen=True)
class ShownCell:
    """A cell of the statutory form: the number read (None without one), its state, what stood."""

    value: float | None
    state: str
    raw: str


def text_of(element: _Element) -> str:
    """All text in an element."""
    return "".join(map(str, element.itertext())).strip()


def cell_elements(page: str) -> dict[str, HtmlElement]:
    """The cells of a report's page by their keys; each stands there once."""
    found = list(document_fromstring(page).iterfind(".//td[@data-cell]"))
    cells = {cell.get("data-cell") or "": cell for cell in found}
    assert len(cells) == len(found)
    return cells


def raw_of(cell: HtmlElement) -> str:
    """What the agency printed in a cell; 空 if nothing."""
    (raw,) = cell.iterfind(".//span[@class='raw']")
    return text_of(raw)


def cells_shown(page: str) -> dict[str, ShownCell]:
    """The cells that a report has, by their keys; those that its form only would have are not."""
    return {
        key: ShownCell(
            float(value) if (value := cell.get("data-value")) else None,
            cell.get("data-state") or "",
            raw_of(cell),
        )
        for key, cell in cell_elements(page).items()
        if cell.get("data-state") is not None
    }


def matrix_shown(page: str) -> dict[tuple[str, int], str]:
    """The states of a sheet of the coverage matrix by agency and year."""
    return {
        (unquote(agency_id), int(year)): (cell.get("class") or "").removeprefix("is-")
        for cell in document_fromstring(page).iterfind(".//table[@class='matrix']/tbody/tr/td")
        for link in cell.iterfind("a")
        for agency_id, year in [(link.get("href") or "").split("?")[0].split("/")[-2:]]
    }


def overview_shown(page: str) -> list[int]:
    """The numbers of the first page: due, published, late, missing, unknown, then what there is."""
    numbers = document_fromstring(page).iterfind(".//dl[@class='numbers']/div/dd/a")
    return [number_of(text_of(one)) or 0 for one in numbers]


def received_shown(page: str) -> dict[int, int | None]:
    """The requests received in each year of an agency's page; None where it shows none."""
    rows = document_fromstring(page).iterfind(".//table[@class='plain years']/tbody/tr")
    shown = ([text_of(cell) for cell in row] for row in rows)
    return {int(row[0]): number_of(row[4]) for row in shown}


def number_of(text: str) -> int | None:
    """A whole number with its thousands set apart; None for a dash."""
    return None if text in ("—", "") else int(text.replace(",", ""))
