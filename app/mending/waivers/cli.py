"""``yizhi waivers``: findings accepted with a reason, until a day."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import typer

from app.kernel.console import AsJson, Exit, fail, opened, show
from app.mending.options import Agency, Day, Region, RuleCode

app = typer.Typer()
waivers = typer.Typer(name="waivers", help="豁免 Waivers.", no_args_is_help=True)
app.add_typer(waivers)


@waivers.command("list")
def list_waivers(
    state: Annotated[
        Literal["in-force", "to-come", "expired", "withdrawn"] | None, typer.Option(help="状态")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """列出豁免 All of them, expired and withdrawn ones too."""
    from app.mending.waivers.granting import read_all

    with opened() as database, database.read() as connection:
        told = read_all(connection, state, limit=100_000)
    show(told, as_json, columns=("id", "state", "rule", "expires", "approver", "reason"))


@waivers.command("grant")
def grant_waiver(
    rule: RuleCode,
    reason: Annotated[str, typer.Option(help="理由 reason")],
    approver: Annotated[str, typer.Option(help="批准人或批准机关 approver")],
    expires: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="最后有效的一天 last day")
    ],
    granted: Day = None,
    item: Annotated[str | None, typer.Option(help="事项编码 code of an item")] = None,
    qualifier: Annotated[str | None, typer.Option(help="同码事项中的哪一个")] = None,
    agency: Agency = None,
    region: Region = None,
    pointer: Annotated[str | None, typer.Option(help="只豁免这个位置 only this place")] = None,
    as_json: AsJson = False,
) -> None:
    """批准豁免 Accept what a rule finds for an item, a body or a region, until a day."""
    from pydantic import ValidationError

    from app.mending.waivers.granting import Grant, grant
    from app.mending.waivers.payloads import WaiverIn
    from app.settings import Settings

    said = {
        "rule": rule, "reason": reason, "approver": approver, "expires": expires.date(),
        "granted": granted.date() if granted else None, "item": item, "qualifier": qualifier,
        "agency": agency, "region": region, "pointer": pointer,
    }  # fmt: skip
    try:
        wanted = Grant(**WaiverIn.model_validate(said).model_dump())
    except ValidationError as error:
        raise fail("\n".join(one["msg"] for one in error.errors()), Exit.USAGE) from error
    with opened() as database, database.write() as connection:
        made = grant(connection, wanted, Settings().profile)
    show(made, as_json)


@waivers.command("withdraw")
def withdraw_waiver(
    number: Annotated[int, typer.Argument(help="豁免号 waiver")], as_json: AsJson = False
) -> None:
    """撤回豁免 End it now; it stays on record."""
    from app.mending.waivers.granting import withdraw

    with opened() as database, database.write() as connection:
        gone = withdraw(connection, number)
    show(gone, as_json)
