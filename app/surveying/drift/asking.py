"""所问: pages and sheets of proposals, as readers ask for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection
from starlette.responses import Response

from app.kernel.language import Language
from app.kernel.paging import InvalidCursor, Page, decode, encode
from app.mending.sheets import sheet_response
from app.surveying.drift.finding import Place, Wanted, seen
from app.surveying.drift.proposal import KINDS
from app.surveying.drift.sheet import HEADERS, lines
from app.surveying.drift.telling import told

AT_ONCE = 200


def page_of(
    connection: Connection, wanted: Wanted, language: Language, limit: int, cursor: str | None
) -> tuple[Page, dict[str, Any]]:
    """Return a page of proposals; with the first, how many there are in all and of each kind.

    Raises:
        InvalidCursor: it is none that a page gave.
    """
    found = list(islice(seen(connection, wanted, _place(cursor)), limit + 1))
    shown = found[:limit]
    following = encode([shown[-1].score, shown[-1].id]) if len(found) > limit else None
    counts = None if cursor else counted(connection, wanted)
    more = {"total": None if counts is None else sum(counts.values()), "by_kind": counts}
    return Page(told(connection, shown, language), following), more


def counted(connection: Connection, wanted: Wanted) -> dict[str, int]:
    """Return how many proposals there are of each kind."""
    counts = Counter(one.kind for one in seen(connection, wanted))
    return {kind: counts[kind] for kind in KINDS}


def sheet_of(connection: Connection, wanted: Wanted, language: Language) -> Response:
    """Answer all proposals as CSV."""
    rows = lines(every(connection, wanted, language), language)
    return sheet_response("drift.csv", HEADERS[language], rows, {"Vary": "Accept, Accept-Language"})


def every(connection: Connection, wanted: Wanted, language: Language) -> Iterator[dict[str, Any]]:
    """Yield all proposals as rows."""
    found = seen(connection, wanted)
    while some := list(islice(found, AT_ONCE)):
        yield from told(connection, some, language)


def _place(cursor: str | None) -> Place | None:
    if cursor is None:
        return None
    score, identity = decode(cursor, 2)
    if not isinstance(score, float | int) or not isinstance(identity, str):
        raise InvalidCursor
    return float(score), identity
