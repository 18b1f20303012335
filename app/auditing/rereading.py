"""重读自有部分: judge the own parts of all items, by their frames where these say it all.

Frames are few. Each is judged in a specimen that is plainly composed of it and of a frame of the
other sort in which nothing is found. Items that are plainly composed of such frames have nothing in
them (see ``glance``); all others are read and judged one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, cycle

import orjson
from sqlalchemy import Connection

from app.auditing.judging import Bench
from app.auditing.renewing import Said
from app.items.composing import whole_own
from app.items.plain import specimen
from app.items.record import IMPLEMENTATION
from app.kernel.bulk import driver, insert_ids
from app.kernel.scanning import scan


def reread(connection: Connection, bench: Bench) -> Iterator[tuple[int, int, list[Said]]]:
    """Yield what is found in own parts, by stretches: their last item, how many were read, what."""
    cursor = driver(connection).cursor()
    for table in ("clouded", "unsettled"):
        cursor.execute(f"DELETE FROM {table}")
    insert_ids(connection, "clouded", list(_clouded(connection, bench)))
    cursor.execute(_UNSETTLED)
    for chunk in scan(connection, _OWN_PARTS, "u.id"):
        found = [
            (identity, *defect)
            for identity, kind, *stored in chunk
            for defect in bench.own_part(kind, whole_own(*stored))
        ]
        yield chunk[-1][0], len(chunk), found


def _clouded(connection: Connection, bench: Bench) -> Iterator[int]:
    """Yield the frames in which something is found, whatever they are composed with."""
    beside = _clean_pair(connection, bench)
    for number, frame, is_body in _frames(connection):
        pair = beside and ((frame, beside[1]) if is_body else (beside[0], frame))
        if pair is None or not _is_clean(bench, *pair):
            yield number


def _clean_pair(connection: Connection, bench: Bench) -> tuple[str, str] | None:
    """Return a body's frame and a base item's in which nothing is found, if there are any."""

    def some(*, bodies: bool) -> Iterator[str]:
        return (frame for _, frame, is_body in _frames(connection) if is_body == bodies)

    each_body = zip(some(bodies=True), cycle(some(bodies=False)), strict=False)
    each_base = zip(cycle(some(bodies=True)), some(bodies=False), strict=False)
    pairs = chain(each_body, each_base)
    return next((pair for pair in pairs if _is_clean(bench, *pair)), None)


def _is_clean(bench: Bench, body: str, base: str) -> bool:
    return not bench.own_part(IMPLEMENTATION, specimen(body, base))


def _frames(connection: Connection) -> Iterator[tuple[int, str, bool]]:
    """Yield the frames of which own parts are composed: number, content, whether it is a body's."""
    for chunk in scan(connection, _FRAMES):
        for number, content in chunk:
            said = orjson.loads(content).keys()
            if "code" in said or "base_code" in said:
                yield number, content, "code" in said


_FRAMES = "SELECT id, content FROM own_frame WHERE 1 = 1"
_UNSETTLED = (
    "INSERT INTO unsettled SELECT id FROM item WHERE plain_frame_id IS NULL"
    " OR plain_frame_id IN (SELECT id FROM clouded)"
    " OR plain_base_frame_id IN (SELECT id FROM clouded)"
)
_OWN_PARTS = (
    "SELECT u.id, i.kind, r.own, f.content, b.content FROM unsettled u"
    " CROSS JOIN item i JOIN revision r ON r.item_id = i.id AND r.number = i.number"
    " LEFT JOIN own_frame f ON f.id = r.frame_id"
    " LEFT JOIN own_frame b ON b.id = r.base_frame_id WHERE i.id = u.id"
)
