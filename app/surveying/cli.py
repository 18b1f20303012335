"""``yizhi survey``: the catalogue across levels and peers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from app.kernel.console import AsJson, opened, show

app = typer.Typer()
survey = typer.Typer(name="survey", help="纵横比对 Across levels and peers.", no_args_is_help=True)
app.add_typer(survey)

KindName = Literal["renamed", "misfiled", "unlinked", "duplicate", "twin"]


@survey.callback()
def _group() -> None:
    """纵横比对 Across levels and peers."""


@survey.command()
def drift(
    region: Annotated[str | None, typer.Option(help="行政区划代码，含其下级")] = None,
    agency: Annotated[str | None, typer.Option(help="实施主体编码 agency")] = None,
    kind: Annotated[
        KindName | None,
        typer.Option(help="同码异名、疑似错码、疑似对应标准、一事多码、目录重复"),
    ] = None,
    least: Annotated[
        float | None, typer.Option(min=0, max=1, help="至少多少分 least score")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="最多列出多少条 how many are shown")] = 50,
    csv: Annotated[Path | None, typer.Option(help="全部写入 CSV 文件 write all to a file")] = None,
    as_json: AsJson = False,
) -> None:
    """名称漂移与近似重复 The same item under other names or codes: proposals with evidence."""
    from itertools import islice

    from app.auditing.asking import agency_of, region_of
    from app.mending.sheets import csv_text
    from app.surveying.drift.asking import counted, every
    from app.surveying.drift.finding import LEAST, Wanted, within
    from app.surveying.drift.sheet import HEADERS, lines

    with opened() as database, database.read() as connection:
        places = within(connection, region_of(connection, region))
        wanted = Wanted(
            places, agency_of(connection, agency), kind, LEAST if least is None else least
        )
        counts = counted(connection, wanted)
        found = every(connection, wanted, "zh")
        if csv is not None:
            csv.write_text(csv_text(HEADERS["zh"], lines(found, "zh")), encoding="utf-8")
            shown = []
        else:
            shown = list(islice(found, limit))
    if as_json:
        show({"by_kind": counts, "total": sum(counts.values()), "items": shown}, as_json=True)
        return
    for row in shown:
        typer.echo(_line(row))
    typer.echo(f"共 {sum(counts.values())} 条建议", err=True)


def _line(row: dict[str, Any]) -> str:
    """Say one proposal in a line: kind, score, both sides, how the names differ."""
    from app.surveying.drift.sheet import difference

    sides = (f"{row[side]['name']}（{row[side]['code']}）" for side in ("left", "right"))
    told = "；".join(map(difference, row["differences"]))
    return "\t".join((row["title"], f"{row['score']:.2f}", *sides, told))
