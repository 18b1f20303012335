"""Interning agencies in bulk: every body an import names becomes one row and one id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.agencies.lines import line_of
from app.codes import normalise
from app.kernel.bulk import bulk_execute, bulk_insert, bulk_select, execute, next_id
from app.kernel.hashing import digest
from app.kernel.lookup import Lookup
from app.kernel.text import fold, tidy

LOCAL_PREFIX = "name:"
_COLUMNS = ("id", "code", "name", "region_id", "line")
_SELECT = "SELECT id, code, name, region_id FROM agency"
_UPDATE = "UPDATE agency SET name = ?, region_id = ?, line = ? WHERE id = ?"


@dataclass(slots=True)
class _Body:
    id: int
    code: str
    name: str
    region: int | None
    named: bool = False
    """This import has given the name: rows further down do not change it again."""


def local_code(name: str, region: int | None) -> str:
    """Return the code of a body known by name only: the same for the same name and region."""
    where = "" if region is None else f"{region:012d}"
    return LOCAL_PREFIX + digest(f"{where}:{fold(name)}".encode()).hex()


def _kept_as(code: str | None) -> str:
    """Return a code as bodies are kept under it; '' for none."""
    written = tidy(code or "")
    return normalise(written) or written


class AgencyIndex:
    """实施主体索引: bodies by code and by name. Made and flushed by whoever holds the writer lock."""

    def __init__(self, connection: Connection) -> None:
        """Read agencies when they are asked for: all of them once many are, or by name."""
        self._connection = connection
        self._next = next_id(connection, "agency")
        self._bodies: Lookup[str, _Body | None] = Lookup(self._coded, self._all, lambda: None)
        self._names: dict[tuple[int | None, str], _Body | None] = {}
        self._asked: dict[tuple[str | None, str | None, int | None], int] = {}
        self._new: dict[int, _Body] = {}
        self._changed: dict[int, _Body] = {}
        self._relined: set[int] = set()
        if self._next == 1:
            self._bodies.complete()

    def __len__(self) -> int:
        self._bodies.complete()
        return sum(body is not None for body in self._bodies.values())

    def intern(self, code: str | None, name: str | None, region_id: int | None) -> int:
        """Return the id of a body, making it known if it is not.

        A body without code is the one of that name in that region, if there is just one. The name
        an import gives first replaces the one that stood there: bodies are renamed by reforms.

        Raises:
            ValueError: there is neither a code nor a name to go by.
        """
        asked = (code, name, region_id)
        if asked not in self._asked:
            self._asked[asked] = self._find(_kept_as(code), tidy(name or ""), region_id)
        return self._asked[asked]

    def look_up(self, codes: Iterable[str]) -> None:
        """Read the bodies with these codes, which are going to be asked for, in one question."""
        self._bodies.look_up(map(_kept_as, codes))

    def flush(self, connection: Connection) -> int:
        """Write what is new or changed; return how many rows that was."""
        written = len(self._new) + len(self._changed)
        new = [(b.id, b.code, b.name, b.region, line_of(b.name)) for b in self._new.values()]
        changed = [(b.name, b.region, line_of(b.name), b.id) for b in self._changed.values()]
        if new:
            bulk_insert(connection, "agency", _COLUMNS, new)
        if changed:
            bulk_execute(connection, _UPDATE, changed)
        self._new.clear()
        self._changed.clear()
        return written

    def take_relined(self) -> list[int]:
        """Return the bodies whose line has changed with their name since this was last asked."""
        relined = sorted(self._relined)
        self._relined.clear()
        return relined

    def _find(self, code: str, name: str, region: int | None) -> int:
        if not code and not name:
            raise ValueError("a body needs a code or a name")
        if not code:
            self._bodies.complete()
            namesake = self._names.get((region, fold(name)))
            code = namesake.code if namesake else local_code(name, region)
        body = self._bodies[code]
        if body is None:
            body = self._add(code, name, region)
        else:
            self._revise(body, name, region)
        return body.id

    def _coded(self, codes: Sequence[str]) -> dict[str, _Body | None]:
        """Read the bodies with these codes."""
        rows = bulk_select(self._connection, f"{_SELECT} WHERE code IN ({{keys}})", codes)
        return {row[1]: self._named(_Body(*row)) for row in rows}

    def _all(self) -> dict[str, _Body | None]:
        """Read all bodies; those read or revised before are left alone."""
        rows = execute(self._connection, _SELECT).fetchall()
        return {row[1]: self._bodies.get(row[1]) or self._named(_Body(*row)) for row in rows}

    def _add(self, code: str, name: str, region: int | None) -> _Body:
        body = _Body(self._next, code, name or code, region, named=bool(name))
        self._next += 1
        self._new[body.id] = body
        self._remember(body)
        return body

    def _revise(self, body: _Body, name: str, region: int | None) -> None:
        """Take a new name once per import, and a region where none was known."""
        renamed = bool(name) and not body.named and fold(name) != fold(body.name)
        placed = body.region is None and region is not None
        body.named = body.named or bool(name)
        if not renamed and not placed:
            return
        if renamed and line_of(name) != line_of(body.name):
            self._relined.add(body.id)
        body.name = name if renamed else body.name
        body.region = region if placed else body.region
        self._remember(body)
        if body.id not in self._new:
            self._changed[body.id] = body

    def _remember(self, body: _Body) -> None:
        """Know the body by its code, and by its name while no other in its region has it."""
        self._bodies[body.code] = self._named(body)

    def _named(self, body: _Body) -> _Body:
        key = (body.region, fold(body.name))
        known = self._names.get(key, body)
        self._names[key] = body if known is body else None
        return body
