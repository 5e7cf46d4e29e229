"""Charts as inline SVG: pure functions from numbers to markup, without styles of their own.

Lengths are in user units of the view box, which the page scales; classes get their colours from the
style sheet, so that a chart prints and reads like the text around it.
"""

from storage.web.drawing.columns import Stack, column_chart
from storage.web.drawing.lines import Series, line_chart
from storage.web.drawing.strips import Part, strip

__all__ = ["Part", "Series", "Stack", "column_chart", "line_chart", "strip"]
