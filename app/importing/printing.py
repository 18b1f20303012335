"""导入结果的显示: an import on the terminal, while it runs and when it is over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from app.importing.order import Progress, Tell
    from app.importing.report import Report


SHOWN, MOST_TOLD = 20, 1000  # refusals on the terminal, and in JSON
THOUSANDTHS = 1000


def shown(report: Report, dry_run: bool, as_json: bool) -> dict[str, Any]:
    """Print what became of an import, unless JSON is wanted; return it as JSON, and let it go."""
    batch, counts = report.batch, report.batch.counts
    most = MOST_TOLD if as_json else 0  # a million refused rows must not fill the memory
    told = {
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
        "refusals": [error.as_dict() for error in islice(report.refusals, most)],
    }
    if not as_json:
        _print(report, dry_run)
    report.refusals.close()
    return told


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
def bar_of(title: str) -> Iterator[Tell]:
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
