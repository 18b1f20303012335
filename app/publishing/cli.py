"""``yizhi guide`` and ``yizhi lists``: what is published, at the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from app.kernel.console import AsJson, opened, show

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.kernel.language import Language
    from app.publishing.lists.definitions import PublicList
    from app.publishing.lists.members import Wanted

app = typer.Typer()

InLanguage = Annotated[Literal["zh", "en"], typer.Option("--language", help="zh 或 en")]


@app.command()
def guide(
    code: Annotated[str, typer.Argument(help="业务办理项编码、实施编码或地方编码")],
    qualifier: Annotated[str | None, typer.Option(help="同码事项中的哪一个")] = None,
    language: InLanguage = "zh",
    as_json: AsJson = False,
) -> None:
    """查看办事指南 Show the guide of an item."""
    import orjson

    from app.publishing.guides import Maker
    from app.publishing.records import source_of

    with opened() as database, database.read() as connection:
        body = Maker.fresh().guide(source_of(connection), code, language, qualifier)
    found = orjson.loads(body)
    if as_json:
        show(found, as_json=True)
    else:
        _print_guide(found, language)


@app.command()
def lists(
    slug: Annotated[str | None, typer.Argument(help="清单；不写则列出各清单")] = None,
    region: Annotated[str | None, typer.Option(help="行政区划代码，含其下级")] = None,
    left_out: Annotated[
        bool, typer.Option("--left-out", help="未列入的、原因和就近改法 not on the list")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="不含存疑的 without doubted ones")
    ] = False,
    summary: Annotated[bool, typer.Option("--summary", help="占比 shares")] = False,
    csv: Annotated[Path | None, typer.Option(help="写入 CSV 文件 write a CSV file")] = None,
    language: InLanguage = "zh",
    as_json: AsJson = False,
) -> None:
    """公开清单：一网通办、最多跑一次等 The public lists and who is on them."""
    from app.items.asking import known_id
    from app.items.queries import ItemFilter
    from app.publishing.lists.members import Wanted
    from app.publishing.lists.reading import index, list_named
    from app.publishing.lists.shares import count_shares

    place = known_id(region)
    with opened() as database, database.read() as connection:
        if slug is None:
            rows = index(count_shares(connection), language)
            show(rows, as_json, columns=("slug", "title", "members", "population", "share"))
            return
        one = list_named(slug)
        if summary:
            _print_summary(connection, one, place or 0, language, as_json)
            return
        wanted = Wanted(one, ItemFilter(region=place), not left_out, strict)
        if csv is not None:
            _write_csv(connection, wanted, language, csv)
        else:
            _print_members(connection, wanted, language, as_json)


def _print_guide(found: dict[str, Any], language: Language) -> None:
    from app.publishing.wording import outline

    agency = found["agency"] or {}
    typer.echo(f"{found['name']}\n{found['code']}  {agency.get('name') or ''}")
    for name, element in found["elements"].items():
        if name == "name":
            continue
        origin = "" if element["origin"] == "own" else f"  ← {element['issuer']}"
        for line in outline(name, element["value"], language):
            text = f"：{line.text}" if line.title and line.text else line.text
            if line.depth == 0:
                typer.echo(f"\n【{line.title}】{line.text}{origin}")
            else:
                typer.echo(f"{'  ' * line.depth}{line.title}{text}")


def _print_members(
    connection: Connection, wanted: Wanted, language: Language, as_json: bool
) -> None:
    from app.publishing.lists.reading import plain_members

    rows = plain_members(connection, wanted, language)
    if as_json:
        show(list(rows), as_json=True)
        return
    for row in rows:
        why = row.get("reasons") or row.get("obstacles") or ()
        sentences = "；".join(one["words"] for one in (*why, *row["doubts"]))
        typer.echo(f"{row['code']}\t{row['name']}\t{row['agency_name'] or ''}\t{sentences}")


def _print_summary(
    connection: Connection, one: PublicList, region: int, language: Language, as_json: bool
) -> None:
    from app.publishing.lists.shares import count_shares, summary

    told = summary(connection, count_shares(connection), one, language, region)
    if as_json:
        show(told, as_json=True)
        return
    show({name: value for name, value in told.items() if not isinstance(value, list)})
    for part in ("excluded", "regions", "agencies"):
        if told[part]:
            typer.echo(f"\n{part}")
            show(told[part])


def _write_csv(connection: Connection, wanted: Wanted, language: Language, path: Path) -> None:
    from app.kernel.sheets import write_csv
    from app.publishing.lists.sheet import csv_lines

    write_csv(path, csv_lines(connection, wanted, language))
