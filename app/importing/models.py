"""Tables of the import: batches and the rows they refused."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base


class ImportBatch(Base):
    """导入批次: one file brought in, with its mode and its counts."""

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    file_name: Mapped[str] = mapped_column(Text)
    file_hash: Mapped[str] = mapped_column(String(64))
    file_size: Mapped[int] = mapped_column(BigInteger)
    sender: Mapped[str | None] = mapped_column(String(80))
    """Who sent it, as they call themselves."""
    job: Mapped[str | None] = mapped_column(String(16), index=True)
    """The import job that ran it, where there was one."""
    undoes: Mapped[int | None] = mapped_column(Integer)
    """The batch that this one undoes."""
    mapping: Mapped[str] = mapped_column(Text)
    """Names of the mappings that read it; of a kept one with its version: name@3."""
    mode: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    """running · done · undone · refused (all or nothing, so nothing) · cancelled · failed ·
    interrupted."""
    detail: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(DateTime)
    finished_at: Mapped[datetime | None] = mapped_column(DateTime)
    rows: Mapped[int] = mapped_column(BigInteger)
    created: Mapped[int] = mapped_column(BigInteger)
    changed: Mapped[int] = mapped_column(BigInteger)
    unchanged: Mapped[int] = mapped_column(BigInteger)
    refused: Mapped[int] = mapped_column(BigInteger)
    withdrawn: Mapped[int] = mapped_column(BigInteger)
    vanished: Mapped[int] = mapped_column(BigInteger)
    """Items that the source used to have and, though it says it is complete, has no more."""
    absent: Mapped[str] = mapped_column(Text)
    """JSON list of the owed fields (pointers) that no row of the file fills."""
    refusal_counts: Mapped[str] = mapped_column(Text)
    """JSON: how many refusals of each code."""


class ImportRefusal(Base):
    """拒收记录: one reason why one row was refused."""

    __tablename__ = "import_refusal"

    batch_id: Mapped[int] = mapped_column(
        Integer, ForeignKey("import_batch.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    sheet: Mapped[str | None] = mapped_column(Text)
    row: Mapped[int | None] = mapped_column(Integer)
    column: Mapped[str | None] = mapped_column(Text)
    letter: Mapped[str | None] = mapped_column(String(8))
    value: Mapped[str | None] = mapped_column(Text)
    code: Mapped[str] = mapped_column(String(80))
    pointer: Mapped[str | None] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text)


class ImportVanished(Base):
    """来源中消失的事项: an item of the file's scope that the file, said to be complete, lacks."""

    __tablename__ = "import_vanished"

    batch_id: Mapped[int] = mapped_column(
        Integer, ForeignKey("import_batch.id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class ImportMapping(Base):
    """来源映射: one version of a mapping that people made here; the newest one counts."""

    __tablename__ = "import_mapping"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(16))
    """draft (nobody confirmed it) · confirmed · removed."""
    title: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    """JSON, as schemas/mappings/mapping.schema.json says."""
    author: Mapped[str | None] = mapped_column(String(80))
    """Who saved it, as they call themselves."""
    saved_at: Mapped[datetime] = mapped_column(DateTime)
