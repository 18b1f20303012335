"""``yizhi laws``: the registry of laws, and what stands on each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from app.kernel.console import AsJson, Exit, fail, opened, show

app = typer.Typer(
    name="laws", help="法规 Laws: the registry, and what stands on each.", no_args_is_help=True
)

StatusName = Literal["in-force", "amended", "repealed", "upcoming"]
LawNumber = Annotated[int, typer.Argument(help="登记编号 number in the registry")]


@app.command("list")
def list_(
    q: Annotated[str | None, typer.Argument(help="名称或文号中的字 in name or number")] = None,
    status: Annotated[
        StatusName | None, typer.Option(help="今天的效力 how it stands today")
    ] = None,
    rank: Annotated[int | None, typer.Option(min=1, max=6, help="效力位阶 1–6")] = None,
    as_json: AsJson = False,
) -> None:
    """列出登记的法规 List the registry, those repealed and replaced too."""
    from app.kernel.clock import today
    from app.laws.payloads import payload
    from app.laws.queries import listing

    with opened() as database, database.read() as connection:
        rows = connection.execute(listing(q, rank, status, today())).mappings().all()
        laws = [payload(row).model_dump(mode="json") for row in rows]
    columns = ("id", "status_name", "name", "number", "effective", "ended", "successor")
    show(laws if as_json else [_plain(law) for law in laws], as_json, columns=columns)


@app.command("show")
def show_(law: LawNumber, as_json: AsJson = False) -> None:
    """一部法规，以及多少事项引用它 One law, and how much stands on it."""
    from app.laws.payloads import payload
    from app.laws.queries import by_id
    from app.tracing.uses import uses_of_law

    with opened() as database, database.read() as connection:
        row = by_id(connection, law)
        if row is None:
            raise fail(f"没有登记编号为 {law} 的法规", Exit.USAGE)
        told = payload(row).model_dump(mode="json")
        told["uses"] = uses_of_law(law).count(connection)
    show(told if as_json else _plain(told), as_json)


@app.command()
def add(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV：name,number,rank,issuer,published,effective,revised,ended,successor,source",
            exists=True,
            dir_okay=False,
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """添加或更正法规，并重新核查引用它的事项 Add or correct laws; what cites them is judged anew."""
    from app.laws import read_laws
    from app.settings import Settings
    from app.tracing.service import renew_laws

    with (
        opened() as database,
        database.write() as connection,
        file.open(encoding="utf-8-sig", newline="") as lines,
    ):
        done = renew_laws(connection, read_laws(lines), Settings().profile)
    counts = {"added": done.added, "renewed": done.renewed, "unchanged": done.unchanged}
    errors = [error._asdict() for error in done.errors]
    show({**counts, "errors": errors} if as_json else counts, as_json)
    for error in done.errors:
        typer.echo(f"第 {error.line} 行：{error.message}", err=True)
    if errors:
        raise typer.Exit(Exit.FINDINGS)


@app.command()
def uses(
    law: LawNumber,
    element: Annotated[
        Literal["legal_basis", "time_limit", "materials", "fees"] | None,
        typer.Option(help="只看这个要素 only this element"),
    ] = None,
    region: Annotated[str | None, typer.Option(help="行政区划代码，含其下级")] = None,
    limit: Annotated[int, typer.Option(min=1, help="至多列出多少处 at most so many")] = 50,
    as_json: AsJson = False,
) -> None:
    """引用一部法规的事项 The items that stand on a law, with exact counts."""
    from app.auditing.asking import region_of
    from app.laws.queries import by_id
    from app.tracing.uses import shown_citations, uses_of_law

    with opened() as database, database.read() as connection:
        if by_id(connection, law) is None:
            raise fail(f"没有登记编号为 {law} 的法规", Exit.USAGE)
        asked = uses_of_law(law, element, region_of(connection, region))
        rows = shown_citations(connection, asked.page(connection, None, limit))
        counts = asked.count(connection)
    if as_json:
        show({"total": sum(counts.values()), "by_element": counts, "items": rows}, as_json)
        return
    show([_line(row) for row in rows])
    typer.echo(f"共 {sum(counts.values())} 处", err=True)


def _line(row: dict[str, Any]) -> dict[str, Any]:
    item = row["item"]
    said = (item["name"], item["agency_name"], row["law"], row["article"])
    return _plain(dict(zip(("name", "agency", "law", "article"), said, strict=True))) | {
        "code": item["code"],
        "pointer": row["pointer"],
    }


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    return {name: "" if value is None else value for name, value in told.items()}
