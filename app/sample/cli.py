"""``yizhi sample``: the sample catalogue, loaded here or written as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.kernel.console import AsJson, opened, show

app = typer.Typer(name="sample", help="示例目录 The sample catalogue.", no_args_is_help=True)


@app.command()
def load(as_json: AsJson = False) -> None:
    """载入示例目录 Load the sample catalogue; once loaded, this changes nothing."""
    from app.sample import loading
    from app.settings import Settings

    with opened() as database:
        reports = loading.load(database, Settings().profile)
    for report in reports:
        report.refusals.close()
    shown = [
        {"file": report.batch.file_name, **report.batch.counts.as_dict()} for report in reports
    ]
    if as_json:
        show(shown, as_json)
        return
    for one in shown:
        typer.echo(
            "{file}：共 {rows} 行，新增 {created}，更新 {changed}，未变 {unchanged}，拒收 {refused}".format_map(
                one
            )
        )


@app.command()
def export(folder: Annotated[Path, typer.Argument(help="目录 folder")]) -> None:
    """写成文件 Write the sample as files that `yizhi import` takes, with the planted faults."""
    from app.sample import loading

    for path in loading.export(folder):
        typer.echo(path)
