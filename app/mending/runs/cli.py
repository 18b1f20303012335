"""``yizhi runs``: full audits, listed and compared."""

from __future__ import annotations

from typing import Annotated

import typer

from app.kernel.console import AsJson, opened, show
from app.mending.options import SHOWN, Agency, Limit, Region, area_of
from app.mending.runs.parts import Part

app = typer.Typer()
runs = typer.Typer(name="runs", help="历次全面审核 Full runs.", no_args_is_help=True)
app.add_typer(runs)


@runs.command("list")
def list_runs(as_json: AsJson = False) -> None:
    """列出历次全面审核 The newest first; those that are kept can be compared."""
    from app.auditing.runs import read_runs

    with opened() as database, database.read() as connection:
        told = read_runs(connection)
    show(told, as_json, columns=("id", "started_at", "items", "findings", "drift", "kept"))


@runs.command("compare")
def compare_runs(
    before: Annotated[int, typer.Argument(help="先前的一次 the earlier run")],
    after: Annotated[int, typer.Argument(help="后来的一次 the later run")],
    part: Annotated[
        Part | None, typer.Option(help="列出哪一部分；不写则只计数 which lines to list")
    ] = None,
    region: Region = None,
    agency: Agency = None,
    limit: Limit = SHOWN,
    as_json: AsJson = False,
) -> None:
    """比较两次全面审核 What is new, mended, unchanged; what came or went with its item or rule."""
    from app.mending.runs import comparing

    with opened() as database, database.read() as connection:
        area = area_of(connection, region, agency)
        comparison = comparing.compare(connection, before, after, area)
        told = {
            **comparing.state_of(connection, comparison),
            **comparing.counts(connection, comparison),
        }
        found = comparing.lines(connection, comparison, part, None, limit) if part else []
        rows = comparing.shown(connection, found, part, "zh") if part else []
    if as_json:
        show({**told, "items": rows}, as_json=True)
        return
    show({"same_rules": told["same_rules"], **told["counts"]})
    for row in rows:
        item = row["item"] or {}
        typer.echo(
            "\t".join(map(str, (item.get("code"), item.get("name"), row["rule"], row["title"])))
        )
