"""首次装载: fill a table without its indexes, which take a fifth of the time when made afterwards.

On SQLite they are dropped: readers have a snapshot of their own. On PostgreSQL that would keep all
readers of the table waiting until the commit, minutes perhaps. There the rows go to a new table in
a schema of its own, which stands in for the old one on this transaction's search path and takes
its place before the commit. That is for tables that were empty when the transaction began: readers
whose snapshot is older see no rows of the new one, as of the old one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep

import psycopg
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

SCHEMA = "yizhi_loading"
PATIENCE = 5.0  # seconds in which the readers of an old table let go of it, or keep it
_PAUSE = 0.02
_STANDING_IN = "standing in"


@contextmanager
def loading(connection: Connection) -> Iterator[None]:
    """Let tables be loaded in the block, the write transaction; whole again at its end."""
    connection.info[_STANDING_IN] = {}
    yield
    if connection.info[_STANDING_IN]:
        _take_places(connection)


def set_indexes_aside(connection: Connection, table: str) -> list[str]:
    """Do without the indexes of a table that is filled for the first time, save its unique keys.

    By those a load still looks up what it may have met. Returns the statements that make the others
    again, in order; none where they have to stay.
    """
    if connection.dialect.name != "sqlite":
        return _stand_in(connection, table)
    found = connection.execute(_INDEXES, {"table": table}).all()
    for name, _ in found:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    return [sql for _, sql in found]


def make_indexes(connection: Connection, statements: Iterable[str]) -> None:
    """Give a table that is full the indexes which were set aside."""
    cursor = connection.connection.cursor()  # the driver's own: it takes no "%" for a placeholder
    for statement in statements:
        cursor.execute(statement)


def _stand_in(connection: Connection, table: str) -> list[str]:
    """Put a new table in front of an empty one, or of one that only we have rows in.

    It is not logged until it is full. Then it is written out once more, densely: each ``COPY``
    into so young a table leaves its last pages empty.
    """
    schema, replaceable = connection.execute(_REPLACEABLE, {"table": table}).one()
    if not replaceable or schema == SCHEMA:
        return []  # or it stands in already
    made = connection.execute(_MAKING, {"table": table}).all()
    old, new = f"{schema}.{table}", f"{SCHEMA}.{table}"
    like = f"LIKE {old} INCLUDING ALL EXCLUDING INDEXES EXCLUDING STATISTICS"
    for statement in (
        f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}",
        f"CREATE UNLOGGED TABLE {new} ({like})",
        f"INSERT INTO {new} SELECT * FROM {old}",
        f"DELETE FROM {old}",
    ):
        connection.exec_driver_sql(statement)
    connection.execute(_SEARCH, {"schema": SCHEMA})
    connection.info[_STANDING_IN][table] = schema
    make_indexes(connection, [statement for statement, is_key in made if is_key])
    rest = [statement for statement, is_key in made if not is_key]
    return [f"ALTER TABLE {table} SET LOGGED", *rest]


def _take_places(connection: Connection) -> None:
    """Put each new table in the place of the old one, or its rows into that one."""
    there = set(connection.execute(_THERE, {"schema": SCHEMA}).scalars())  # some may be undone
    pairs = {
        f"{schema}.{table}": (f"{SCHEMA}.{table}", schema)
        for table, schema in connection.info[_STANDING_IN].items()
        if table in there
    }
    if not pairs:
        return
    free = _locked(connection, pairs)
    for old, (new, schema) in pairs.items():
        if free:
            connection.exec_driver_sql(f"DROP TABLE {old}")
            connection.exec_driver_sql(f"ALTER TABLE {new} SET SCHEMA {schema}")
        else:
            connection.exec_driver_sql(f"INSERT INTO {old} SELECT * FROM {new}")
            connection.exec_driver_sql(f"ANALYZE {old}")
    if free:
        for name, schema in connection.execute(_STATISTICS, {"schema": SCHEMA}).all():
            connection.exec_driver_sql(f"ALTER STATISTICS {SCHEMA}.{name} SET SCHEMA {schema}")
    connection.exec_driver_sql(f"DROP SCHEMA {SCHEMA} CASCADE")


def _locked(connection: Connection, tables: Iterable[str]) -> bool:
    """Have old tables for ourselves; tell whether that succeeded, or readers hold on to some.

    Nothing is waited for with a lock in hand, so no reader can be waiting for us meanwhile.
    """
    until = monotonic() + PATIENCE
    while True:
        try:
            with connection.begin_nested():
                connection.exec_driver_sql(
                    f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE NOWAIT"
                )
        except OperationalError as error:
            if not isinstance(error.orig, psycopg.errors.LockNotAvailable):
                raise
            if monotonic() > until:
                return False
            sleep(_PAUSE)
        else:
            return True


_INDEXES = text(
    "SELECT name, sql FROM sqlite_master"
    " WHERE type = 'index' AND tbl_name = :table AND sql IS NOT NULL"
)
_REPLACEABLE = text("""
SELECT n.nspname, c.relacl IS NULL AND c.reloptions IS NULL
    AND pg_get_userbyid(c.relowner) = current_user
    AND has_database_privilege(current_database(), 'CREATE')
    AND NOT EXISTS (
        SELECT 1 FROM pg_depend d WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
        AND (d.deptype = 'n' OR d.classid IN (
            'pg_trigger'::regclass, 'pg_policy'::regclass, 'pg_publication_rel'::regclass
        ))
    )
    AND NOT EXISTS (
        SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL
    )
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = to_regclass(:table)
""")
"""Whether nothing hangs on a table that a new one would not have: rights, views, triggers …"""
_MAKING = text("""
SELECT made, kind IN ('p', 'u') FROM (
    SELECT contype AS kind, format(
        'ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)
    ) AS made
    FROM pg_constraint WHERE conrelid = to_regclass(:table) AND contype IN ('p', 'u', 'f')
    UNION ALL
    SELECT 's', format(
        'CREATE STATISTICS %I ON %s FROM %s',
        stxname, pg_get_statisticsobjdef_columns(oid), stxrelid::regclass
    )
    FROM pg_statistic_ext WHERE stxrelid = to_regclass(:table)
    UNION ALL
    SELECT 'i', pg_get_indexdef(indexrelid, 0, true)
    FROM pg_index WHERE indrelid = to_regclass(:table) AND NOT EXISTS (
        SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u')
    )
) statements ORDER BY kind = 'f'
""")
_THERE = text("SELECT tablename FROM pg_tables WHERE schemaname = :schema")
_STATISTICS = text("""
SELECT s.stxname, c.relnamespace::regnamespace
FROM pg_statistic_ext s JOIN pg_class c ON c.oid = s.stxrelid
WHERE s.stxnamespace = CAST(:schema AS regnamespace)
""")
"""What the planner is told of columns together does not move with its table."""
_SEARCH = text("""
SELECT set_config('search_path', concat_ws(', ', CAST(:schema AS text), nullif(
    current_setting('search_path'), ''
)), true) WHERE current_schema() IS DISTINCT FROM :schema
""")
