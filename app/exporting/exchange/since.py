"""全量与增量: which items of a scope must go up, each as it was above and as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, text

from app.exporting.scope import Scope, documents, pages_of_ids
from app.items.documents import read_documents, read_revisions
from app.kernel.clock import BEIJING
from app.regions import region_id

Content = dict[str, Any]
MOST_DIGITS = 9
"""Numbers of batches have no more; 20260131 is a date without its hyphens, and no batch."""


@dataclass(frozen=True, slots=True)
class Since:
    """What went up before: all that stood before a moment (UTC), or up to an import batch."""

    moment: datetime | None = None
    batch: int | None = None

    @classmethod
    def read(cls, told: str) -> Since:
        """Read the number of an import batch, or a date or time of Beijing.

        Raises:
            ValueError: it is neither.
        """
        if told.isascii() and told.isdigit() and len(told) <= MOST_DIGITS:
            return cls(batch=int(told))
        moment = datetime.fromisoformat(told)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
        return cls(moment=aware.astimezone(UTC).replace(tzinfo=None))

    def condition(self) -> tuple[str, dict[str, Any]]:
        """Return the SQL condition of revisions ``r`` written since, and its parameters."""
        if self.moment is not None:
            return "r.recorded_at >= :moment", {"moment": self.moment}
        # in the second in which the batch ended others may have written: rather twice than never
        finished = "(SELECT finished_at FROM import_batch WHERE id = :batch)"
        condition = f"r.recorded_at >= {finished} AND coalesce(r.batch_id, 0) <> :batch"
        return condition, {"batch": self.batch}

    def known(self, connection: Connection) -> bool:
        """Tell whether the moment is known: a batch must be there and have ended."""
        sql = text("SELECT finished_at FROM import_batch WHERE id = :batch")
        return self.moment is not None or connection.scalar(sql, {"batch": self.batch}) is not None


def full(connection: Connection, scope: Scope) -> Iterator[tuple[None, Content]]:
    """Yield every item of a scope, with nothing before it."""
    for document in documents(connection, scope):
        yield None, document.content


def changed(
    connection: Connection, scope: Scope, since: Since
) -> Iterator[tuple[Content | None, Content | None]]:
    """Yield (as it was, as it is) of every item written since; withdrawn ones are None now."""
    for ids in pages_of_ids(connection, scope):
        firsts = _first_since(connection, since, ids)
        before = _before(connection, firsts)
        for one in read_documents(connection, sorted(firsts)):
            yield before.get(one.version.item_id), one.content
    withdrawn = list(connection.scalars(text("SELECT id FROM withdrawn_item ORDER BY id")))
    for start in range(0, len(withdrawn), 500):
        firsts = _first_since(connection, since, withdrawn[start : start + 500])
        for content in _before(connection, firsts).values():
            if _within(connection, scope, content):
                yield content, None


def _first_since(connection: Connection, since: Since, ids: list[int]) -> dict[int, int]:
    """{item: number of its first revision since}."""
    condition, parameters = since.condition()
    sql = text(
        "SELECT r.item_id, min(r.number) FROM revision r "
        f"WHERE r.item_id BETWEEN :low AND :high AND {condition} GROUP BY r.item_id"
    )
    found = connection.execute(sql, {**parameters, "low": ids[0], "high": ids[-1]})
    wanted = set(ids)
    return {row[0]: row[1] for row in found if row[0] in wanted}


def _before(connection: Connection, firsts: dict[int, int]) -> dict[int, Content]:
    numbers = {item: number - 1 for item, number in firsts.items() if number > 1}
    if not numbers:
        return {}
    found = read_revisions(connection, numbers)
    return {one.version.item_id: one.content for one in found if not one.version.withdrawn}


def _within(connection: Connection, scope: Scope, content: Content) -> bool:
    """Whether a document that is no longer an item belonged to a scope."""
    if content.get("secret") and not scope.secrets:
        return False
    codes = {content.get("code"), content.get("handling_code"), content.get("base_code")}
    if scope.codes and codes.isdisjoint(scope.codes):
        return False
    if scope.agency is not None:
        sql = text("SELECT code FROM agency WHERE id = :agency")
        body = connection.scalar(sql, {"agency": scope.agency})
        if content.get("agency", {}).get("code") != body:
            return False
    if scope.region is None:
        return True
    stated = content.get("region") or content.get("issuer")
    sql = text("SELECT 1 FROM region_within WHERE ancestor_id = :above AND region_id = :region")
    asked = {"above": scope.region, "region": region_id(stated) if stated else -1}
    return connection.scalar(sql, asked) is not None
