"""假如修改标准之清单: whose place on a public list a standard can put in doubt.

Membership itself rests on what an item says of itself, which a standard does not change; whether
a member is doubted rests on the standing ERRORs, which it can.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from app.publishing.lists.definitions import IN_POPULATION, STANDING, PublicList

CHUNK = 5000


def undoubted(connection: Connection, one: PublicList, items: list[int] | None) -> set[int]:
    """Return which of the items (None: of all) are on a list without a doubt."""
    member = f"{IN_POPULATION} AND {one.member_sql()} AND {one.undoubted_sql()} AND NOT {STANDING}"
    sql = f"SELECT i.id FROM item i WHERE {member}"
    if items is None:
        return set(connection.execute(text(sql)).scalars())
    found: set[int] = set()
    for start in range(0, len(items), CHUNK):
        ids = ", ".join(map(str, items[start : start + CHUNK]))
        found.update(connection.execute(text(f"{sql} AND i.id IN ({ids})")).scalars())
    return found
