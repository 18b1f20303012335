"""提及的索引: read new values, and keep each citation pointing at the law it means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, text

from app.agencies.certificates import certificate_of
from app.elements.material_keys import exact_key
from app.items.mentions.reading import (
    CITING,
    MENTIONING,
    Cited,
    Mentioned,
    citations_of,
    papers_of,
)
from app.kernel.bulk import bulk_execute, bulk_insert, driver, execute, next_id
from app.laws.matching import LawIndex

CHUNK = 2000
LONGEST = 300
_KINDS = ", ".join(map(str, sorted({*CITING, *MENTIONING})))
_NEW = (
    "SELECT id, kind, content FROM element_value"
    f" WHERE id > ? AND kind IN ({_KINDS}) ORDER BY id LIMIT {CHUNK}"
)
_REACHED = "SELECT (SELECT max(id) FROM element_value), (SELECT max(value_id) FROM mention_mark)"
_MARK = "UPDATE mention_mark SET value_id = ?"
_FIRST_MARK = "INSERT INTO mention_mark (value_id, id) VALUES (?, 1)"
_CITATION = (
    "id", "value_id", "kind", "pointer", "key", "number", "law", "article", "year", "rank",
    "law_id",
)  # fmt: skip
_MENTION = ("id", "value_id", "kind", "position", "paper_id", "flags")
_PAPER = ("id", "key", "name", "certificate", "line", "issuer", "ended", "instead")
_PAPERS = text("SELECT key, id FROM paper WHERE key IN :keys").bindparams(
    bindparam("keys", expanding=True)
)
TABLES = ("citation", "mention", "paper", "mention_mark")


def catch_up(connection: Connection) -> int:
    """Index the values stored since the last call; return how many of them name anything."""
    highest, mark = execute(connection, _REACHED).fetchone()
    after = mark or 0
    if (highest or 0) <= after:
        return 0
    read = sum(_index(connection, rows) for rows in _pages(connection, after))
    execute(connection, _FIRST_MARK if mark is None else _MARK, highest)
    return read


def forget(connection: Connection) -> None:
    """Drop the index, so that the next ``catch_up`` reads every value again."""
    for table in TABLES:
        driver(connection).cursor().execute(f"DELETE FROM {table}")


def relink(connection: Connection) -> int:
    """Point every citation at the law it means now; return how many point elsewhere than before."""
    laws = LawIndex(connection)
    rows = driver(connection).cursor().execute("SELECT id, key, number, law_id FROM citation")
    moved = [
        (found, identity)
        for identity, key, number, held in rows.fetchall()
        if (found := laws.find(key, number)) != held
    ]
    bulk_execute(connection, "UPDATE citation SET law_id = ? WHERE id = ?", moved)
    return len(moved)


def _pages(connection: Connection, after: int) -> Iterator[Sequence[Any]]:
    while rows := execute(connection, _NEW, after).fetchall():
        yield rows
        after = rows[-1][0]


def _index(connection: Connection, rows: Sequence[Any]) -> int:
    cited: list[tuple[int, int, Cited]] = []
    mentioned: list[tuple[int, int, Mentioned]] = []
    for identity, kind, content in rows:
        value = orjson.loads(content)
        if kind in CITING:
            cited += [(identity, kind, one) for one in citations_of(kind, value)]
        if kind in MENTIONING:
            mentioned += [(identity, kind, one) for one in papers_of(kind, value)]
    _write_citations(connection, [one for one in cited if len(one[2].law.key) <= LONGEST])
    _write_mentions(connection, [one for one in mentioned if len(one[2].key) <= LONGEST])
    return len(rows)


def _write_citations(connection: Connection, cited: list[tuple[int, int, Cited]]) -> None:
    if not cited:
        return
    laws = LawIndex(connection, {one.law.key for _, _, one in cited})
    first = next_id(connection, "citation")
    rows = [
        (
            first + place, value_id, kind, one.pointer[:120], one.law.key, one.law.number,
            one.spelled, one.article, one.law.year, one.law.rank,
            laws.find(one.law.key, one.law.number),
        )
        for place, (value_id, kind, one) in enumerate(cited)
    ]  # fmt: skip
    bulk_insert(connection, "citation", _CITATION, rows)


def _write_mentions(connection: Connection, mentioned: list[tuple[int, int, Mentioned]]) -> None:
    if not mentioned:
        return
    papers = _papers(connection, {paper_key(one.key): one.name for _, _, one in mentioned})
    first = next_id(connection, "mention")
    rows = [
        (first + place, value_id, kind, one.position, papers[paper_key(one.key)], one.flags)
        for place, (value_id, kind, one) in enumerate(mentioned)
    ]
    bulk_insert(connection, "mention", _MENTION, rows)


def paper_key(key: str) -> str:
    """Return the key under which a paper is kept: all names of a certificate are one."""
    kind = certificate_of(key)
    return key if kind is None else exact_key(kind.name)


def _papers(connection: Connection, names: dict[str, str]) -> dict[str, int]:
    """Return the ids of papers by key, making known those that are new."""
    known: dict[str, int] = {}
    keys = sorted(names)
    for start in range(0, len(keys), 500):
        found = connection.execute(_PAPERS, {"keys": keys[start : start + 500]})
        known.update((row.key, row.id) for row in found)
    fresh = [key for key in keys if key not in known]
    first = next_id(connection, "paper") if fresh else 0
    known.update((key, first + place) for place, key in enumerate(fresh))
    bulk_insert(connection, "paper", _PAPER, _paper_rows(known, fresh, names))
    return known


def _paper_rows(
    ids: dict[str, int], keys: Iterable[str], names: dict[str, str]
) -> Iterator[tuple[Any, ...]]:
    for key in keys:
        kind = certificate_of(key)
        if kind is None:
            yield ids[key], key, names[key], 0, None, None, None, None
        else:
            ended = kind.ended.isoformat() if kind.ended else None
            yield ids[key], key, kind.name, 1, kind.line, kind.issuer, ended, kind.instead
