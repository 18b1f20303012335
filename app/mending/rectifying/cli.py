"""``yizhi rectify``: lists of what a body shall mend by a day."""

from __future__ import annotations

from typing import Annotated

import typer

from app.kernel.console import AsJson, Exit, fail, opened, show
from app.mending.options import Agency, Day, InLanguage, Sheet, write_sheet

app = typer.Typer()
rectify = typer.Typer(name="rectify", help="整改清单 Rectification lists.", no_args_is_help=True)
app.add_typer(rectify)


@rectify.command("issue")
def issue_list(
    agency: Annotated[str, typer.Argument(help="实施主体编码 agency")],
    working_days: Annotated[int, typer.Option(min=1, max=500, help="几个工作日之内改完")],
    severity: Annotated[
        list[str] | None, typer.Option(help="error、warning、info，可写多次；不写则为 error")
    ] = None,
    rule: Annotated[list[str] | None, typer.Option(help="规则编号，可写多次 rule")] = None,
    issued_on: Day = None,
    note: Annotated[str | None, typer.Option(help="说明 note")] = None,
    as_json: AsJson = False,
) -> None:
    """出具整改清单 Freeze what stands against a body, due after so many working days."""
    from app.mending.rectifying.issuing import Wish, issue
    from app.mending.rectifying.rechecking import recheck

    if set(severity or ()) - {"error", "warning", "info"}:
        raise fail("严重程度只有 error、warning、info", Exit.USAGE)
    day = issued_on.date() if issued_on else None
    wish = Wish(agency, severity or ["error"], working_days, rule or (), day, note)
    with opened() as database, database.write() as connection:
        head = recheck(connection, issue(connection, wish)).head
    show(head, as_json)
    if not head["holidays_announced"]:
        typer.echo("所跨年份的放假安排尚未全部公布，期限按周一至周五推算", err=True)


@rectify.command("list")
def list_rectifications(agency: Agency = None, as_json: AsJson = False) -> None:
    """列出整改清单 The lists, as they were issued."""
    from app.auditing.asking import agency_of
    from app.mending.rectifying.rechecking import read_lists

    with opened() as database, database.read() as connection:
        told = read_lists(connection, agency_of(connection, agency), limit=100_000)
    show(told, as_json, columns=("id", "agency", "agency_name", "issued_on", "due_on", "lines"))


@rectify.command("check")
def check_list(
    number: Annotated[int, typer.Argument(help="整改清单号 list")],
    output: Sheet = None,
    language: InLanguage = "zh",
    as_json: AsJson = False,
) -> None:
    """复核整改清单 What became of each line; exit code 1 while any is still to be mended."""
    from app.mending.rectifying.rechecking import recheck
    from app.mending.rectifying.sheet import HEADERS, rows

    with opened() as database, database.read() as connection:
        checked = recheck(connection, number)
    if output is not None:
        write_sheet(output, HEADERS[language], rows(checked, language))
    if as_json:
        show({**checked.head, "items": checked.lines}, as_json=True)
    else:
        show(checked.head)
    if not checked.head["done"]:
        raise typer.Exit(Exit.FINDINGS)
