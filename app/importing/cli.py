"""``yizhi import``: bring files into the catalogue, list what was brought in, take it back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from app.kernel.console import AsJson, Exit, fail, opened, show

if TYPE_CHECKING:
    from typer._click.core import Context  # not exported, but what a group is asked with

    from app.importing.apart import Limits
    from app.importing.exchange.bringing import Given
    from app.importing.pipeline import Progress, Report, Tell
    from app.settings import Settings

SHOWN, MOST_TOLD = 20, 1000  # refusals on the terminal, and in JSON
THOUSANDTHS = 1000
SHOWN_CHARACTERS = 60


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
BatchNumber = Annotated[int, typer.Argument(min=1, help="批次号 batch")]
Sender = Annotated[str | None, typer.Option("--by", help="谁导入的，不写则是系统用户 who sends it")]


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


class OnConflictName(StrEnum):
    """What becomes of a part that was changed in a workbook and, meanwhile, in the catalogue."""

    REFUSE = "refuse"
    THEIRS = "theirs"
    MINE = "mine"


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
    from app.importing.pipeline import Order, run_import
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
                    limits=_limits(file, name, settings),
                    sender=by or user_name(),
                    complete=complete.value if complete else None,
                    on_conflict=on_conflict.value,
                )
                with _bar(name) as tell:
                    report = run_import(database, order, tell)
                if report.batch.id is not None:
                    originals(settings).keep(file, report.batch.file_hash)
                if marked and report.refusals.rows:
                    _mark(file, marked, report, settings)
                reports.append(_shown(report, dry_run, as_json))
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


def _limits(file: Path, name: str, settings: Settings) -> Limits | None:
    """A process of its own for whatever needs a large parser; JSON lines are read here."""
    from app.importing.apart import Limits
    from app.importing.readers.sniffing import is_zip, sniff

    if not is_zip(file) and sniff(file, name).kind == "json-lines":
        return None
    return Limits(settings.reader_memory_mb, settings.reader_seconds)


def user_name() -> str | None:
    import getpass

    try:
        return getpass.getuser()[:80]
    except (KeyError, OSError):  # a user without a name, as in some containers
        return None


@imports.command("preview")
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
    from app.importing.pipeline import Order
    from app.importing.workbooks.previewing import preview
    from app.kernel.problem import Problem
    from app.settings import Settings

    settings = Settings()
    order = Order(file, file.name, "valid", profile=settings.profile, on_conflict=on_conflict.value)
    with opened() as database:
        try:
            order = replace(order, limits=_limits(file, file.name, settings))
            told = preview(database, order, limit, "zh")
        except SourceError as error:
            raise fail(f"{error.reason()}\n{error.remedy()}", Exit.USAGE) from error
        except Problem as problem:
            raise fail(problem.detail(), Exit.USAGE) from problem
    if as_json:
        show(told, as_json)
        return
    _print_preview(told)


def _print_preview(told: dict[str, Any]) -> None:
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


_CHANGES = {"edited": "文件改了", "meanwhile": "别人改了，文件没动", "conflict": "两边都改了"}


def _brief(value: object) -> str:
    """A value on one line, cut where it is long."""
    text = "–" if value is None else str(value).replace("\n", " ")
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"


@imports.command("undo")
def undo(batch: BatchNumber, by: Sender = None, as_json: AsJson = False) -> None:
    """撤销一个批次 Give every item of a batch back what it was before; items it made are withdrawn."""
    from app.importing.undoing import undo_import
    from app.kernel.problem import Problem
    from app.settings import Settings

    with opened() as database:
        try:
            done = undo_import(database, batch, Settings().profile, by or user_name())
        except Problem as problem:
            told = [error["detail"] for error in problem.errors]
            raise fail("\n".join((problem.detail(), *told)), Exit.USAGE) from problem
    show({"batch": done.id, "undoes": done.undoes, **done.counts.as_dict()}, as_json)


@imports.command("batches")
def batches(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="最近几个 how many")] = 20,
    as_json: AsJson = False,
) -> None:
    """列出导入批次 List past imports: who, what, when, with what result; the newest first."""
    from app.importing.batches import list_batches

    with opened() as database, database.read() as connection:
        rows = list_batches(connection, None, limit)
    flat = [{**row, **row["counts"]} for row in rows]
    columns = ("id", "state", "started_at", "sender", "file_name", *_COUNTED)
    show(rows if as_json else flat, as_json, columns=columns)


@imports.command("original")
def original(
    batch: BatchNumber,
    output: Annotated[Path, typer.Option("-o", "--output", help="写入文件 file")],
) -> None:
    """取回原文件 Write the original file of a batch."""
    import shutil

    from app.importing.batches import read_batch
    from app.importing.keeping import originals
    from app.settings import Settings

    with opened() as database, database.read() as connection:
        found = read_batch(connection, batch)
    place = originals(Settings()).find(found["file_hash"]) if found else None
    if place is None:
        raise fail(f"批次 {batch} 的原文件没有保留", Exit.USAGE)
    shutil.copyfile(place, output)


_COUNTED = ("rows", "created", "changed", "unchanged", "refused", "withdrawn", "vanished")


def _shown(report: Report, dry_run: bool, as_json: bool) -> dict[str, Any]:
    batch, counts = report.batch, report.batch.counts
    told = MOST_TOLD if as_json else 0  # a million refused rows must not fill the memory
    shown = {
        "file": batch.file_name,
        "batch": batch.id,
        "mapping": batch.mapping,
        "state": batch.state,
        "dry_run": dry_run,
        "counts": counts.as_dict(),
        "vanished": batch.vanished,
        "absent": batch.absent,
        "unread": report.unread,
        "refusal_counts": dict(report.refusals.counts),
        "refusals": [error.as_dict() for error in islice(report.refusals, told)],
    }
    if not as_json:
        _print(report, dry_run)
    report.refusals.close()
    return shown


def _print(report: Report, dry_run: bool) -> None:
    batch, counts = report.batch, report.batch.counts
    heading = "试运行 dry run" if dry_run else f"批次 {batch.id}"
    typer.echo(f"{batch.file_name}（{heading}，映射 {batch.mapping}）")
    typer.echo(
        f"  共 {counts.rows} 行：新增 {counts.created}，更新 {counts.changed}，"
        f"未变 {counts.unchanged}，拒收 {counts.refused}"
    )
    if batch.vanished:
        typer.echo(f"  来源中已没有的事项 {batch.vanished} 个，没有删除", err=True)
    if report.unread:
        typer.echo(f"  没有读取的列：{'、'.join(report.unread)}", err=True)
    if batch.state == "refused":
        typer.echo("  有拒收的行，按 --mode all 没有导入任何一行")
    for position, error in enumerate(report.refusals):
        if position == SHOWN:
            typer.echo("  …… 其余见 --json，或 GET /imports/batches/…/refusals", err=True)
            break
        place = " ".join(str(part) for part in (error.sheet, error.row, error.column) if part)
        typer.echo(f"  {place}：{error.reason()}{error.remedy()}", err=True)


@contextmanager
def _bar(title: str) -> Iterator[Tell]:
    """Show how much of the file has been read; nothing where there is no terminal."""
    from app.kernel.progress import bar

    with bar(title, THOUSANDTHS) as step:
        done = 0

        def tell(progress: Progress) -> None:
            nonlocal done
            now = THOUSANDTHS * progress.position // max(progress.size, 1)
            step(now - done)
            done = now

        yield tell
