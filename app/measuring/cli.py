"""``yizhi indicators``: figures, the items behind them, baselines and snapshots, at the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from app.kernel.console import AsJson, opened, show

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.measuring.selecting import Selection

app = typer.Typer()
indicators = typer.Typer(
    name="indicators", help="指标 Indicators: figures that open into lists.", no_args_is_help=True
)
baseline = typer.Typer(
    name="baseline",
    help="基线 Baselines that reductions are measured against.",
    no_args_is_help=True,
)
app.add_typer(indicators)
indicators.add_typer(baseline)

Region = Annotated[str | None, typer.Option(help="行政区划代码，含其下级 region")]
Agency = Annotated[str | None, typer.Option(help="实施主体代码 agency")]
ItemType = Annotated[str | None, typer.Option("--type", help="事项类型 type")]
Against = Annotated[str | None, typer.Option("--baseline", help="与哪个基线相比 baseline")]
InLanguage = Annotated[Literal["zh", "en"], typer.Option("--language", help="zh 或 en")]
Slug = Annotated[str, typer.Argument(help="指标，如 at-most-one-visit-rate")]
PartOf = Annotated[
    Literal["numerator", "denominator", "shortfall", "unknown", "excluded"],
    typer.Option("--part", help="分子、分母、差额、没有写明的、不计入的"),
]


@indicators.command("list")
def list_(
    region: Region = None,
    agency: Agency = None,
    type_: ItemType = None,
    against: Against = None,
    language: InLanguage = "zh",
    as_json: AsJson = False,
) -> None:
    """全部指标及现值 All indicators and their figures."""
    from app.measuring import definitions
    from app.measuring.figures import all_figures
    from app.measuring.telling import told

    with opened() as database, database.read() as connection:
        selection = _selection(connection, region, agency, type_)
        found = all_figures(connection, selection, against)
    known = definitions.indicators()
    rows = [told(known[slug], figure, language) for slug, figure in found.items()]
    if as_json:
        show(rows, as_json=True)
        return
    for row in rows:
        typer.echo("\t".join((row["slug"], row["title"], *_brief(row["figure"]))))


def _brief(figure: dict[str, Any] | None) -> tuple[str, ...]:
    if figure is None or figure["value"] is None:
        return ("–",)
    target = "" if figure["target"] is None else f"目标 {figure['target']}"
    reached = {True: "达到", False: "未达到", None: ""}[figure["reached"]]
    made = f"{figure['numerator']} / {figure['denominator']}"
    return tuple(part for part in (str(figure["value"]), made, target, reached) if part)


@indicators.command("show")
def show_(
    slug: Slug,
    region: Region = None,
    agency: Agency = None,
    type_: ItemType = None,
    against: Against = None,
    by: Annotated[
        Literal["region", "agency", "type", "level"] | None, typer.Option(help="分列 break down")
    ] = None,
    language: InLanguage = "zh",
    as_json: AsJson = False,
) -> None:
    """一个指标：算式、现值、不计入的 One indicator."""
    from app.measuring.definitions import indicator_named
    from app.measuring.figures import breakdown, figure
    from app.measuring.telling import told

    one = indicator_named(slug)
    with opened() as database, database.read() as connection:
        selection = _selection(connection, region, agency, type_)
        if by is not None:
            rows = breakdown(connection, one, by, selection, against)
            show(rows, as_json, columns=(by, "name", "value", "numerator", "denominator"))
            return
        row = told(one, figure(connection, one, selection, against), language)
    if as_json:
        show(row, as_json=True)
        return
    typer.echo(f"{row['title']}  {'  '.join(_brief(row['figure']))}\n{row['formula']}")
    typer.echo(f"{row['missing']}\n{row['source']}")
    for excluded in row["figure"]["excluded"]:
        typer.echo(f"{excluded['reason']}\t{excluded['words']}\t{excluded['items']}")


@indicators.command("items")
def items(
    slug: Slug,
    part: PartOf = "denominator",
    reason: Annotated[str | None, typer.Option(help="不计入的哪一种原因 reason")] = None,
    region: Region = None,
    agency: Agency = None,
    type_: ItemType = None,
    against: Against = None,
    csv: Annotated[Path | None, typer.Option(help="写入 CSV 文件 write a CSV file")] = None,
    language: InLanguage = "zh",
    as_json: AsJson = False,
) -> None:
    """指标背后的事项 The items that a figure was counted from; state secrets are not listed."""
    from app.items.queries import ItemFilter
    from app.kernel.sheets import write_csv
    from app.measuring.definitions import indicator_named
    from app.measuring.parts import Wanted
    from app.measuring.sheet import chunks, csv_lines

    one = indicator_named(slug)
    with opened() as database, database.read() as connection:
        place = _selection(connection, region, agency, type_).region
        narrowed = ItemFilter(region=place, agency=agency, type=type_)
        wanted = Wanted(one, part, narrowed, reason, against)
        if csv is not None:
            write_csv(csv, csv_lines(connection, wanted, language))
            return
        rows = [row for chunk in chunks(connection, wanted, language) for row in chunk]
    if as_json:
        show(rows, as_json=True)
        return
    for row in rows:
        why = row.get("excluded", {}).get("words") or row.get("counted") or ""
        typer.echo(f"{row['code']}\t{row['name']}\t{row['agency_name'] or ''}\t{why}")


@indicators.command()
def snapshot(as_json: AsJson = False) -> None:
    """留存今天的指标值 Keep today's figures, so that a trend can be drawn."""
    from app.measuring.snapshots import take_snapshot

    with opened() as database:
        show(take_snapshot(database), as_json)


@baseline.command("take")
def baseline_take(
    name: Annotated[str, typer.Argument(help="名称 name")],
    note: Annotated[str, typer.Option(help="说明 note")] = "",
    as_json: AsJson = False,
) -> None:
    """留一个基线 Freeze what every item asks for today."""
    from app.measuring.baselines import take

    with opened() as database, database.write() as connection:
        show(take(connection, name, note), as_json)


@baseline.command("list")
def baseline_list(as_json: AsJson = False) -> None:
    """基线一览 The baselines, the newest first."""
    from app.measuring.baselines import read_baselines

    with opened() as database, database.read() as connection:
        rows = read_baselines(connection)
    show(rows, as_json, columns=("name", "taken_on", "items", "note"))


@baseline.command("drop")
def baseline_drop(name: Annotated[str, typer.Argument(help="名称 name")]) -> None:
    """删去一个基线 Drop a baseline."""
    from app.measuring.baselines import drop

    with opened() as database, database.write() as connection:
        drop(connection, name)


def _selection(
    connection: Connection, region: str | None, agency: str | None, type_: str | None
) -> Selection:
    from app.measuring.asking import FigureQuery

    return FigureQuery(region=region, agency=agency, type=type_).selection(connection)
