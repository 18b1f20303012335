"""Tables of rectification: a list is frozen when it is issued, line by line."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, DateTime, Index, Integer, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base


class Rectification(Base):
    """整改清单: what one authority is to mend, issued on a day, due after so many working days."""

    __tablename__ = "rectification"
    __table_args__ = (Index(None, "agency_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    agency_id: Mapped[int] = mapped_column(Integer)
    agency_code: Mapped[str] = mapped_column(String(100))
    agency_name: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    severities: Mapped[str] = mapped_column(Text)
    """JSON list: which gravities were asked for."""
    rules: Mapped[str] = mapped_column(Text)
    """JSON list: which rules; empty for any."""
    issued_on: Mapped[date] = mapped_column(Date)
    working_days: Mapped[int] = mapped_column(Integer)
    due_on: Mapped[date] = mapped_column(Date)
    announced: Mapped[int] = mapped_column(SmallInteger)
    """Whether the holidays of every year in between were known when it was issued."""
    version: Mapped[int] = mapped_column(BigInteger)
    """The version of the catalogue whose findings these were."""
    lines: Mapped[int] = mapped_column(Integer)
    recorded_at: Mapped[datetime] = mapped_column(DateTime)


class RectificationLine(Base):
    """整改条目: one finding as it was when the list was issued, words and all."""

    __tablename__ = "rectification_line"

    rectification_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    item_id: Mapped[int] = mapped_column(Integer)
    rule_id: Mapped[int] = mapped_column(SmallInteger)
    mark: Mapped[int] = mapped_column(BigInteger)
    item_code: Mapped[str] = mapped_column(String(64))
    qualifier: Mapped[str] = mapped_column(String(64))
    item_name: Mapped[str | None] = mapped_column(Text)
    rule: Mapped[str] = mapped_column(String(80))
    severity: Mapped[str] = mapped_column(String(8))
    pointer: Mapped[str] = mapped_column(String(200))
    field: Mapped[str | None] = mapped_column(Text)
    message: Mapped[str] = mapped_column(Text)
    remedy: Mapped[str] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text)
