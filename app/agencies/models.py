"""The table of agencies."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.regions.models import RegionId


class Agency(Base):
    """实施主体: one implementing body.

    ``code`` is the 统一社会信用代码, or whatever the source calls the body, or, where a source
    gives a name only, ``name:`` and a digest of region and name.
    """

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text, index=True)
    """The code again, where no source gave a name."""
    region_id: Mapped[int | None] = mapped_column(RegionId, ForeignKey("region.id"), index=True)
    line: Mapped[str | None] = mapped_column(String(20), index=True)
    """条线: the department line that peers of the same kind share (教育, 公安, …)."""
