"""``yizhi export-exchange``: the national exchange tables, and what would be bounced of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.kernel.console import AsJson, Exit, fail, opened, show

if TYPE_CHECKING:
    from app.exporting.exchange.since import Since

app = typer.Typer()
receipts = typer.Typer(help="上级平台的回执 Receipts of the platform above.", no_args_is_help=True)
app.add_typer(receipts, name="receipts")


@app.command("export-exchange")
def export_exchange(
    folder: Annotated[Path, typer.Argument(help="写到哪个目录，须为空 an empty or new folder")],
    source: Annotated[str, typer.Option(help="数据来源代码，由上级平台给定 data_source")] = "",
    region: Annotated[str | None, typer.Option(help="行政区划代码，含其下级")] = None,
    agency: Annotated[str | None, typer.Option(help="实施主体编码 agency")] = None,
    code: Annotated[
        list[str] | None, typer.Option(help="只要这个编码，可多次 only this item")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="增量：自导入批次号之后，或自日期起 batch or date")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="只写回执 only the receipt")] = False,
    exact: Annotated[
        bool,
        typer.Option("--exact", help="公式样的文字前不加撇号，只供程序读取 for programs only"),
    ] = False,
) -> None:
    """国家交换库 Write the national exchange tables as CSV, with a receipt of what would bounce."""
    from datetime import datetime

    from app.auditing.asking import agency_of, region_of
    from app.exporting.exchange.folder import RECEIPT, Going, write_folder
    from app.exporting.exchange.since import changed, full
    from app.exporting.scope import Scope
    from app.kernel.clock import BEIJING

    if not source and not check:
        raise fail("请用 --source 说明上级平台给定的数据来源代码", Exit.USAGE)
    start, moment = _since(since), datetime.now(BEIJING)
    with opened() as database, database.read() as connection:
        scope = Scope(
            region=region_of(connection, region),
            agency=agency_of(connection, agency),
            codes=tuple(code or ()),
        )
        if start and not start.known(connection):
            raise fail(f"没有批次 {since}，或尚未结束", Exit.USAGE)
        pairs = changed(connection, scope, start) if start else full(connection, scope)
        batch = f"{moment:%Y%m%d%H%M%S}"
        going = Going(batch, source, moment, check, exact, incremental=start is not None)
        try:
            counts = write_folder(pairs, folder, going)
        except FileExistsError as error:
            raise fail(f"{error}，请换一个", Exit.USAGE) from None
    for name, rows in sorted(counts.items()):
        typer.echo(f"{folder / name}：{rows} 行", err=True)
    if counts[RECEIPT]:
        raise typer.Exit(Exit.FINDINGS)


@receipts.command("read")
def read(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="dn_audit_abnormal 的 CSV")
    ],
    as_json: AsJson = False,
) -> None:
    """读回执 Show which items and fields a receipt of the platform above speaks of."""
    from app.exporting.exchange.reading import matched, read_receipt
    from app.kernel.problem import Problem

    try:
        lines = read_receipt(file.read_bytes())
    except Problem as problem:
        raise fail(f"{file}：{problem.detail()}", Exit.USAGE) from None
    with opened() as database, database.read() as connection:
        show(matched(connection, lines), as_json)
    if lines:
        raise typer.Exit(Exit.FINDINGS)


def _since(given: str | None) -> Since | None:
    from app.exporting.exchange.since import Since

    try:
        return Since.read(given) if given is not None else None
    except (ValueError, OverflowError):
        raise fail("--since 是导入批次号，或 2026-01-31 这样的日期", Exit.USAGE) from None
