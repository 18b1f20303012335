"""Tables of what element values mention: laws and papers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Index, Integer, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base

FOUNDED, EXEMPT, FORM, OPTIONAL, IDENTIFYING = 1, 2, 4, 8, 16
"""Flags of a mention: states its own basis; need not be handed in; is a form; is not required;
only shows who applies."""


class Citation(Base):
    """法规引用: one law that one element value names, wherever it names it."""

    __tablename__ = "citation"
    __table_args__ = (Index(None, "value_id"), Index(None, "law_id"), Index(None, "key"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    value_id: Mapped[int] = mapped_column(Integer)
    kind: Mapped[int] = mapped_column(SmallInteger)
    """The kind of the value: legal basis, time limit, materials or fees."""
    pointer: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(300))
    """The law's folded name (``law_key``), '' where only a number is given."""
    number: Mapped[str] = mapped_column(Text)
    """The folded 文号, or ''."""
    law: Mapped[str] = mapped_column(Text)
    """What the value calls it."""
    article: Mapped[str | None] = mapped_column(Text)
    year: Mapped[int | None] = mapped_column(SmallInteger)
    """The version the value names: 2018 in （2018年修正）."""
    rank: Mapped[int | None] = mapped_column(SmallInteger)
    """效力位阶 as stated or as the wording tells beyond doubt."""
    law_id: Mapped[int | None] = mapped_column(Integer)
    """The law of the registry; NULL where the registry does not know it."""


class Paper(Base):
    """证明文书: one document that people hand in or receive, under the key that folds its names."""

    __tablename__ = "paper"
    __table_args__ = (Index(None, "ended"), Index(None, "line"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(300), unique=True)
    name: Mapped[str] = mapped_column(Text)
    certificate: Mapped[int] = mapped_column(SmallInteger)
    """1 where it is on the shipped list of papers that government issues."""
    line: Mapped[str | None] = mapped_column(String(20))
    """The department line that alone issues it."""
    issuer: Mapped[str | None] = mapped_column(Text)
    ended: Mapped[date | None] = mapped_column(Date)
    """The first day on which it is no longer issued."""
    instead: Mapped[str | None] = mapped_column(Text)


class Mention(Base):
    """文书提及: one paper that one value asks for (kind materials) or gives (kind result)."""

    __tablename__ = "mention"
    __table_args__ = (Index(None, "value_id"), Index(None, "paper_id", "kind"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    value_id: Mapped[int] = mapped_column(Integer)
    kind: Mapped[int] = mapped_column(SmallInteger)
    position: Mapped[int] = mapped_column(Integer)
    """0-based place in the list of materials; 0 for a result."""
    paper_id: Mapped[int] = mapped_column(Integer)
    flags: Mapped[int] = mapped_column(SmallInteger)


class MentionMark(Base):
    """提及的水位: up to which value id everything has been indexed; one row."""

    __tablename__ = "mention_mark"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    value_id: Mapped[int] = mapped_column(Integer)
