"""``yizhi import``: bring files into the catalogue, list what was brought in, take it back."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from typer.core import TyperGroup

from app.importing.options import OnConflictName, Sender, limits_for, user_name
from app.importing.past import cli as past
from app.importing.printing import bar_of, shown
from app.importing.workbooks import cli as workbooks
from app.kernel.console import AsJson, Exit, fail, opened, show

if TYPE_CHECKING:
    from typer._click.core import Context  # not exported, but what a group is asked with

    from app.importing.exchange.bringing import Given
    from app.importing.report import Report
    from app.settings import Settings


class FilesFirst(TyperGroup):
    """``yizhi import a.csv`` is ``yizhi import files a.csv``; a file named undo is ``./undo``."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Put in the command that people leave out."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["files", *args]
        return super().parse_args(ctx, args)


app = typer.Typer()
imports = typer.Typer(
    name="import",
    cls=FilesFirst,
    help="导入文件：yizhi import 文件…；撤销：yizhi import undo 批次 Import files; take them back.",
    no_args_is_help=True,
)
app.add_typer(imports)
for _room in (workbooks, past):
    imports.add_typer(_room.app)


class Scope(StrEnum):
    """agency: all items of each body in the file; region: all of each region in the file."""

    AGENCY = "agency"
    REGION = "region"


class ModeName(StrEnum):
    """all: nothing is imported if any row is refused; valid: the valid rows are."""

    ALL = "all"
    VALID = "valid"


class Side(StrEnum):
    """up: what was reported to the platform above; dn: what it sent down."""

    UP = "up"
    DN = "dn"


@imports.command("files")
def import_files(
    mode: Annotated[ModeName, typer.Option(help="all 全有或全无 · valid 只导入合格的行")],
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="文件，或放着交换库各表 CSV 的目录 files, folders of tables", exists=True
        ),
    ] = None,
    mapping: Annotated[str | None, typer.Option(help="来源映射，不写则按表头判断 mapping")] = None,
    mappings: Annotated[
        list[Path] | None, typer.Option(help="自备映射的目录 folder of your own mappings")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="试运行，不写入 write nothing")
    ] = False,
    complete: Annotated[
        Scope | None, typer.Option(help="文件对所含部门（地区）是完整的；没有了的事项会报告")
    ] = None,
    on_conflict: Annotated[
        OnConflictName, typer.Option(help="工作簿导出后别人也改过的要素：拒收、留别人的、用文件的")
    ] = OnConflictName.REFUSE,
    marked: Annotated[
        Path | None, typer.Option(help="有拒收时，把标注了错误的原工作簿写到这里 marked workbook")
    ] = None,
    from_database: Annotated[
        str | None, typer.Option(help="只读地读取这个数据库中的交换库表 database URL")
    ] = None,
    schema: Annotated[str | None, typer.Option(help="交换库表所在的模式 schema")] = None,
    tables: Annotated[
        Side | None, typer.Option(help="up 上报的表 · dn 下发的表；只有一种时不用写")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="只读这个交换批次之后、或这个日期起有变动的事项")
    ] = None,
    by: Sender = None,
    as_json: AsJson = False,
) -> None:
    """导入文件 Import files: JSONL, JSON, CSV, TSV, XLSX, XLS, a ZIP of them, exchange tables."""
    from app.importing.errors import SourceError
    from app.importing.keeping import originals
    from app.importing.order import Order
    from app.importing.pipeline import run_import
    from app.settings import Settings

    settings = Settings()
    reports = []
    with opened() as database, TemporaryDirectory(prefix="yizhi-") as scratch:
        try:
            for file, name in _given(files, from_database, schema, tables, since, Path(scratch)):
                order = Order(
                    file,
                    name,
                    mode.value,
                    mapping,
                    dry_run,
                    settings.profile,
                    tuple(mappings or ()),
                    limits=limits_for(file, name, settings),
                    sender=by or user_name(),
                    complete=complete.value if complete else None,
                    on_conflict=on_conflict.value,
                )
                with bar_of(name) as tell:
                    report = run_import(database, order, tell)
                if report.batch.id is not None:
                    originals(settings).keep(file, report.batch.file_hash)
                if marked and report.refusals.rows:
                    _mark(file, marked, report, settings)
                reports.append(shown(report, dry_run, as_json))
        except SourceError as error:
            raise fail(f"{error.reason()}\n{error.remedy()}", Exit.USAGE) from error
    if as_json:
        show(reports, as_json)
    if any(report["counts"]["refused"] for report in reports):
        raise typer.Exit(Exit.FINDINGS)


def _given(
    files: list[Path] | None,
    address: str | None,
    schema: str | None,
    tables: Side | None,
    since: str | None,
    scratch: Path,
) -> Iterator[Given]:
    from app.importing.exchange.bringing import from_database, from_paths, since_of
    from app.importing.exchange.fetching import Wanted

    if not files and not address:
        raise fail("请写明文件，或用 --from-database 写明数据库", Exit.USAGE)
    yield from from_paths(files or (), scratch)
    if address:
        side: Literal["up", "dn"] | None = tables.value if tables else None
        wanted = Wanted(schema, side, since_of(since) if since else None)
        yield from_database(address, wanted, scratch)


def _mark(file: Path, target: Path, report: Report, settings: Settings) -> None:
    from app.importing.apart import Limits
    from app.importing.workbooks.marking import write_marked
    from app.kernel.problem import Problem

    limits = Limits(settings.reader_memory_mb, settings.reader_seconds)
    total = sum(report.refusals.counts.values())
    try:
        write_marked(file, target, report.refusals, total, limits)
    except Problem as problem:
        typer.echo(f"  {problem.detail()}", err=True)
