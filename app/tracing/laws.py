"""法规图谱: laws in use that are no longer in force, and names that the registry does not know."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select, text

from app.auditing.troubled import CITING
from app.items.queries import OPEN_BY_INDEX
from app.kernel.clock import today
from app.laws.models import Law
from app.laws.payloads import payload
from app.tracing.uses import LIVE, tables

_ITEMS = {
    kind.number: f"SELECT {{of}} AS cited, i.id FROM {tables('citation', kind)}"
    f" WHERE c.kind = {kind.number} AND i.{kind.name} = c.value_id AND {{which}}"
    f" AND {LIVE} AND {OPEN_BY_INDEX}"
    for kind in CITING
}


def outdated_in_use(connection: Connection) -> list[dict[str, Any]]:
    """Return the laws that have ended and are still cited, with how many items cite each."""
    ended = "c.law_id IN (SELECT l.id FROM law l WHERE l.ended <= :today)"
    found = _counted(connection, "c.law_id", ended, {"today": today()})
    rows = connection.execute(select(Law.__table__).where(Law.id.in_(sorted(found)))).mappings()
    laws = {row["id"]: payload(row).model_dump(mode="json") for row in rows}
    order = sorted(found, key=lambda law: (-found[law], law))
    return [{"law": laws[law], "items": found[law]} for law in order]


def unknown_in_use(connection: Connection, after: str, limit: int) -> list[dict[str, Any]]:
    """Return names of laws that items cite and the registry lacks, by name, after ``after``."""
    rows = connection.execute(_UNKNOWN, {"after": after, "limit": limit}).all()
    keys = [row.key for row in rows]
    if not keys:
        return []
    found = _counted(connection, "c.key", "+c.law_id IS NULL AND c.key IN :keys", {"keys": keys})
    return [{"key": row.key, "law": row.law, "items": found.get(row.key, 0)} for row in rows]


def _counted(
    connection: Connection, of: str, which: str, parameters: dict[str, Any]
) -> dict[Any, int]:
    """Return how many items cite each: an item counts once, however often it cites."""
    several: list[BindParameter[Any]] = (
        [bindparam("keys", expanding=True)] if "keys" in parameters else []
    )
    named = text(f"SELECT DISTINCT c.kind FROM citation c WHERE {which}").bindparams(*several)
    kinds = connection.execute(named, parameters).scalars().all()
    if not kinds:
        return {}
    union = " UNION ALL ".join(_ITEMS[kind].format(of=of, which=which) for kind in kinds)
    counting = f"SELECT cited, count(DISTINCT id) AS items FROM ({union}) u GROUP BY cited"
    statement = text(counting).bindparams(*several)
    return {row.cited: row.items for row in connection.execute(statement, parameters)}


_UNKNOWN = text(
    "SELECT key, min(law) AS law FROM citation WHERE +law_id IS NULL AND key > :after"
    " GROUP BY key ORDER BY key LIMIT :limit"
)
