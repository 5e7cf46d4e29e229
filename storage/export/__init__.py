"""Tables to take away: in one format, or frozen together as a release."""

from storage.export.lines import coverage_line, report_lines, times_of, version_line
from storage.export.tables import What
from storage.export.write import TEXT_FORMATS, ExportFormat, export_file, export_text

__all__ = [
    "TEXT_FORMATS",
    "ExportFormat",
    "What",
    "coverage_line",
    "export_file",
    "export_text",
    "report_lines",
    "times_of",
    "version_line",
]
