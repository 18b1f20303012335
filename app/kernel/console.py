"""What commands share: exit codes, the database, answers as text or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING, Annotated, Any
from unicodedata import east_asian_width

import typer

if TYPE_CHECKING:
    from app.kernel.db import Database


class Exit(IntEnum):
    """退出码 What a command's exit code says."""

    OK = 0
    FINDINGS = 1  # the work was done; there are findings, or rows were refused
    USAGE = 2  # the command was not used as meant, or what it was given cannot be read
    ENVIRONMENT = 3  # the environment or the database is not as needed


TITLES = {
    "agency": "主体编码", "agency_name": "主体", "approver": "批准人", "base_code": "基本编码",
    "by": "谁", "changed": "更新", "code": "编码", "created": "新增", "denominator": "分母",
    "detail": "说明", "drift": "差异", "due_on": "期限", "effective": "施行", "ended": "失效",
    "expires": "截止", "file_name": "文件", "findings": "发现", "id": "号", "issued_on": "出具",
    "items": "事项", "kept": "留存", "level": "层级", "lines": "条目", "members": "在列",
    "name": "名称", "note": "说明", "number": "编号", "numerator": "分子", "population": "总数",
    "reason": "原因", "record": "记录", "refused": "拒收", "region": "区划", "rows": "行",
    "rule": "规则", "sender": "谁", "severity": "轻重", "share": "占比", "slug": "名称",
    "started_at": "开始（UTC）", "state": "状态", "status_name": "效力", "stratum": "层",
    "successor": "后继", "taken_on": "日期", "title": "标题", "type": "类型", "unchanged": "未变",
    "undecided": "待定", "value": "值", "vanished": "消失", "version": "版", "withdrawn": "撤回",
}  # fmt: skip
"""What stands above a column of a table on the terminal."""
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
    """Print an answer: JSON when asked for, else one ``name: value`` a line, or a table.

    Where people read it, a table of chosen columns has their titles; a pipe gets its rows only.
    """
    if as_json:
        json.dump(answer, sys.stdout, ensure_ascii=False, indent=2, default=str)
        sys.stdout.write("\n")
    elif isinstance(answer, Mapping):
        for name, value in answer.items():
            typer.echo(f"{name}: {value}")
    else:
        rows = [[_plain(row[name]) for name in columns or row] for row in answer]
        if columns and on_terminal():
            rows = list(_aligned([[TITLES.get(name, name) for name in columns], *rows]))
        for row in rows:
            typer.echo("\t".join(row))


def on_terminal() -> bool:
    """Whether it is people who read what is printed."""
    return sys.stdout.isatty()


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Yield rows as one cell each, their columns beneath each other; Chinese letters are wide."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        )
        yield ["  ".join(padded).rstrip()]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _plain(value: object) -> str:
    return "–" if value is None else str(value)
