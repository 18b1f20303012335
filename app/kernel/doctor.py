"""Is the environment as needed? Each check answers ok, warning or error, with a sentence."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.kernel import migrating
from app.kernel.db import Database
from app.settings import Settings

OLDEST_SQLITE = (3, 37, 0)  # STRICT tables
OLDEST_POSTGRESQL = 150000
LITTLE_ROOM = 1 << 30  # bytes

State = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Result:
    """What one check found."""

    name: str
    state: State
    detail: str

    def document(self) -> dict[str, str]:
        """Return the result as it is printed."""
        return asdict(self)


def examine(settings: Settings) -> list[Result]:
    """Run every check, in the order in which one would mend what they find."""
    return [_python(), *_database(settings), _writing(settings)]


def _python() -> Result:
    return Result("Python", "ok", sys.version.partition(" ")[0])


def _writing(settings: Settings) -> Result:
    if settings.write_key is None:
        return Result("写入密钥", "warning", "没有设置 YIZHI_WRITE_KEY，HTTP 接口不接受写入")
    if len(settings.write_key.get_secret_value()) < 24:
        return Result("写入密钥", "warning", "太短，容易被猜中：至少 24 个字符")
    return Result("写入密钥", "ok", "已设置")


def _database(settings: Settings) -> Iterator[Result]:
    database = Database(settings.database_url, wait=3)
    shown = database.url.render_as_string(hide_password=True)
    if database.is_sqlite and not Path(database.url.database or "").is_file():
        yield Result("数据库", "error", f"没有 {shown}：请运行 yizhi migrate upgrade")
        return
    try:
        with database.read() as connection:
            yield Result("数据库", "ok", shown)
            yield from _sqlite(database) if database.is_sqlite else _postgresql(connection)
        yield _tables(database)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip()
        yield Result("数据库", "error", f"{shown} 打不开：{reason}")
    finally:
        database.dispose()


def _sqlite(database: Database) -> Iterator[Result]:
    state: State = "ok" if sqlite3.sqlite_version_info >= OLDEST_SQLITE else "error"
    yield Result("SQLite", state, sqlite3.sqlite_version)
    folder = Path(database.url.database or ".").resolve().parent
    free = shutil.disk_usage(folder).free
    yield Result("磁盘", "ok" if free > LITTLE_ROOM else "warning", f"剩余 {free >> 20} MiB")


def _postgresql(connection: Connection) -> Iterator[Result]:
    number = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
    shown = connection.exec_driver_sql("SHOW server_version").scalar_one()
    yield Result("PostgreSQL", "ok" if number >= OLDEST_POSTGRESQL else "error", shown)
    query = (
        "SELECT pg_encoding_to_char(encoding), datctype FROM pg_database "
        "WHERE datname = current_database()"
    )
    encoding, ctype = connection.exec_driver_sql(query).one()
    state: State = "ok" if encoding == "UTF8" else "error"
    if state == "ok" and ctype in {"C", "POSIX"}:
        state = "warning"  # case folding and trigrams see no Chinese under LC_CTYPE=C
    yield Result("编码", state, f"{encoding}, LC_CTYPE={ctype}")


def _tables(database: Database) -> Result:
    found, needed = migrating.current(database), migrating.head()
    if found == needed:
        return Result("表结构", "ok", str(found))
    return Result("表结构", "error", f"{found}，需要 {needed}：请运行 yizhi migrate upgrade")
