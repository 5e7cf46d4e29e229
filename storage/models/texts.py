"""By what copied texts are found."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class TextBand(Base):
    """One of the numbers of which much alike texts share at least one.

    A report whose text is too short to be compared has none.
    """

    __tablename__ = "text_band"

    report_id: Mapped[int] = mapped_column(
        ForeignKey("report.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(index=True)
