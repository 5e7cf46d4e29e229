"""Pictures and scans: rules found in pixels, each cell recognised by itself."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import ImageDraw

pytest.importorskip("rapidocr", reason="the extra 'ocr' is not installed")

from pipelines.extract.image import extract_image
from pipelines.extract.limits import DEFAULT
from pipelines.extract.pdf import extract_pdf
from storage.errors import DocumentDamaged, DocumentTooLarge
from tests.pipelines.extract.drawn.layout import Sketch, table, words
from tests.pipelines.extract.drawn.pdf import pdf
from tests.pipelines.extract.drawn.picture import SCALE, picture, png, scanned_pdf
from tests.pipelines.extract.drawn.tables import REQUESTS, Drawn, cells_of

HEADING = "二、主动公开政府信息情况"


def figures(cells: set[Drawn]) -> set[tuple[int, int, str]]:
    return {(c.row, c.column, c.text) for c in cells if c.text.isdigit() or not c.text}


@pytest.mark.parametrize("slant", [0.0, -1.3])
def test_a_table_in_a_picture_gives_its_figures(slant: float) -> None:
    extracted = extract_image(png(words(HEADING) + table(REQUESTS), slant))
    (grid,) = extracted.grids
    found = cells_of(grid)
    assert figures(found) == figures(set(REQUESTS))
    assert {(c.row, c.column, c.rowspan, c.colspan) for c in found} == {
        (c.row, c.column, c.rowspan, c.colspan) for c in REQUESTS
    }
    assert HEADING in [paragraph.text for paragraph in extracted.paragraphs]
    assert extracted.doubts


def test_a_slash_is_not_taken_for_a_one() -> None:
    cells = (Drawn(0, 0, "甲类信息"), Drawn(0, 1, "/"), Drawn(1, 0, "乙类信息"), Drawn(1, 1, "1"))
    (grid,) = extract_image(png(table(cells))).grids
    assert [cell.text for cell in grid if cell.column == 1] == ["/", "1"]


def test_a_minus_and_a_dash_are_not_taken_for_dust() -> None:
    cells = (
        Drawn(0, 0, "本年增减"),
        Drawn(0, 1, "-1"),
        Drawn(1, 0, "本年收费"),
        Drawn(1, 1, "—"),
        Drawn(2, 0, "本年采购"),
        Drawn(2, 1, "-27"),
        Drawn(3, 0, "本年减免"),
        Drawn(3, 1, "-"),
    )
    (grid,) = extract_image(png(table(cells))).grids
    assert [cell.text for cell in grid if cell.column == 1] == ["-1", "—", "-27", "-"]


def test_dust_beside_a_mark_does_not_change_it_and_makes_none_in_an_empty_cell() -> None:
    cells = (Drawn(0, 0, "甲类信息"), Drawn(0, 1, "/"), Drawn(1, 0, "乙类信息"), Drawn(1, 1, ""))
    image = picture(table(cells))
    draw = ImageDraw.Draw(image)
    for column, row, width, height in ((268, 134, 8, 6), (225, 156, 2, 1)):
        x, y = round(column * SCALE), round(row * SCALE)
        draw.rectangle((x, y, x + width, y + height), fill=0)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    (grid,) = extract_image(buffer.getvalue()).grids
    assert [cell.text for cell in grid if cell.column == 1] == ["/", ""]


def test_a_scanned_page_says_that_it_was_one() -> None:
    extracted = extract_pdf(scanned_pdf(words(HEADING) + table(REQUESTS), slant=0.5))
    assert extracted.doubts == ("page 1 was read from a picture",)
    (grid,) = extracted.grids
    assert figures(cells_of(grid)) == figures(set(REQUESTS))
    assert all(cell.confidence <= 1 for cell in grid)


def test_the_unit_of_a_scanned_page_is_the_point() -> None:
    (grid,) = extract_pdf(scanned_pdf(table(REQUESTS, left=60, top=120))).grids
    cell = grid.at(0, 0)
    assert cell is not None
    assert cell.box is not None
    assert cell.box[:2] == pytest.approx((60, 120), abs=1.5)


def test_an_empty_page_has_nothing_to_say() -> None:
    assert extract_image(png(Sketch())).blocks == ()


def test_pictures_are_limited_and_damage_is_said() -> None:
    body = png(words(HEADING))
    with pytest.raises(DocumentTooLarge, match="pixels"):
        extract_image(body, replace(DEFAULT, pixels=1000))
    with pytest.raises(DocumentDamaged, match="picture"):
        extract_image(body[: len(body) // 2])


def test_a_written_page_is_not_looked_at() -> None:
    assert extract_pdf(pdf(words(HEADING))).doubts == ()
