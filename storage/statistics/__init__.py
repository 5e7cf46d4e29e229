"""Sums and shares over many reports, each with what it was reckoned from."""

from storage.statistics.ask import Dimension, Scope, Statistic, statistics
from storage.statistics.measures import MEASURES, Kind, Measure, measure
from storage.statistics.notes import Note, notes

__all__ = [
    "MEASURES",
    "Dimension",
    "Kind",
    "Measure",
    "Note",
    "Scope",
    "Statistic",
    "measure",
    "notes",
    "statistics",
]
