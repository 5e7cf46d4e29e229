"""The base of all models: names of constraints and the type of each Python annotation."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Date, Enum, Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase

from storage import vocabulary
from storage.models.columntypes import JsonDocument, JsonTuple, UtcDateTime


def word(kind: type[StrEnum]) -> Enum:
    """A column of one of the vocabulary's words.

    Stored as its text, not as a type of the database: a later version adds a word without
    rewriting a table.
    """
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """Base of all models."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        str: Text(),
        # SQLite numbers rows by itself only in a column of type INTEGER.
        int: BigInteger().with_variant(Integer(), "sqlite"),
        dt.datetime: UtcDateTime(),
        dt.date: Date(),
        dict[str, Any]: JsonDocument(),
        tuple[str, ...]: JsonTuple(),
        tuple[int, ...]: JsonTuple(),
        **{
            kind: word(kind)
            for kind in vars(vocabulary).values()
            if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
        },
    }
