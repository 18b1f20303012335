"""``yizhi export``: the catalogue, or a part of it, into a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.exporting.exchange.cli import app as exchange
from app.kernel.console import Exit, fail, opened

app = typer.Typer()
app.add_typer(exchange)


@app.command("export")
def export(
    format: Annotated[str, typer.Argument(help="格式 format, see --help of this command")],
    file: Annotated[Path, typer.Argument(help="写到哪个文件 file")],
    region: Annotated[str | None, typer.Option(help="行政区划代码，含其下级")] = None,
    agency: Annotated[str | None, typer.Option(help="实施主体编码 agency")] = None,
    code: Annotated[
        list[str] | None, typer.Option(help="只要这个编码，可多次 only this item")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="base 或 implementation")] = None,
    base: Annotated[
        str, typer.Option(help="本系统对外的地址，写进关联数据 public address")
    ] = "http://127.0.0.1:8000/",
    secrets: Annotated[bool, typer.Option("--secrets", help="含涉密事项")] = False,
) -> None:
    """输出目录 Export the catalogue or a part of it, as CPSV-AP and other formats."""
    from app.auditing.asking import agency_of, region_of
    from app.exporting.formats import FORMATS
    from app.exporting.scope import KINDS, Scope, count_items

    if format not in FORMATS:
        raise fail(f"没有“{format}”这种格式，请用 {'、'.join(FORMATS)}", Exit.USAGE)
    if kind is not None and kind not in KINDS:
        raise fail(f"--kind 只能是 {'、'.join(KINDS)}", Exit.USAGE)
    wanted = FORMATS[format]
    if not wanted.writes(kind):
        raise fail(f"“{format}”只有公布的实施清单事项，没有基本目录事项", Exit.USAGE)
    unfinished = file.with_name(f".{file.name}.part")
    with opened() as database, database.read() as connection:
        scope = Scope(
            kind=kind or wanted.kind,
            region=region_of(connection, region),
            agency=agency_of(connection, agency),
            codes=tuple(code or ()),
            published=wanted.published,
            secrets=secrets,
        )
        try:
            with unfinished.open("wb") as out:
                out.writelines(wanted.pieces(connection, scope, base))
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
        typer.echo(f"{file}：{count_items(connection, scope)} 个事项", err=True)


@app.command("open-data")
def open_data(
    folder: Annotated[Path, typer.Argument(help="写到哪个目录，须为空 an empty or new folder")],
    region: Annotated[str | None, typer.Option(help="行政区划代码，含其下级")] = None,
    base: Annotated[
        str, typer.Option(help="本系统对外的地址，写进关联数据 public address")
    ] = "http://127.0.0.1:8000/",
) -> None:
    """开放数据包 Write the published catalogue as open data: JSONL, CSV, CPSV-AP, DCAT, checksums."""
    from app.auditing.asking import region_of
    from app.exporting.package import write_package
    from app.exporting.scope import Scope

    with opened() as database, database.read() as connection:
        scope = Scope(region=region_of(connection, region))
        try:
            names = write_package(connection, scope, folder, base)
        except FileExistsError as error:
            raise fail(f"{error}，请换一个", Exit.USAGE) from None
    for name in names:
        typer.echo(folder / name)
