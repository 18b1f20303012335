"""``yizhi spot-check``: a sample that anybody can draw again."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from app.kernel.console import AsJson, opened, show
from app.mending.options import Agency, InLanguage, Region, Sheet, write_sheet

app = typer.Typer()


@app.command("spot-check")
def spot_check(
    seed: Annotated[str, typer.Option(help="种子 seed")],
    size: Annotated[int | None, typer.Option(min=1, help="抽多少项 how many")] = None,
    share: Annotated[float | None, typer.Option(min=0, max=1, help="抽多大比例 share")] = None,
    by: Annotated[
        Literal["none", "agency", "region", "type"], typer.Option(help="按什么分层 strata")
    ] = "none",
    region: Region = None,
    agency: Agency = None,
    version: Annotated[int | None, typer.Option(help="目录版本 only at this version")] = None,
    output: Sheet = None,
    language: InLanguage = "zh",
    as_json: AsJson = False,
) -> None:
    """抽查样本 A sample that anybody can draw again with the same seed."""
    from app.auditing.asking import agency_of, region_of
    from app.mending.errors import SizeMissing
    from app.mending.sampling.drawing import CELLS, HEADERS, Draw, draw_sample, shown

    if (size is None) is (share is None):
        raise SizeMissing
    with opened() as database, database.read() as connection:
        place, body = region_of(connection, region), agency_of(connection, agency)
        draw = Draw(seed, size, share, by, place, body)
        told = shown(connection, draw_sample(connection, draw, version), language)
    if output is not None:
        write_sheet(
            output, HEADERS[language], [[item[name] for name in CELLS] for item in told["items"]]
        )
    elif as_json:
        show(told, as_json=True)
    else:
        show(told["items"], columns=("number", "stratum", "code", "name", "agency_name"))
