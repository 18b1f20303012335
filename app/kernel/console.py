"""What commands share: exit codes, the database, answers as text or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from app.kernel.db import Database


class Exit(IntEnum):
    """退出码 What a command's exit code says."""

    OK = 0
    FINDINGS = 1  # the work was done; there are findings, or rows were refused
    USAGE = 2  # the command was not used as meant, or what it was given cannot be read
    ENVIRONMENT = 3  # the environment or the database is not as needed


AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON print JSON")]


def fail(message: str, code: Exit = Exit.ENVIRONMENT) -> typer.Exit:
    """Say on standard error what is wrong; raise what is returned."""
    typer.echo(message, err=True)
    return typer.Exit(code)


@contextmanager
def opened(*, migrated: bool = True) -> Iterator[Database]:
    """Open the catalogue that the settings name, for one command.

    With ``migrated``, its tables must be those of this version.
    """
    from app.kernel import migrating
    from app.kernel.db import Database
    from app.settings import Settings

    database = Database(Settings().database_url)
    try:
        if migrated and migrating.current(database) != migrating.head():
            raise fail("数据库表结构不是本版本的，请先运行 yizhi migrate upgrade")
        yield database
    finally:
        database.dispose()


def show(answer: Any, as_json: bool = False, *, columns: Sequence[str] = ()) -> None:
    """Print an answer: JSON when asked for, else one ``name: value`` or one row a line."""
    if as_json:
        json.dump(answer, sys.stdout, ensure_ascii=False, indent=2, default=str)
        sys.stdout.write("\n")
    elif isinstance(answer, Mapping):
        for name, value in answer.items():
            typer.echo(f"{name}: {value}")
    else:
        for row in answer:
            typer.echo("\t".join(str(row[name]) for name in columns or row))
