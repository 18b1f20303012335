"""``yizhi mappings``: propose how an unknown file is read, settle what is open, keep it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.importing.kept.printing import print_fields, print_open, print_proposal, print_saved
from app.importing.options import Sender, user_name
from app.kernel.console import AsJson, Exit, fail, opened, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.elements.schemas import Record

Document = dict[str, Any]
mappings = typer.Typer(
    name="mappings",
    help="来源映射：为陌生文件拟一个，确认后留用 How files of others are read.",
    no_args_is_help=True,
)
NameOf = Annotated[str, typer.Argument(help="映射的名称（小写字母、数字、连字符） name")]
SetOf = Annotated[
    list[str] | None,
    typer.Option("--set", help="列=字段（名称或指针）；列=不读。可重复 column=field"),
]
ValuesOf = Annotated[
    list[str] | None,
    typer.Option("--values", help="列=读法；列=词=代码。可重复 column=reading, column=word=code"),
]


class RecordName(StrEnum):
    """What the rows of a file are."""

    IMPLEMENTATION = "implementation"
    BASE = "base"


_RECORDS: dict[RecordName | None, Record] = {
    RecordName.IMPLEMENTATION: "implementation",
    RecordName.BASE: "base",
}


@mappings.command("propose")
def propose(
    file: Annotated[Path, typer.Argument(help="文件 file", exists=True, dir_okay=False)],
    save: Annotated[str | None, typer.Option(help="以此名称保存 save under this name")] = None,
    changes: SetOf = None,
    values: ValuesOf = None,
    record: Annotated[RecordName | None, typer.Option(help="实施清单还是基本目录")] = None,
    correspondence: Annotated[
        Path | None,
        typer.Option(help="对照表 CSV：地方基本编码 → 基本编码", exists=True, dir_okay=False),
    ] = None,
    title: Annotated[str | None, typer.Option(help="来源的名称 title")] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="随即确认 confirm at once")] = False,
    by: Sender = None,
    as_json: AsJson = False,
) -> None:
    """为陌生文件拟一个映射 Propose a mapping for a file whose headers nobody knows."""
    told = _proposed(file, _RECORDS.get(record), correspondence, title)
    with _usage():
        told["mapping"] = _amended(told["mapping"], changes, values)
    if save and sys.stdin.isatty() and not as_json:
        told["mapping"] = _asked(told["mapping"])
    saved = _saved(save, told["mapping"], confirm, by) if save else None
    if as_json:
        show({**told, "saved": saved}, as_json)
    else:
        print_proposal(told)
        print_saved(saved, told["mapping"])
    if told["mapping"].get("undecided"):
        raise typer.Exit(Exit.FINDINGS)


@mappings.command("list")
def list_all(as_json: AsJson = False) -> None:
    """列出映射 List the mappings: those made here, and those that come with this version."""
    from app.importing.kept.service import list_mappings

    with opened() as database, database.read() as connection:
        rows = list_mappings(connection)
    columns = ("name", "version", "state", "record", "undecided", "title")
    show(rows, as_json, columns=columns)


@mappings.command("show")
def show_one(
    name: NameOf,
    version: Annotated[int | None, typer.Option(min=1, help="哪一版 version")] = None,
    as_json: AsJson = False,
) -> None:
    """查看一个映射 Show a mapping: what each column is read as, and what is left open."""
    from app.importing.kept.service import one_mapping

    with opened() as database, database.read() as connection, _usage():
        told = one_mapping(connection, name, version)
    if as_json:
        show(told, as_json)
        return
    typer.echo(f"{told['name']}　{told['title']}　{told['state']}　第 {told['version'] or '–'} 版")
    print_fields(told["mapping"])
    print_open(told["mapping"])
    for one in told["versions"]:
        typer.echo(
            f"  第 {one['version']} 版 {one['state']} {one['saved_at']} {one['author'] or ''}"
        )


@mappings.command("confirm")
def confirm(
    name: NameOf,
    changes: SetOf = None,
    values: ValuesOf = None,
    by: Sender = None,
    as_json: AsJson = False,
) -> None:
    """确认一个映射 Confirm a mapping: from now on it reads files with these headers."""
    from app.importing.kept.service import one_mapping

    with opened() as database, database.read() as connection, _usage():
        document = one_mapping(connection, name)["mapping"]
    with _usage():
        document = _amended(document, changes, values)
    if sys.stdin.isatty() and not as_json:
        document = _asked(document)
    saved = _saved(name, document, True, by)
    show(saved if as_json else {k: saved[k] for k in ("name", "version", "state")}, as_json)


@mappings.command("correspond")
def correspond(
    name: NameOf,
    file: Annotated[Path, typer.Argument(help="对照表 CSV", exists=True, dir_okay=False)],
    own: Annotated[str | None, typer.Option(help="地方编码的列名 column of local codes")] = None,
    base: Annotated[str | None, typer.Option(help="基本编码的列名 column of base codes")] = None,
    by: Sender = None,
    as_json: AsJson = False,
) -> None:
    """给映射配上对照表 Give a mapping the table of local base codes and the codes they stand for."""
    from app.importing.kept import amending
    from app.importing.kept.service import one_mapping
    from app.importing.proposing.correspondence import read_correspondence

    with opened() as database, database.read() as connection, _usage(), file.open("rb") as content:
        told = one_mapping(connection, name)
        table = read_correspondence(content, file.name, own, base)
        document = amending.correspond(told["mapping"], dict(table))
    saved = _saved(name, document, told["state"] == "confirmed", by)
    several = [one for one in table.values() if isinstance(one, list)]
    show(
        {
            "name": name, "version": saved["version"], "codes": len(table),
            "several": len(several), "none": sum(one is None for one in table.values()),
        },
        as_json,
    )  # fmt: skip


@mappings.command("remove")
def remove(name: NameOf, by: Sender = None) -> None:
    """停用一个映射 Take a mapping out of use; its versions stay on record."""
    from app.importing.kept import service

    with opened() as database, _usage(), database.write() as connection:
        service.remove(connection, name, by or user_name())


def _proposed(
    file: Path, record: Record | None, correspondence: Path | None, title: str | None
) -> Document:
    from app.importing.apart import Limits
    from app.importing.errors import SourceError
    from app.importing.kept.store import kept_mappings
    from app.importing.proposing.apart import propose_apart
    from app.importing.proposing.correspondence import read_correspondence
    from app.settings import Settings

    settings = Settings()
    limits = Limits(settings.reader_memory_mb, settings.reader_seconds)
    with opened() as database, database.read() as connection:
        kept = kept_mappings(connection)
    with _usage():
        table = None
        if correspondence:
            with correspondence.open("rb") as content:
                table = dict(read_correspondence(content, correspondence.name))
        try:
            return propose_apart(
                file, file.name, limits, record=record, kept=kept,
                correspondence=table, title=title,
            )  # fmt: skip
        except SourceError as error:
            raise fail(f"{error.reason()}\n{error.remedy()}", Exit.USAGE) from error


@contextmanager
def _usage() -> Iterator[None]:
    """Say what cannot be done as asked, with the places it is about."""
    from app.importing.kept.amending import NotAmendable
    from app.kernel.problem import Problem

    try:
        yield
    except NotAmendable as error:
        raise fail(str(error), Exit.USAGE) from error
    except Problem as problem:
        told = [f"  {error['pointer']} {error['detail']}" for error in problem.errors]
        raise fail("\n".join((problem.detail(), *told)), Exit.USAGE) from problem


def _amended(
    document: Document, changes: Iterable[str] | None, values: Iterable[str] | None
) -> Document:
    from app.importing.kept import amending

    for change in changes or ():
        column, _, wanted = change.rpartition("=")
        document = amending.set_field(document, column, wanted.strip())
    for value in values or ():
        column, *rest = value.split("=")
        if len(rest) == 1:
            document = amending.settle(document, column, rest[0])
        else:
            document = amending.put_value(document, column, "=".join(rest[:-1]), rest[-1] or None)
    return document


def _asked(document: Document) -> Document:
    """Ask at the terminal what the codes of each open column mean; an empty answer leaves it."""
    from app.importing.kept import amending

    for told in list(document.get("undecided", {}).values()):
        typer.echo(f"“{told['column']}”的代码是哪一种编号？")
        for number, one in enumerate(told["readings"], 1):
            typer.echo(f"  {number}. {one['title']}")
        answer = typer.prompt("选几号（空着以后再定）", default="", show_default=False)
        if answer.isdecimal() and 1 <= int(answer) <= len(told["readings"]):
            name = told["readings"][int(answer) - 1]["name"]
            document = amending.settle(document, told["column"], name)
    return document


def _saved(name: str, document: Document, confirmed: bool, by: str | None) -> Document:
    from app.importing.kept import service

    with opened() as database, _usage(), database.write() as connection:
        return service.save(
            connection, name, document, confirmed=confirmed, author=by or user_name()
        )


app = typer.Typer()
app.add_typer(mappings)
