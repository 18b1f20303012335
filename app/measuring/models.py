"""Tables of baselines and of figures that were kept."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, DateTime, Integer, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.regions.models import RegionId


class Baseline(Base):
    """基线: what items asked for at a date, frozen, so that reductions are measured against it."""

    __tablename__ = "baseline"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    taken_at: Mapped[datetime] = mapped_column(DateTime)
    version: Mapped[int] = mapped_column(BigInteger)
    """Version of the catalogue that was frozen."""
    items: Mapped[int] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(Text)


class BaselineItem(Base):
    """基线事项: the numbers of one item at the baseline, under the names they have in ``item``."""

    __tablename__ = "baseline_item"
    __table_args__ = ({"sqlite_with_rowid": False},)

    baseline_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    item_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    region_id: Mapped[int | None] = mapped_column(RegionId)
    agency_id: Mapped[int | None] = mapped_column(Integer)
    type: Mapped[str | None] = mapped_column(String(8))
    level: Mapped[int | None] = mapped_column(SmallInteger)
    project_type: Mapped[int | None] = mapped_column(SmallInteger)
    material_count: Mapped[int | None] = mapped_column(SmallInteger)
    statutory: Mapped[int | None] = mapped_column(Integer)
    statutory_unit: Mapped[int | None] = mapped_column(SmallInteger)
    promised: Mapped[int | None] = mapped_column(Integer)
    promised_unit: Mapped[int | None] = mapped_column(SmallInteger)
    steps: Mapped[int | None] = mapped_column(SmallInteger)
    visits: Mapped[int | None] = mapped_column(SmallInteger)
    fee_count: Mapped[int | None] = mapped_column(SmallInteger)


class Snapshot(Base):
    """指标留存: one day on which figures were kept."""

    __tablename__ = "snapshot"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(Date, unique=True)
    """北京时间: the day; a second snapshot of a day takes the place of the first."""
    taken_at: Mapped[datetime] = mapped_column(DateTime)
    version: Mapped[int] = mapped_column(BigInteger)
    baseline: Mapped[str | None] = mapped_column(String(100))
    """Name of the baseline that reductions were measured against."""


class SnapshotFigures(Base):
    """留存的指标值: the figures of one region with all within it, or of one body; 0 where neither."""

    __tablename__ = "snapshot_figures"
    __table_args__ = ({"sqlite_with_rowid": False},)

    region_id: Mapped[int] = mapped_column(RegionId, primary_key=True, autoincrement=False)
    agency_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    snapshot_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    figures: Mapped[str] = mapped_column(Text)
    """JSON: {"slug@version": [numerator, denominator]}, as they were counted."""
