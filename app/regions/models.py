"""Tables of regions: the tree by explicit parents, and its transitive closure."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base

# SQLite stores any integer in 8 bytes; only INTEGER PRIMARY KEY is its row id, which is faster.
RegionId = BigInteger().with_variant(Integer(), "sqlite")

NATION = 0
"""中华人民共和国: the root of the tree, code 000000000000."""


class Region(Base):
    """行政区划: one region. Its id IS its code as a number (440113000000; the nation is 0),
    so nobody ever has to look an id up: ``region_id = int(code)``.
    """

    __tablename__ = "region"

    id: Mapped[int] = mapped_column(RegionId, primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(100), index=True)
    level: Mapped[int] = mapped_column(SmallInteger)
    """1 国家, 2 省, 3 市, 4 县, 5 乡镇街道, 6 村居: the numbering of 行使层级."""
    parent_id: Mapped[int | None] = mapped_column(RegionId, ForeignKey("region.id"), index=True)
    """Kept explicitly: 东莞, 济源 and development zones break every rule about prefixes."""
    year: Mapped[int] = mapped_column(SmallInteger)
    """The edition of the list this row was taken from."""


class RegionWithin(Base):
    """行政区划归属: every (ancestor, region) pair, the region itself and the nation included."""

    __tablename__ = "region_within"

    ancestor_id: Mapped[int] = mapped_column(
        RegionId, ForeignKey("region.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    region_id: Mapped[int] = mapped_column(
        RegionId,
        ForeignKey("region.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
