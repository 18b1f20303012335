"""``yizhi rules``: rules switched off or graded, and what that would do."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from app.kernel.console import AsJson, opened, show
from app.mending.options import InLanguage, RuleCode

app = typer.Typer()
rules = typer.Typer(name="rules", help="规则设置 Settings of rules.", no_args_is_help=True)
app.add_typer(rules)

SeverityName = Literal["error", "warning", "info"]
Who = Annotated[str, typer.Option(help="谁 who")]
Why = Annotated[str, typer.Option(help="为什么 why")]


@rules.command("show")
def show_setting(rule: RuleCode, as_json: AsJson = False) -> None:
    """一条规则的设置 How a rule is taken here, and who set it so."""
    from app.mending.ruling.history import setting_of

    with opened() as database, database.read() as connection:
        told = setting_of(connection, rule)
    show(told, as_json)


@rules.command("set")
def set_one(
    rule: RuleCode,
    who: Who,
    why: Why,
    on: Annotated[bool, typer.Option("--on/--off", help="启用或停用 switch on or off")] = True,
    severity: Annotated[
        SeverityName | None, typer.Option(help="严重程度；不写则照规则自己定的")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """停用、启用、改定严重程度 Switch or grade a rule; findings follow at once."""
    from app.mending.ruling.applying import set_rule, setting
    from app.mending.ruling.history import setting_of
    from app.settings import Settings

    with opened() as database, database.write() as connection:
        set_rule(connection, rule, setting(on, severity), Settings().profile, (who, why))
        told = setting_of(connection, rule)
    show(told, as_json)


@rules.command("preview")
def preview_one(
    rule: RuleCode,
    on: Annotated[bool, typer.Option("--on/--off", help="启用或停用 switch on or off")] = True,
    severity: Annotated[SeverityName | None, typer.Option(help="严重程度 severity")] = None,
    language: InLanguage = "zh",
    as_json: AsJson = False,
) -> None:
    """预览规则 What a rule would find over the whole stock; nothing is written."""
    from app.mending.ruling.applying import setting
    from app.mending.ruling.previewing import preview, told
    from app.settings import Settings

    with opened() as database:
        seen = told(preview(database, rule, setting(on, severity), Settings().profile, language))
    if as_json:
        show(seen, as_json=True)
        return
    show({name: seen[name] for name in ("before", "after", "come", "gone", "severity")})
    show(seen["agencies"])
    for change in ("come", "gone"):
        for one in seen["samples"][change]:
            typer.echo(f"{change}\t{one['item']['code']}\t{one['message']}")
