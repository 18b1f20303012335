"""说明: what ended a command, in a sentence and an exit code instead of a traceback."""

from __future__ import annotations

import errno
import re

import typer

from app.kernel.console import Exit

_UNFINISHED = re.compile(r"\.([^/]+)\.part$")
_WHY = {
    errno.ENOENT: "没有这个文件或目录",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "它是目录，应当是文件",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EROFS: "所在的磁盘只能读取",
    errno.ENAMETOOLONG: "名称太长",
}
_DATABASE_URL = (
    "设置 YIZHI_DATABASE_URL 不是能用的数据库地址，应当形如 sqlite:///yizhi.db"
    " 或 postgresql://用户:密码@主机/库"
)


def explain(error: Exception) -> Exit | None:
    """Say in a sentence what went wrong; return the exit code, ``None`` for a fault of ours."""
    if isinstance(error, OSError) and error.filename is not None:
        return _place(error)
    return _settings(error) or _problem(error)


def _problem(error: Exception) -> Exit | None:
    from app.kernel.db import StorageFull
    from app.kernel.handlers import problem_of

    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        error = StorageFull()
    problem = problem_of(error)
    if problem is None:
        return None
    typer.echo(f"{problem.title()}：{problem.detail()}", err=True)
    if error is not problem:
        typer.echo(str(getattr(error, "orig", None) or error).strip(), err=True)
    return Exit.USAGE if problem.status < 500 else Exit.ENVIRONMENT


def _place(error: OSError) -> Exit:
    """Say of which file it was; one that is still being written is known by its name to be."""
    place = _UNFINISHED.sub(r"\1", str(error.filename2 or error.filename))
    why = _WHY.get(error.errno or 0)
    typer.echo(f"不能读写“{place}”：{why or error.strerror}", err=True)
    return Exit.USAGE if why else Exit.ENVIRONMENT


def _settings(error: Exception) -> Exit | None:
    """Say which setting cannot be what it is; never what it is, which may be a secret."""
    from pydantic import ValidationError
    from sqlalchemy.exc import ArgumentError

    if isinstance(error, ArgumentError):  # a URL that is none, or of no database there is
        typer.echo(_DATABASE_URL, err=True)
    elif isinstance(error, ValidationError) and error.title == "Settings":
        for fault in error.errors(include_input=False):
            name = "_".join(map(str, fault["loc"])).upper()
            typer.echo(f"设置 YIZHI_{name} 不对（{fault['msg']}），见 docs/running.md", err=True)
    else:
        return None
    return Exit.ENVIRONMENT
