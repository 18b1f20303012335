"""``yizhi import batches``, ``undo``, ``original``: past imports, listed, taken back, fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.importing.options import BatchNumber, Sender, user_name
from app.kernel.console import AsJson, Exit, fail, opened, show

app = typer.Typer()
_COUNTED = ("rows", "created", "changed", "unchanged", "refused", "withdrawn", "vanished")


@app.command("undo")
def undo(batch: BatchNumber, by: Sender = None, as_json: AsJson = False) -> None:
    """撤销一个批次 Give every item of a batch back what it was before; items it made are withdrawn."""
    from app.importing.undoing import undo_import
    from app.kernel.problem import Problem
    from app.settings import Settings

    with opened() as database:
        try:
            done = undo_import(database, batch, Settings().profile, by or user_name())
        except Problem as problem:
            told = [error["detail"] for error in problem.errors]
            raise fail("\n".join((problem.detail(), *told)), Exit.USAGE) from problem
    show({"batch": done.id, "undoes": done.undoes, **done.counts.as_dict()}, as_json)


@app.command("batches")
def batches(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="最近几个 how many")] = 20,
    as_json: AsJson = False,
) -> None:
    """列出导入批次 List past imports: who, what, when, with what result; the newest first."""
    from app.importing.batches import list_batches

    with opened() as database, database.read() as connection:
        rows = list_batches(connection, None, limit)
    flat = [{**row, **row["counts"]} for row in rows]
    columns = ("id", "state", "started_at", "sender", "file_name", *_COUNTED)
    show(rows if as_json else flat, as_json, columns=columns)


@app.command("original")
def original(
    batch: BatchNumber,
    output: Annotated[Path, typer.Option("-o", "--output", help="写入文件 file")],
) -> None:
    """取回原文件 Write the original file of a batch."""
    import shutil

    from app.importing.batches import read_batch
    from app.importing.keeping import originals
    from app.settings import Settings

    with opened() as database, database.read() as connection:
        found = read_batch(connection, batch)
    place = originals(Settings()).find(found["file_hash"]) if found else None
    if place is None:
        raise fail(f"批次 {batch} 的原文件没有保留", Exit.USAGE)
    shutil.copyfile(place, output)
