"""Tables of the catalogue: values stored once, items as narrow rows, revisions as history.

``item`` is the current state and is kept narrow on purpose: the audit reads all of it. What only
a reader of one item needs (identity as written, links, raw spellings) stands in ``revision.own``,
and what it shares with other items of its body or of its base item in ``own_frame``.
Columns named after an element hold the id of its value; they carry no foreign keys because values
are never deleted and thirteen look-ups per row would halve the speed of an import.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base


class ElementValue(Base):
    """要素值: one immutable value of one element, under the hash of its content."""

    __tablename__ = "element_value"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[int] = mapped_column(SmallInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    """Covers the kind too, so one look-up serves all kinds."""
    sense: Mapped[bytes] = mapped_column(LargeBinary(16))
    """Hash of the canonical form: equal where values differ only in looks."""
    content: Mapped[str] = mapped_column(Text)
    """Canonical JSON (sorted keys, no nulls)."""
    plain_hours: Mapped[int | None] = mapped_column(BigInteger)
    """Of a contact in which rules can object to nothing else: its hours (see ``plain_contact``)."""


class NameText(Base):
    """事项名称的检索形式: the folded text of each name value, for search."""

    __tablename__ = "name_text"

    value_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    folded: Mapped[str] = mapped_column(Text)


class Item(Base):
    """事项: the current state of one base item or implementation item."""

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("kind", "code", "qualifier"),
        Index(None, "standard_id", "kind", "region_id", "status"),
        Index(None, "base_code", "agency_id"),
        Index(None, "name", "agency_id"),
        Index(None, "region_id", "id"),
        Index(None, "agency_id", "id"),
        Index(None, "legal_basis", "status"),
        Index(None, "materials", "agency_id", "status"),
        Index(None, "fees", "status"),
        Index(None, "result", "agency_id"),
        Index(
            "ix_item_secret",
            "id",
            sqlite_where=text("secret = 1"),
            postgresql_where=text("secret = 1"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str] = mapped_column(String(64))
    """业务办理项编码, else 实施编码; 基本编码 for a base item."""
    qualifier: Mapped[str] = mapped_column(String(64))
    """What tells equal codes apart: the issuer of a base item, a source's own row id, or ''."""
    base_code: Mapped[str | None] = mapped_column(String(64))
    upper_code: Mapped[str | None] = mapped_column(String(64))
    """对应上级基本编码: the code under which the issuer above lists a base item."""
    number: Mapped[int] = mapped_column(Integer)
    hash: Mapped[bytes] = mapped_column(LargeBinary(16))
    standard_id: Mapped[int | None] = mapped_column(Integer)
    standard_number: Mapped[int | None] = mapped_column(Integer)
    """The revision of the standard that was current when this item was last written."""
    region_id: Mapped[int | None] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), ForeignKey("region.id")
    )
    agency_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("agency.id"))

    type: Mapped[str | None] = mapped_column(String(8))
    level: Mapped[int | None] = mapped_column(SmallInteger)
    levels: Mapped[int | None] = mapped_column(SmallInteger)
    status: Mapped[int | None] = mapped_column(SmallInteger)
    version: Mapped[int | None] = mapped_column(Integer)
    effective_date: Mapped[date | None] = mapped_column(Date)
    cancel_date: Mapped[date | None] = mapped_column(Date)
    secret: Mapped[int | None] = mapped_column(SmallInteger)

    name: Mapped[int | None] = mapped_column(Integer)
    authority: Mapped[int | None] = mapped_column(Integer)
    legal_basis: Mapped[int | None] = mapped_column(Integer)
    conditions: Mapped[int | None] = mapped_column(Integer)
    audience: Mapped[int | None] = mapped_column(Integer)
    time_limit: Mapped[int | None] = mapped_column(Integer)
    process: Mapped[int | None] = mapped_column(Integer)
    materials: Mapped[int | None] = mapped_column(Integer)
    fees: Mapped[int | None] = mapped_column(Integer)
    result: Mapped[int | None] = mapped_column(Integer)
    handling: Mapped[int | None] = mapped_column(Integer)
    contact: Mapped[int | None] = mapped_column(Integer)
    questions: Mapped[int | None] = mapped_column(Integer)

    plain_frame_id: Mapped[int | None] = mapped_column(Integer)
    plain_base_frame_id: Mapped[int | None] = mapped_column(Integer)
    """What its own part is plainly composed of, so that what rules say of the frames, they say of
    it; both NULL where only judging it can tell."""

    flawed: Mapped[int] = mapped_column(Integer)
    """Bit k set: the value of element k has findings of its own; bit 13: the own part has."""
    present: Mapped[int] = mapped_column(BigInteger)
    """Bit n set: field n of the obligations (in the standard's order) is filled."""

    power_source: Mapped[int | None] = mapped_column(SmallInteger)
    body_kind: Mapped[int | None] = mapped_column(SmallInteger)
    joint: Mapped[int | None] = mapped_column(SmallInteger)
    objects: Mapped[int | None] = mapped_column(SmallInteger)
    topics: Mapped[int | None] = mapped_column(SmallInteger)
    statutory: Mapped[int | None] = mapped_column(Integer)
    statutory_unit: Mapped[int | None] = mapped_column(SmallInteger)
    promised: Mapped[int | None] = mapped_column(Integer)
    promised_unit: Mapped[int | None] = mapped_column(SmallInteger)
    special_procedures: Mapped[int | None] = mapped_column(SmallInteger)
    steps: Mapped[int | None] = mapped_column(SmallInteger)
    step_total: Mapped[int | None] = mapped_column(Integer)
    step_unit: Mapped[int | None] = mapped_column(SmallInteger)
    material_count: Mapped[int | None] = mapped_column(SmallInteger)
    form_count: Mapped[int | None] = mapped_column(SmallInteger)
    charged: Mapped[int | None] = mapped_column(SmallInteger)
    fee_count: Mapped[int | None] = mapped_column(SmallInteger)
    result_types: Mapped[int | None] = mapped_column(SmallInteger)
    project_type: Mapped[int | None] = mapped_column(SmallInteger)
    visits: Mapped[int | None] = mapped_column(SmallInteger)
    online: Mapped[int | None] = mapped_column(SmallInteger)
    depth: Mapped[int | None] = mapped_column(SmallInteger)
    review_type: Mapped[int | None] = mapped_column(SmallInteger)
    area: Mapped[int | None] = mapped_column(SmallInteger)
    hall: Mapped[int | None] = mapped_column(SmallInteger)
    one_window: Mapped[int | None] = mapped_column(SmallInteger)
    online_payment: Mapped[int | None] = mapped_column(SmallInteger)
    delivery: Mapped[int | None] = mapped_column(SmallInteger)
    mail_in: Mapped[int | None] = mapped_column(SmallInteger)
    self_service: Mapped[int | None] = mapped_column(SmallInteger)
    sign_on: Mapped[int | None] = mapped_column(SmallInteger)
    has_online_link: Mapped[int | None] = mapped_column(SmallInteger)
    has_mobile_link: Mapped[int | None] = mapped_column(SmallInteger)


ITEM = Base.metadata.tables["item"]


class OwnFrame(Base):
    """框架: what own parts of one body's items, or of one base item's, share, under its hash."""

    __tablename__ = "own_frame"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    content: Mapped[str] = mapped_column(Text)
    """Canonical JSON: of a body agency, region, level, status, town, village, and templates of codes
    and links; of a base item its codes and type."""


class Revision(Base):
    """版本: what an item was; the newest one is what it is."""

    __tablename__ = "revision"

    item_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(16))
    previous: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    batch_id: Mapped[int | None] = mapped_column(Integer)
    sheet: Mapped[str | None] = mapped_column(Text)
    row: Mapped[int | None] = mapped_column(Integer)
    """Where in the batch's file it stood: 1-based row or line."""
    recorded_at: Mapped[datetime] = mapped_column(DateTime)
    own: Mapped[str] = mapped_column(Text)
    """JSON of what is the item's own beside its frames (see ``composing``)."""
    frame_id: Mapped[int | None] = mapped_column(Integer)
    """What its own part shares with others of its body; NULL where it says nothing of the kind."""
    base_frame_id: Mapped[int | None] = mapped_column(Integer)
    """The same of its base item; NULL where its code is not put together from body and base code."""
    elements: Mapped[str] = mapped_column(Text)
    """JSON list: the value id of each element kind in number order, null where absent; an empty
    list says that the item was withdrawn."""


class WithdrawnItem(Base):
    """撤回的事项: an item whose creation was undone. Its history stays, and goes on if it returns."""

    __tablename__ = "withdrawn_item"
    __table_args__ = (UniqueConstraint("kind", "code", "qualifier"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str] = mapped_column(String(64))
    qualifier: Mapped[str] = mapped_column(String(64))
    number: Mapped[int] = mapped_column(Integer)
    """Of the revision that says it was withdrawn."""
    hash: Mapped[bytes] = mapped_column(LargeBinary(16))


class CatalogueState(Base):
    """目录状态: one row that every write transaction advances, so caches know what they hold."""

    __tablename__ = "catalogue_state"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInteger)
    rule_set: Mapped[str] = mapped_column(String(64))
    """Version of the rules and profile that the standing verdicts were made with."""
    profile: Mapped[str] = mapped_column(String(64))
    derivation: Mapped[str] = mapped_column(String(64))
    """What code alone makes of content was made by (see ``derivation``)."""
