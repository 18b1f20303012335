"""The table of declines."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base


class Decline(Base):
    """不认领: one region says why it does not claim one base item.

    The base item is named by its code and issuer, not by its number: what was said of it holds
    when the catalogue is brought in again. At most one decline of a pair is in force.
    """

    __tablename__ = "decline"
    __table_args__ = (Index(None, "region_id", "code"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(64))
    issuer: Mapped[str] = mapped_column(String(64))
    region_id: Mapped[int] = mapped_column(BigInteger)
    agency_id: Mapped[int | None] = mapped_column(Integer)
    """The body that would have to claim it, where it is named."""
    reason: Mapped[str] = mapped_column(String(20))
    """A code of ``reasons.REASONS``."""
    note: Mapped[str | None] = mapped_column(Text)
    declared_by: Mapped[str] = mapped_column(String(100))
    declared_at: Mapped[datetime] = mapped_column(DateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(100))
    withdrawn_at: Mapped[datetime | None] = mapped_column(DateTime)


def is_declined(base: str, region: str) -> str:
    """Return SQL that is true where the region declines the base item; both are aliases."""
    return (
        f"EXISTS (SELECT 1 FROM decline d WHERE d.region_id = {region}.id AND d.code = {base}.code"
        f" AND d.issuer = {base}.qualifier AND d.withdrawn_at IS NULL)"
    )
