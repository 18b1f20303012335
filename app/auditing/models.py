"""Tables of the audit: verdicts on values, comparisons of pairs, findings on items."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, Index, Integer, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base


class AuditRule(Base):
    """审核规则: the small integer under which findings name a rule; its text lives in code."""

    __tablename__ = "audit_rule"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(80), unique=True)
    severity: Mapped[int] = mapped_column(SmallInteger)
    aspect: Mapped[str] = mapped_column(String(16))
    enabled: Mapped[int] = mapped_column(SmallInteger)
    graded: Mapped[int | None] = mapped_column(SmallInteger)
    """The severity that this installation chose; NULL: as declared. ``severity`` is what counts."""


class RuleSetting(Base):
    """规则设置: who switched a rule on or off, or graded it, when and why; the newest one holds."""

    __tablename__ = "rule_setting"
    __table_args__ = (Index(None, "rule_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    rule_id: Mapped[int] = mapped_column(SmallInteger)
    enabled: Mapped[int] = mapped_column(SmallInteger)
    graded: Mapped[int | None] = mapped_column(SmallInteger)
    who: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(DateTime)


class Verdict(Base):
    """判定: one defect of one element value, or of the own part of one item; facts, not words.

    One that belongs to a citation or a mention names neither: see ``NamedVerdict``.
    """

    __tablename__ = "verdict"
    __table_args__ = (Index(None, "value_id"), Index(None, "item_id", "region_id"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    value_id: Mapped[int | None] = mapped_column(Integer)
    item_id: Mapped[int | None] = mapped_column(Integer)
    region_id: Mapped[int | None] = mapped_column(BigInteger)
    """The region a group rule's verdict is about; NULL where it is about the item itself."""
    rule_id: Mapped[int] = mapped_column(SmallInteger)
    pointer: Mapped[str] = mapped_column(String(200))
    facts: Mapped[str] = mapped_column(Text)


class NamedVerdict(Base):
    """因法规或文书而有的判定: the verdict that stands for one citation or mention under a rule."""

    __tablename__ = "named_verdict"

    rule_id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    source: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """Id of the citation (``cited`` rules) or of the mention (``mentioned`` rules)."""
    verdict_id: Mapped[int] = mapped_column(Integer)


class ElementComparison(Base):
    """要素比对: a local value held against a standard's value, once per distinct pair."""

    __tablename__ = "element_comparison"
    __table_args__ = (Index(None, "local_value", "standard_value", "comparator", unique=True),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    comparator: Mapped[str] = mapped_column(String(40))
    standard_value: Mapped[int] = mapped_column(Integer)
    local_value: Mapped[int] = mapped_column(Integer)
    answer: Mapped[int] = mapped_column(SmallInteger)
    difference: Mapped[str] = mapped_column(Text)


class Finding(Base):
    """审核发现: rule, subject, and where the facts stand.

    ``ref`` is the id of a verdict (value, own and group rules), of a comparison (pair rules), or 0
    (item rules and missing fields, whose facts are columns of the item).
    """

    __tablename__ = "finding"
    __table_args__ = (Index(None, "rule_id", "item_id"), {"sqlite_with_rowid": False})

    item_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    rule_id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    ref: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class TouchedPlace(Base):
    """动过的地方: where a small write changed items or findings, so that counts follow it.

    Region and body, -1 where an item has none. Every version that is told of here has a row of its
    own too (region -2); of the others nobody knows what they changed.
    """

    __tablename__ = "touched_place"
    __table_args__ = ({"sqlite_with_rowid": False},)

    version: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    region_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    agency_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class KeptCount(Base):
    """留存计数: a count of the whole catalogue, kept for services that start (``stored``)."""

    __tablename__ = "kept_count"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    """The version of the catalogue that it is of; what was touched since is counted again."""
    terms: Mapped[str] = mapped_column(String(32))
    """Hash of what says how it is counted."""
    rest: Mapped[str] = mapped_column(Text)
    whole: Mapped[str] = mapped_column(Text)
    """JSON: the sum over all places."""


class KeptPart(Base):
    """留存分计: what such a count says of one place; -1 where there is no region or body."""

    __tablename__ = "kept_part"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    region_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    agency_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    content: Mapped[str] = mapped_column(Text)


class AuditRun(Base):
    """审核批次: one full run, with what it counted."""

    __tablename__ = "audit_run"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    started_at: Mapped[datetime] = mapped_column(DateTime)
    finished_at: Mapped[datetime | None] = mapped_column(DateTime)
    state: Mapped[str] = mapped_column(String(16))
    anew: Mapped[int] = mapped_column(SmallInteger)
    items: Mapped[int] = mapped_column(BigInteger)
    findings: Mapped[int] = mapped_column(BigInteger)
    drift: Mapped[int] = mapped_column(BigInteger)
    """Findings that the full run found and the standing ones lacked, or the other way round."""
    rule_set: Mapped[str] = mapped_column(String(64))
    counts: Mapped[str] = mapped_column(Text)
    kept: Mapped[int] = mapped_column(SmallInteger)
    """Whether what changed since the kept run before it is still there to compare."""
    last_item: Mapped[int] = mapped_column(Integer)
    """The highest id of an item there was: what is higher came later."""
    last_verdict: Mapped[int] = mapped_column(Integer)
    """The highest number of a verdict there was: while the run is kept, it is not given again."""
    rules: Mapped[str] = mapped_column(Text)
    """JSON list: the numbers of the rules that were switched on."""


class KeptFinding(Base):
    """留存的发现: the findings of the newest kept run, by marks that outlive verdicts.

    ``mark`` tells apart what one rule finds in one item (see ``marks``); ``number`` is how often.
    """

    __tablename__ = "kept_finding"
    __table_args__ = ({"sqlite_with_rowid": False},)

    item_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    rule_id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer)


class KeptSum(Base):
    """留存的和: what the findings that the newest kept run saw summed to, item stretch by stretch."""

    __tablename__ = "kept_sum"

    stretch: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer)
    total: Mapped[int] = mapped_column(BigInteger)
    """By the numbers of their verdicts, which stay what they are until these are made anew."""
    marked: Mapped[int] = mapped_column(BigInteger)
    """By their marks, which last (see ``marks``)."""


class RunChange(Base):
    """批次变化: how a kept run's findings differ from those of the kept run before it."""

    __tablename__ = "run_change"
    __table_args__ = ({"sqlite_with_rowid": False},)

    run_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    item_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    rule_id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer)
    """How many more there are than before; negative: fewer."""
    cause: Mapped[int] = mapped_column(SmallInteger)
    """Came or went by itself (0), with its item (1), with its rule (2)."""
