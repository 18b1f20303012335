"""进度 Progress of long work, told to whoever asked for it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Step = Callable[[int], None]
"""Told how many more are done."""

T = TypeVar("T")


def silent(_done: int) -> None:
    """Tell nobody."""


def counted(things: Iterable[T], step: Step, every: int = 1000) -> Iterator[T]:
    """Yield ``things``, telling ``step`` after each ``every`` of them and at the end."""
    waiting = 0
    for thing in things:
        yield thing
        waiting += 1
        if waiting == every:
            step(waiting)
            waiting = 0
    if waiting:
        step(waiting)


@contextmanager
def bar(title: str, total: int | None = None) -> Iterator[Step]:
    """Show a bar on the terminal (standard error), or nothing where there is no terminal."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=total)
        yield lambda done: progress.advance(task, done)
