"""Reading the lists, whoever asks: the API, a page, or the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import Connection

from app.items.asking import Paged
from app.kernel.language import Language
from app.kernel.paging import encode
from app.publishing.errors import UnknownList
from app.publishing.lists.definitions import LISTS, PublicList
from app.publishing.lists.members import Wanted, read_members
from app.publishing.lists.shares import Shares, figures

CHUNK = 500


def list_named(slug: str) -> PublicList:
    """Return a list.

    Raises:
        UnknownList: there is none of this name.
    """
    if slug not in LISTS:
        raise UnknownList(slug=slug)
    return LISTS[slug]


def index(shares: Shares, language: Language) -> list[dict[str, Any]]:
    """Return what there is to say of each list."""
    whole = shares.sums.over(None)
    return [
        {
            "slug": one.slug,
            "title": one.title.say(language, {}),
            "definition": one.definition.say(language, {}),
            "within": one.within,
            "conditions": [condition.title.say(language, {}) for condition in one.needed],
            "doubts": [condition.title.say(language, {}) for condition in one.doubts],
            "target_source": one.target.source.say(language, {}) if one.target else None,
            **figures(whole, one),
            "href": f"/lists/{one.slug}",
        }
        for one in LISTS.values()
    ]


def page_of(
    connection: Connection, wanted: Wanted, language: Language, asked: Paged
) -> tuple[list[dict[str, Any]], str | None]:
    """Return a page of members, and the cursor of the next one."""
    limit = asked.limit
    rows = read_members(connection, wanted, language, after=asked.after, limit=limit + 1)
    following = encode([rows[limit - 1][0]]) if len(rows) > limit else None
    return [row for _, row in rows[:limit]], following


def plain_members(
    connection: Connection, wanted: Wanted, language: Language
) -> Iterator[dict[str, Any]]:
    """Yield all members as plain data."""
    after = 0
    while rows := read_members(connection, wanted, language, after=after, limit=CHUNK):
        for _, row in rows:
            plain: dict[str, Any] = orjson.loads(orjson.dumps(row))
            yield plain
        after = rows[-1][0]
