"""``yizhi runs``, ``waivers``, ``rectify``, ``spot-check``, ``what-if`` and ``rules``: findings at work."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from app.kernel.console import AsJson, Exit, fail, opened, show

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.mending.heads import Area

SHOWN = 50
app = typer.Typer()
runs = typer.Typer(name="runs", help="历次全面审核 Full runs.", no_args_is_help=True)
waivers = typer.Typer(name="waivers", help="豁免 Waivers.", no_args_is_help=True)
rectify = typer.Typer(name="rectify", help="整改清单 Rectification lists.", no_args_is_help=True)
rules = typer.Typer(name="rules", help="规则设置 Settings of rules.", no_args_is_help=True)
for _group in (runs, waivers, rectify, rules):
    app.add_typer(_group)

SeverityName = Literal["error", "warning", "info"]
InLanguage = Annotated[Literal["zh", "en"], typer.Option("--language", help="zh 或 en")]
Region = Annotated[str | None, typer.Option(help="行政区划代码，含其下级 with all within it")]
Agency = Annotated[str | None, typer.Option(help="实施主体编码 agency")]
Limit = Annotated[int, typer.Option(min=0, help="最多列出多少条 how many are shown")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="日期，如 2026-01-31")]
Who = Annotated[str, typer.Option(help="谁 who")]
Why = Annotated[str, typer.Option(help="为什么 why")]
Sheet = Annotated[Path | None, typer.Option(help="写入文件：.csv 或 .xlsx a CSV or XLSX file")]
RuleCode = Annotated[str, typer.Argument(help="规则编号 rule")]
PartName = Literal[
    "new",
    "new-with-item",
    "new-with-rule",
    "mended",
    "gone-with-item",
    "gone-with-rule",
    "unchanged",
]


@runs.command("list")
def list_runs(as_json: AsJson = False) -> None:
    """列出历次全面审核 The newest first; those that are kept can be compared."""
    from app.auditing.runs import read_runs

    with opened() as database, database.read() as connection:
        told = read_runs(connection)
    show(told, as_json, columns=("id", "started_at", "items", "findings", "drift", "kept"))


@runs.command("compare")
def compare_runs(
    before: Annotated[int, typer.Argument(help="先前的一次 the earlier run")],
    after: Annotated[int, typer.Argument(help="后来的一次 the later run")],
    part: Annotated[
        PartName | None, typer.Option(help="列出哪一部分；不写则只计数 which lines to list")
    ] = None,
    region: Region = None,
    agency: Agency = None,
    limit: Limit = SHOWN,
    as_json: AsJson = False,
) -> None:
    """比较两次全面审核 What is new, mended, unchanged; what came or went with its item or rule."""
    from app.mending.runs import comparing

    with opened() as database, database.read() as connection:
        area = _area(connection, region, agency)
        comparison = comparing.compare(connection, before, after, area)
        told = {
            **comparing.state_of(connection, comparison),
            **comparing.counts(connection, comparison),
        }
        found = comparing.lines(connection, comparison, part, None, limit) if part else []
        rows = comparing.shown(connection, found, part, "zh") if part else []
    if as_json:
        show({**told, "items": rows}, as_json=True)
        return
    show({"same_rules": told["same_rules"], **told["counts"]})
    for row in rows:
        item = row["item"] or {}
        typer.echo(
            "\t".join(map(str, (item.get("code"), item.get("name"), row["rule"], row["title"])))
        )


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

    from app.mending.payloads import WaiverIn
    from app.mending.waivers.granting import Grant, grant
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
        _write(output, HEADERS[language], rows(checked, language))
    if as_json:
        show({**checked.head, "items": checked.lines}, as_json=True)
    else:
        show(checked.head)
    if not checked.head["done"]:
        raise typer.Exit(Exit.FINDINGS)


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
        _write(
            output, HEADERS[language], [[item[name] for name in CELLS] for item in told["items"]]
        )
    elif as_json:
        show(told, as_json=True)
    else:
        show(told["items"], columns=("number", "stratum", "code", "name", "agency_name"))


@app.command("what-if")
def what_if(
    file: Annotated[
        Path, typer.Argument(help="基本目录事项的 JSON 文件", exists=True, dir_okay=False)
    ],
    patch: Annotated[
        bool, typer.Option("--patch", help="文件是合并补丁 the file is a JSON merge patch")
    ] = False,
    limit: Limit = SHOWN,
    language: InLanguage = "zh",
    as_json: AsJson = False,
) -> None:
    """假如修改标准 What would change if a standard were changed; nothing is written."""
    from app.mending.trying.patching import patched
    from app.mending.trying.telling import tell
    from app.mending.trying.what_if import try_standard
    from app.settings import Settings

    document = _document(file)
    with opened() as database:
        if patch:
            with database.read() as connection:
                document = patched(connection, document)
        trial = try_standard(database, document, Settings().profile, language)
        with database.read() as connection:
            told = tell(connection, trial, language, limit)
    if as_json:
        show(told, as_json=True)
        return
    show({"verb": told["verb"], "items": told["items"], **told["counts"]})
    for one in told["findings"]:
        item = one["item"]
        cells = (
            one["change"],
            item["code"],
            item["agency_name"] or "",
            one["rule"],
            one["message"],
        )
        typer.echo("\t".join(cells))


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


def _area(connection: Connection, region: str | None, agency: str | None) -> Area:
    from app.auditing.asking import agency_of, region_of
    from app.mending.heads import Area

    return Area(region_of(connection, region), agency_of(connection, agency), secrets=True)


def _document(file: Path) -> dict[str, Any]:
    import orjson

    try:
        document = orjson.loads(file.read_bytes())
    except orjson.JSONDecodeError as error:
        raise fail(f"{file} 不是合法的 JSON：{error}", Exit.USAGE) from error
    if not isinstance(document, dict):
        raise fail(f"{file} 里应当是一个 JSON 对象", Exit.USAGE)
    return document


def _write(path: Path, headers: Any, rows: Any) -> None:
    from app.mending.sheets import csv_text, xlsx_bytes

    try:
        if path.suffix == ".xlsx":
            path.write_bytes(xlsx_bytes(path.stem, headers, rows))
        else:
            path.write_bytes(csv_text(headers, rows).encode())
    except OSError as error:
        raise fail(f"不能写入 {path}：{error.strerror}") from error
