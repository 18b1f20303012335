"""指标背后的事项: the items of a numerator, a denominator, or of an exclusion, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from sqlalchemy import Connection, RowMapping

from app.items.queries import JOINS, OPEN, ItemFilter, page_sql, statement, walked_near
from app.items.record import IMPLEMENTATION
from app.kernel.language import Language
from app.measuring.baselines import baseline_id, newest
from app.measuring.definitions import Indicator, Node
from app.measuring.errors import CannotBeDivided, NoBaseline
from app.measuring.expressions import predicate_sql, terms_of
from app.measuring.folding import Figure
from app.measuring.plan import BASELINE_JOIN
from app.measuring.populations import POPULATIONS
from app.measuring.telling import reason_words
from app.publishing.catalogue import ROW_COLUMNS, Row
from app.publishing.catalogue import told as guide_row

PartName = Literal["numerator", "denominator", "shortfall", "unknown", "excluded"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items of which figure. ``secrets``: whether state secrets are shown too."""

    one: Indicator
    part: PartName
    narrowed: ItemFilter
    reason: str | None = None
    baseline: str | None = None
    secrets: bool = False

    def why(self) -> str:
        """Return SQL of why an item is left out, '' where it is counted."""
        outside = POPULATIONS[self.one.population].exclusion
        cases = " ".join(
            f"WHEN {self._test(exclusion.when)} THEN '{exclusion.reason}'"
            for exclusion in self.one.exclusions
        )
        inside = f"CASE {cases} ELSE '' END" if cases else "''"
        return f"CASE WHEN {outside} <> '' THEN {outside} ELSE {inside} END"

    def conditions(self) -> list[str]:
        """Return the SQL conditions of the part, over ``item i`` and ``baseline_item f``."""
        kept = [f"+i.kind = {IMPLEMENTATION}", *(() if self.secrets else (OPEN,))]
        if self.part == "excluded":
            return [*kept, f"{self.why()} = :reason" if self.reason else f"{self.why()} <> ''"]
        holds = self.one.measure.share
        if holds and self.part != "denominator":
            wanted = 1 if self.part == "numerator" else 0
            kept.append(f"CASE WHEN {self._test(holds)} THEN 1 ELSE 0 END = {wanted}")
        if self.part == "unknown":
            kept.append(self._test(self.one.unknown or {"any": []}))
        return [*kept, f"{self.why()} = ''"]

    def counted(self) -> dict[str, tuple[str, int]]:
        """Return what an item adds to the sums: {name: (SQL, scale)}."""
        above, below = self.one.measure.ratio or (self.one.measure.mean, None)
        named = {"numerator": above, "denominator": below}
        return {name: self._number(node) for name, node in named.items() if node}

    def _test(self, node: Node) -> str:
        return predicate_sql(node, self.one.conversion)

    def _number(self, node: Node) -> tuple[str, int]:
        terms = terms_of(node, self.one.conversion)
        sql = " ".join(f"{'-' if sign < 0 else '+'} ({number.sql})" for sign, number in terms)
        return sql.removeprefix("+ "), terms[0][1].scale


def size_of(wanted: Wanted, found: Figure) -> int:
    """Return how many items a part of a figure has, whatever their names."""
    if wanted.part == "excluded":
        reasons = [wanted.reason] if wanted.reason else list(found.excluded)
        return sum(found.excluded.get(reason, 0) for reason in reasons)
    numerator = found.numerator if wanted.one.measure.share else found.items
    return {
        "numerator": numerator,
        "denominator": found.items,
        "shortfall": found.items - (numerator if wanted.one.measure.share else 0),
        "unknown": found.unknown,
    }[wanted.part]


def read_part(
    connection: Connection, wanted: Wanted, language: Language, *, after: int = 0, limit: int
) -> list[tuple[int, dict[str, Any]]]:
    """Return up to ``limit`` items after the id ``after``, each with its id.

    Raises:
        CannotBeDivided: the figure counts elements; it opens into findings.
        NoBaseline, UnknownBaseline: the figure is measured against one.
    """
    if wanted.one.audited:
        raise CannotBeDivided(slug=wanted.one.slug, by="items")
    rows = _rows(connection, wanted, after, limit)
    return [(row["id"], _shown(row, wanted, language)) for row in rows]


def _rows(connection: Connection, wanted: Wanted, after: int, limit: int) -> Sequence[RowMapping]:
    def walk(only: Sequence[str]) -> Sequence[RowMapping]:
        return _walked(connection, wanted, only, after, limit)

    near = walked_near(connection, walk, after=after, limit=limit)
    return walk(()) if near is None else near


def _walked(
    connection: Connection, wanted: Wanted, only: Sequence[str], after: int, limit: int
) -> Sequence[RowMapping]:
    narrowing, parameters = wanted.narrowed.where(connection)
    join, against = _against(connection, wanted)
    where = page_sql((*narrowing, *wanted.conditions(), *only), join)
    sums = [f"{sql} AS counted_{name}" for name, (sql, _) in wanted.counted().items()]
    columns = ", ".join((ROW_COLUMNS, "i.status", f"{wanted.why()} AS why", *sums))
    sql = f"SELECT {columns} FROM item i{join} {JOINS} WHERE {where}"
    reason = {"reason": wanted.reason} if wanted.part == "excluded" and wanted.reason else {}
    asked = {**parameters, **against, **reason, "after": after, "limit": limit}
    return connection.execute(statement(sql), asked).mappings().all()


def _against(connection: Connection, wanted: Wanted) -> tuple[str, dict[str, int]]:
    if not wanted.one.against_baseline:
        return "", {}
    name = wanted.baseline or newest(connection)
    if name is None:
        raise NoBaseline(slug=wanted.one.slug)
    return BASELINE_JOIN, {"baseline": baseline_id(connection, name)}


def _shown(row: RowMapping, wanted: Wanted, language: Language) -> dict[str, Any]:
    shown = guide_row(Row._make(row[name] for name in Row._fields), language)
    if row["why"]:
        words = reason_words(wanted.one, row["why"], language)
        shown["href"] = f"/items/{quote(row['code'], safe='')}"
        return {**shown, "excluded": {"reason": row["why"], "words": words}}
    counted = {
        name: round(row[f"counted_{name}"] / scale, 6) if scale > 1 else row[f"counted_{name}"]
        for name, (_, scale) in wanted.counted().items()
    }
    return {**shown, "counted": counted} if counted else shown
