"""``yizhi report``: what the audit found, into a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from app.kernel.console import Exit, fail, opened

app = typer.Typer()


@app.command()
def report(
    file: Annotated[
        Path, typer.Argument(help="json、csv、xlsx、sarif 或 html 文件，按扩展名定格式")
    ],
    region: Annotated[str | None, typer.Option(help="行政区划代码，含其下级")] = None,
    agency: Annotated[str | None, typer.Option(help="实施主体编码 agency")] = None,
    rule: Annotated[str | None, typer.Option(help="规则编号 rule")] = None,
    severity: Annotated[
        Literal["error", "warning", "info"] | None, typer.Option(help="严重程度 severity")
    ] = None,
    language: Annotated[Literal["zh", "en"], typer.Option("--language", help="zh 或 en")] = "zh",
    secrets: Annotated[bool, typer.Option("--secrets", help="含涉密事项")] = False,
) -> None:
    """核查报告 Write what the audit found: JSON, CSV, XLSX, SARIF, or one HTML file."""
    from app.auditing.asking import agency_of, region_of, rule_of
    from app.auditing.filters import FindingFilter
    from app.auditing.rule import Severity
    from app.reporting.formats import FORMATS, write
    from app.reporting.report import open_report

    name = file.suffix.lstrip(".").lower()
    if name not in FORMATS:
        raise fail(f"不认识扩展名“{file.suffix}”，请用 {'、'.join(FORMATS)}", Exit.USAGE)
    with opened() as database, database.read() as connection:
        wanted = FindingFilter(
            region=region_of(connection, region),
            agency=agency_of(connection, agency),
            rule=rule_of(rule),
            severity=Severity[severity.upper()] if severity else None,
            secrets=secrets,
        )
        made = open_report(connection, wanted, language)
        write(made, name, file)
    typer.echo(f"{file}：{made.scope}，{made.total} 条发现", err=True)
