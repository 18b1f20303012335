"""用法错误: what a command line gets wrong, in Chinese, before the parser's own words in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import typer
from typer.exceptions import TyperException

_FAULTS: tuple[tuple[str, str], ...] = (
    (r"'(https?://[^']*)' does not exist", "“{0}”是网址：请先下载成文件，再写文件的路径"),
    (r"'([^']*)' does not exist", "没有“{0}”这个文件或目录，请核对路径"),
    (r"'([^']*)' is a directory", "“{0}”是目录，应当是文件"),
    (r"'([^']*)' is a file", "“{0}”是文件，应当是目录"),
    (r"'([^']*)' is not readable", "没有权限读取“{0}”"),
    (r"'([^']*)' is not one of (.*?)\.?$", "不能是“{0}”，只能是 {1}"),
    (r"No such command '(.*?)'", "没有“{0}”这个命令；有哪些，见 --help"),
    (r"unexpected extra argument.*\((.*)\)", "多出了“{0}”"),
)


def tell_usage(error: TyperException) -> int:
    """Say what is wrong with a command line; return the exit code."""
    said = _said(error)
    if said:
        typer.echo(f"用法不对：{said}。", err=True)
    show: Callable[[], Any] | None = getattr(error, "show", None)
    if show is not None:
        show()
    return error.exit_code


def _said(error: TyperException) -> str | None:
    kind, message = type(error).__name__, error.format_message()
    if kind == "NoArgsIsHelpError":  # the help itself
        return None
    if kind == "NoSuchOption":
        return f"没有 {getattr(error, 'option_name', '')} 这个选项；有哪些，见 --help"
    if kind == "MissingParameter":
        return f"缺少 {_named(error)}"
    for pattern, words in _FAULTS:
        if found := re.search(pattern, message):
            return words.format(*found.groups())
    return f"{_named(error)} 的值不能这样写" if kind == "BadParameter" else "请看 --help"


def _named(error: TyperException) -> str:
    """How people write the option or argument that an error is about."""
    parameter = getattr(error, "param", None)
    options = getattr(parameter, "opts", None) or [getattr(parameter, "name", None) or "参数"]
    return str(options[0])
