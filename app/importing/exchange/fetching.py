"""读交换库: the exchange tables of a database, in one read-only transaction, as a package.

Any database that SQLAlchemy has a driver for on this machine can be read; the drivers of
PostgreSQL and SQLite are part of the installation. Nothing is written there: the transaction is
read only where the database can hold us to it, and rolled back everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    TableClause,
    and_,
    column,
    create_engine,
    func,
    inspect,
    literal,
    make_url,
    or_,
    select,
    table,
    text,
    union,
)
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from app.importing.errors import SourceError
from app.importing.exchange.packing import Package
from app.importing.readers.exchange.families import ITEMS, table_parts

Side = Literal["up", "dn"]
PAGE = 1000
_BEGIN = {"sqlite": "BEGIN"} | dict.fromkeys(
    ("mysql", "mariadb", "oracle"), "SET TRANSACTION READ ONLY"
)
_DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read: ``since`` is a batch of the exchange or a moment; None reads everything.

    ``side`` chooses between what was reported up and what was sent down, where both are there.
    """

    schema: str | None = None
    side: Side | None = None
    since: str | datetime | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """An exchange table as it is in the database."""

    name: str
    family: str
    part: str
    columns: tuple[str, ...]
    clause: TableClause

    def column(self, name: str) -> ColumnElement[Any] | None:
        """A column, whatever the case of its name."""
        real = next((one for one in self.columns if one.lower() == name), None)
        return None if real is None else self.clause.c[real]

    @property
    def tie(self) -> ColumnElement[Any] | None:
        """The column that names the item of a row."""
        return self.column("row_guid" if self.part in ITEMS else "task_guid")


def fetch(address: str, path: Path, wanted: Wanted) -> dict[str, int]:
    """Read the tables of a database into the package ``path``; return {table: rows}.

    Raises:
        SourceError: no driver, no way in, or no exchange tables there.
    """
    url = _url(address)
    try:
        with _reading(url) as connection:
            tables = _tables(connection, wanted, told(url))
            return _packed(connection, tables, path, wanted)
    except SQLAlchemyError as error:
        detail = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise SourceError("database-unreadable", told(url), detail=detail[:300]) from error


def told(address: str | URL) -> str:
    """Return what may be shown of an address: no user, no password, no options."""
    url = make_url(address)
    place = f"{url.host}/{url.database}" if url.host else str(url.database)
    return f"{url.get_backend_name()}：{place}"


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise SourceError("not-a-database-url", "--from-database") from error
    return url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))


@contextmanager
def _reading(url: URL) -> Iterator[Connection]:
    """Give one read-only transaction: a consistent snapshot, rolled back at the end."""
    try:
        engine = create_engine(_read_only(url))
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        name = url.drivername
        raise SourceError("no-database-driver", told(url), driver=name) from error
    try:
        with engine.connect() as connection:
            backend = url.get_backend_name()
            if backend == "postgresql":
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            elif backend in _BEGIN:
                connection.execute(text(_BEGIN[backend]))
            yield connection
            connection.rollback()
    finally:
        engine.dispose()


def _read_only(url: URL) -> URL:
    """SQLite is told by its address; a file that is not there must not be made."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return url
    address = Path(url.database).resolve().as_uri()
    return url.set(database=address, query={"mode": "ro", "uri": "true"})


def _tables(connection: Connection, wanted: Wanted, place: str) -> list[_Found]:
    inspector = inspect(connection)
    names = [
        *inspector.get_table_names(wanted.schema),
        *inspector.get_view_names(wanted.schema),
    ]
    parted = {name: parts for name in names if (parts := table_parts(name))}
    sides = {family.partition("_")[0] for family, part in parted.values() if part in ITEMS}
    if wanted.side:
        sides &= {wanted.side}
    if not sides:
        raise SourceError("no-exchange-tables", place, count=len(names))
    if len(sides) > 1:
        raise SourceError("exchange-both-sides", place)
    side = sides.pop()
    found = []
    for name, (family, part) in sorted(parted.items()):
        if family.startswith(f"{side}_"):
            columns = tuple(one["name"] for one in inspector.get_columns(name, wanted.schema))
            clause = table(name, *map(column, columns), schema=wanted.schema)
            found.append(_Found(name.lower(), family, part, columns, clause))
    return found


def _packed(
    connection: Connection, tables: list[_Found], path: Path, wanted: Wanted
) -> dict[str, int]:
    streaming = connection.execution_options(stream_results=True, yield_per=PAGE)
    package = Package(path)
    counts = {}
    for one in tables:
        query = select(one.clause)
        if wanted.since is not None:
            query = query.where(_touched(connection, tables, one, wanted.since))
        ordered = one.column("id")
        if ordered is not None:
            query = query.order_by(ordered)
        rows = (_texts(row) for row in streaming.execute(query))
        header = [name.lower() for name in one.columns]
        counts[one.name] = package.table(one.name, header, rows)
    package.close()
    return counts


def _touched(
    connection: Connection, tables: list[_Found], one: _Found, since: str | datetime
) -> ColumnElement[bool]:
    """All rows of the items that any table of the family says something new of."""
    family = [other for other in tables if other.family == one.family]
    ids = [
        select(other.tie).where(_new(connection, tables, other, since))
        for other in family
        if other.tie is not None
    ]
    if one.tie is None:
        raise SourceError("exchange-without-columns", one.name, columns="row_guid、task_guid")
    return one.tie.in_(union(*ids))


def _new(
    connection: Connection, tables: list[_Found], one: _Found, since: str | datetime
) -> ColumnElement[bool]:
    moment, batch = one.column("cd_time"), one.column("cd_batch")
    if moment is None or batch is None:
        raise SourceError("exchange-without-columns", one.name, columns="cd_time、cd_batch")
    if isinstance(since, datetime):
        return moment >= literal(_like(connection, since))
    began = _began(connection, tables, since)
    return and_(moment >= literal(_like(connection, began)), or_(batch != since, batch.is_(None)))


def _began(connection: Connection, tables: Sequence[_Found], batch: str) -> Any:
    """When a batch of the exchange began.

    Raises:
        SourceError: no table knows the batch.
    """
    moments = []
    for one in tables:
        moment, named = one.column("cd_time"), one.column("cd_batch")
        if moment is not None and named is not None:
            moments.append(connection.scalar(select(func.min(moment)).where(named == batch)))
    known = [moment for moment in moments if moment is not None]
    if not known:
        raise SourceError("unknown-exchange-batch", "cd_batch", batch=batch)
    return min(known)


def _like(connection: Connection, moment: Any) -> Any:
    """A moment as the database compares it: SQLite keeps times as texts."""
    if connection.dialect.name == "sqlite" and isinstance(moment, datetime):
        return moment.isoformat(" ", "seconds")
    return moment


def _texts(row: Sequence[Any]) -> list[str]:
    return list(map(_text, row))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)
