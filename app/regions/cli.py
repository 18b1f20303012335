"""``yizhi regions``: the regions of this catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.kernel.console import AsJson, Exit, opened, show

app = typer.Typer(name="regions", help="行政区划 Regions.", no_args_is_help=True)


@app.command()
def load(as_json: AsJson = False) -> None:
    """载入随附的区划（省、市、县） Load the shipped regions, down to counties."""
    from app.regions import load_regions

    with opened() as database, database.write() as connection:
        changed = load_regions(connection)
    show({"changed": changed}, as_json)


@app.command()
def add(
    file: Annotated[
        Path, typer.Argument(help="CSV：代码、名称、上级", exists=True, dir_okay=False)
    ],
    as_json: AsJson = False,
) -> None:
    """添加乡镇、村等区划 Add towns, villages and zones from a CSV file."""
    from app.regions import add_towns, read_towns

    with (
        opened() as database,
        database.write() as connection,
        file.open(encoding="utf-8-sig", newline="") as rows,
    ):
        done = add_towns(connection, read_towns(rows))
    counts = {"added": done.added, "renamed": done.renamed, "unchanged": done.unchanged}
    errors = [
        {"line": error.line, "code": error.code, "error": error.message} for error in done.errors
    ]
    show({**counts, "errors": errors} if as_json else counts, as_json)
    for error in errors:
        typer.echo(f"{error['line']}：{error['error']}", err=True)
    if errors:
        raise typer.Exit(Exit.FINDINGS)
