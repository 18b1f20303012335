"""``yizhi import preview``: what an edited workbook would change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from app.importing.options import OnConflictName, limits_for
from app.kernel.console import AsJson, Exit, fail, opened, show

app = typer.Typer()
SHOWN_CHARACTERS = 60
_CHANGES = {"edited": "文件改了", "meanwhile": "别人改了，文件没动", "conflict": "两边都改了"}


@app.command("preview")
def preview_workbook(
    file: Annotated[Path, typer.Argument(help="改过的目录工作簿", exists=True, dir_okay=False)],
    on_conflict: Annotated[
        OnConflictName, typer.Option(help="别人也改过的要素：拒收、留别人的、用文件的")
    ] = OnConflictName.REFUSE,
    limit: Annotated[int, typer.Option(min=0, help="最多列出多少个事项、多少条发现")] = 50,
    as_json: AsJson = False,
) -> None:
    """预览改过的工作簿 Show what an edited workbook would change; nothing is written."""
    from app.importing.errors import SourceError
    from app.importing.order import Order
    from app.importing.workbooks.previewing import preview
    from app.kernel.problem import Problem
    from app.settings import Settings

    settings = Settings()
    order = Order(file, file.name, "valid", profile=settings.profile, on_conflict=on_conflict.value)
    with opened() as database:
        try:
            order = replace(order, limits=limits_for(file, file.name, settings))
            told = preview(database, order, limit, "zh")
        except SourceError as error:
            raise fail(f"{error.reason()}\n{error.remedy()}", Exit.USAGE) from error
        except Problem as problem:
            raise fail(problem.detail(), Exit.USAGE) from problem
    if as_json:
        show(told, as_json)
        return
    _print(told)


def _print(told: dict[str, Any]) -> None:
    for item in told["items"]:
        typer.echo(f"{item['code']} {item['name']}{'（新增）' if item['created'] else ''}")
        for part in item["parts"]:
            said = _CHANGES[part["change"]]
            typer.echo(
                f"  {part['title']}（{said}）：{_brief(part['now'])} → {_brief(part['workbook'])}"
            )
    counts, findings = told["changes"], told["findings"]
    typer.echo(
        f"改动 {counts['items']} 个事项，新增 {counts['created']}，要素改动 {counts['edited']} 处，"
        f"冲突 {counts['conflict']} 处，别人改过 {counts['meanwhile']} 处，"
        f"拒收 {told['counts']['refused']} 行"
    )
    typer.echo(f"发现新增 {findings['new']['count']}，消除 {findings['mended']['count']}")


def _brief(value: object) -> str:
    """A value on one line, cut where it is long."""
    text = "–" if value is None else str(value).replace("\n", " ")
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"
