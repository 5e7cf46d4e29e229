"""The columns of an exported table, by their types in every format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FieldType(StrEnum):
    """What a column holds, in the words of Frictionless Data's table schema."""

    TEXT = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DAY = "date"
    TIME = "datetime"


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, what it holds and what that means."""

    name: str
    type: FieldType
    meaning: str
    words: tuple[str, ...] = ()
