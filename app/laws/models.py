"""The table of laws."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Integer, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base

LAW, REGULATION, LOCAL_REGULATION, MINISTRY_RULE, LOCAL_RULE, DOCUMENT = 1, 2, 3, 4, 5, 6
"""效力位阶, numbered like 依据类型 in schemas/enumerations/legal-basis-kind.json."""


class Law(Base):
    """法规: one law as it was issued under one number.

    A regulation that was issued anew under its old name (国务院令第276号, 第650号, 第739号) is
    several rows of one ``key``; amendments in between only move ``revised``. What is not known for
    certain is NULL.
    """

    __tablename__ = "law"
    __table_args__ = (UniqueConstraint("key", "number_key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(300))
    """The folded name, without 中华人民共和国 and without the year of a revision."""
    number_key: Mapped[str] = mapped_column(String(200))
    """The folded 文号; '' where there is none or it is not known."""
    name: Mapped[str] = mapped_column(Text)
    number: Mapped[str | None] = mapped_column(Text)
    rank: Mapped[int | None] = mapped_column(SmallInteger)
    issuer: Mapped[str | None] = mapped_column(Text)
    published: Mapped[date | None] = mapped_column(Date)
    effective: Mapped[date | None] = mapped_column(Date)
    revised: Mapped[int | None] = mapped_column(SmallInteger)
    """Year of the latest amendment known of."""
    year: Mapped[int | None] = mapped_column(SmallInteger)
    """Year of the wording in force: of the latest amendment, else of publication."""
    ended: Mapped[date | None] = mapped_column(Date, index=True)
    """The first day on which it is no longer in force."""
    superseded: Mapped[int] = mapped_column(SmallInteger)
    """1 where a later law of the same name took its place: amended rather than repealed."""
    successor: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    """Where the facts of this row are from."""
