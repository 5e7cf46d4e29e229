"""Curves of a benchmark as a page to look at: a chart for each number, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from markupsafe import Markup

from storage.web.drawing import Series, line_chart

_PAGE = Markup("""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>{style} figure {{ display: inline-block; width: 26rem; margin: 1rem }}</style>
<body><main><h1>{title}</h1><p>{how}</p>{charts}</main></body></html>
""")
_CHART = Markup("<figure>{}<figcaption>{}</figcaption></figure>")


def draw(path: Path, title: str, how: str, curves: Mapping[str, Mapping[int, float]]) -> None:
    """Writes the page.

    Args:
        path: the HTML file.
        title: its heading.
        how: one sentence that says how to read it.
        curves: for each chart its caption and the numbers by size, in the order of the sizes.
    """
    charts = Markup("").join(
        _CHART.format(line_chart(caption, [Series(caption, dict(curve))], list(curve)), caption)
        for caption, curve in curves.items()
    )
    style = Markup((files("storage.web") / "static" / "site.css").read_text("utf-8"))  # noqa: S704 - our own
    path.write_text(_PAGE.format(title=title, how=how, style=style, charts=charts), "utf-8")
