"""``yizhi claims``: what regions do not claim, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from app.kernel.console import AsJson, Exit, opened, show

app = typer.Typer()
claims = typer.Typer(name="claims", help="不认领的记录 What regions decline.", no_args_is_help=True)
app.add_typer(claims)

ReasonName = Literal["no-power", "moved-down", "cancelled", "no-institution", "other"]
StateName = Literal["in-force", "idle", "withdrawn"]
Who = Annotated[str, typer.Option(help="谁 who")]
COLUMNS = ("id", "state", "base_code", "region", "reason", "by", "note")


@claims.command("list")
def list_declines(
    region: Annotated[str | None, typer.Option(help="区划代码，含其下级")] = None,
    reason: Annotated[ReasonName | None, typer.Option(help="原因 reason")] = None,
    state: Annotated[StateName | None, typer.Option(help="状态 state")] = None,
    sheet: Annotated[Path | None, typer.Option(help="写入 CSV 文件 a CSV file")] = None,
    as_json: AsJson = False,
) -> None:
    """列出不认领的记录 All of them, withdrawn ones too."""
    from app.auditing.asking import region_of
    from app.governing.reading import Wanted, read_declines
    from app.governing.sheet import written

    with opened() as database, database.read() as connection:
        wanted = Wanted(region_of(connection, region), None, reason, state, secrets=True)
        rows = read_declines(connection, wanted, limit=1_000_000)
    if sheet:
        sheet.write_text(written(rows), encoding="utf-8", newline="")
    else:
        show(rows, as_json, columns=COLUMNS)


@claims.command("decline")
def decline_one(
    base_code: Annotated[str, typer.Argument(help="基本编码 base code")],
    region: Annotated[str, typer.Argument(help="区划代码 region")],
    reason: Annotated[ReasonName, typer.Option(help="原因 reason")],
    by: Who,
    note: Annotated[str | None, typer.Option(help="说明 note")] = None,
    issuer: Annotated[str | None, typer.Option(help="目录发布地区 issuer")] = None,
    agency: Annotated[str | None, typer.Option(help="应当认领的主体 body")] = None,
    as_json: AsJson = False,
) -> None:
    """写明不认领 The finding that it is unclaimed goes."""
    from app.governing.declining import Wish, decline
    from app.settings import Settings

    wish = Wish(base_code, region, reason, by, issuer, agency, note)
    with opened() as database, database.write() as connection:
        made, _ = decline(connection, wish, Settings().profile)
    show(made, as_json)


@claims.command("withdraw")
def withdraw_one(
    number: Annotated[int, typer.Argument(help="记录号 number")],
    by: Who,
    as_json: AsJson = False,
) -> None:
    """撤回 It stays on record; what is still not claimed is found again."""
    from app.governing.declining import withdraw
    from app.settings import Settings

    with opened() as database, database.write() as connection:
        gone = withdraw(connection, number, by, Settings().profile)
    show(gone, as_json)


@claims.command("import")
def import_sheet(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV")],
    mode: Annotated[
        Literal["all", "valid"], typer.Option(help="all 全或无；valid 只写合格的行")
    ] = "all",
    as_json: AsJson = False,
) -> None:
    """从 CSV 写明不认领 The columns are those of ``list --sheet``."""
    from app.governing.errors import SheetRefused
    from app.governing.sheet import decoded, take
    from app.settings import Settings

    content = decoded(file.read_bytes())
    try:
        with opened() as database, database.write() as connection:
            told = take(connection, content, Settings().profile, mode).told()
    except SheetRefused as refused:
        told = {"created": 0, "changed": 0, "unchanged": 0, "refused": len(refused.errors)}
        told["errors"] = refused.errors
    show({name: value for name, value in told.items() if as_json or name != "errors"}, as_json)
    if told["errors"]:
        if not as_json:
            for error in told["errors"]:
                typer.echo(error["detail"], err=True)
        raise typer.Exit(Exit.FINDINGS)
