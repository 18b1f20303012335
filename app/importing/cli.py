"""``yizhi import``: bring files into the catalogue from the command line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.kernel.console import AsJson, Exit, fail, opened, show

if TYPE_CHECKING:
    from app.importing.pipeline import Progress, Report, Tell

SHOWN, MOST_TOLD = 20, 1000  # refusals on the terminal, and in JSON
THOUSANDTHS = 1000
app = typer.Typer()


class ModeName(StrEnum):
    """all: nothing is imported if any row is refused; valid: the valid rows are."""

    ALL = "all"
    VALID = "valid"


@app.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(help="文件 files", exists=True, dir_okay=False)],
    mode: Annotated[ModeName, typer.Option(help="all 全有或全无 · valid 只导入合格的行")],
    mapping: Annotated[str | None, typer.Option(help="来源映射，不写则按表头判断 mapping")] = None,
    mappings: Annotated[
        list[Path] | None, typer.Option(help="自备映射的目录 folder of your own mappings")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="试运行，不写入 write nothing")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """导入文件 Import files: JSONL, JSON, CSV or XLSX."""
    from app.importing.errors import SourceError
    from app.importing.pipeline import Order, run_import
    from app.settings import Settings

    profile = Settings().profile
    reports = []
    with opened() as database:
        for file in files:
            name = os.fsencode(file.name).decode(errors="replace")
            order = Order(file, name, mode.value, mapping, dry_run, profile, tuple(mappings or ()))
            try:
                with _bar(name) as tell:
                    report = run_import(database, order, tell)
            except SourceError as error:
                raise fail(f"{error.reason()}\n{error.remedy()}", Exit.USAGE) from error
            reports.append(_shown(report, dry_run, as_json))
    if as_json:
        show(reports, as_json)
    if any(report["counts"]["refused"] for report in reports):
        raise typer.Exit(Exit.FINDINGS)


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
