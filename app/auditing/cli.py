"""``yizhi audit``: run the audit, and read what it found, at the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from app.kernel.console import AsJson, Exit, opened, show

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.auditing.filters import FindingFilter

SHOWN = 50
app = typer.Typer(
    name="audit", help="审核 Audit: what is wrong, where, whose.", no_args_is_help=True
)

SeverityName = Literal["error", "warning", "info"]
AspectName = Literal["completeness", "correctness", "consistency", "coverage"]
InLanguage = Annotated[Literal["zh", "en"], typer.Option("--language", help="zh 或 en")]
Region = Annotated[str | None, typer.Option(help="行政区划代码，含其下级 with all within it")]
Agency = Annotated[str | None, typer.Option(help="实施主体编码 agency")]
FailOn = Annotated[
    SeverityName | None,
    typer.Option(
        "--fail-on", help="有这样严重或更严重的发现时，退出码为 1 exit code 1 from here on"
    ),
]
Secrets = Annotated[bool, typer.Option("--secrets", help="含涉密事项 with state secrets")]


@app.command("run")
def run(
    anew: Annotated[
        bool, typer.Option("--anew", help="要素值也重新判定 judge every value again")
    ] = False,
    fail_on: FailOn = None,
    as_json: AsJson = False,
) -> None:
    """全面审核 Find everything again; `drift` is what stood otherwise and should be 0."""
    from app.auditing.filters import FindingFilter
    from app.auditing.runs import run_audit
    from app.kernel.progress import bar
    from app.settings import Settings

    with opened() as database:
        with bar("审核 audit") as step:
            settings = Settings()
            told = run_audit(
                database, settings.profile, anew=anew, step=step, keep=settings.kept_runs
            )
        if as_json:
            show(told, as_json=True)
        else:
            names = ("id", "items", "findings", "drift", "anew", "started_at", "finished_at")
            show({name: told[name] for name in names})
        with database.read() as connection:
            _fail(connection, FindingFilter(secrets=True), fail_on)


@app.command("summary")
def summary(
    by: Annotated[
        Literal["region", "agency", "element", "rule"] | None,
        typer.Option("--by", help="分列 broken down by region, agency, element or rule"),
    ] = None,
    region: Region = None,
    agency: Agency = None,
    as_json: AsJson = False,
) -> None:
    """审核概况 The four rates, what to mend first and whose it is, what the sources lack."""
    from app.auditing import summary as counting
    from app.auditing.asking import agency_of, region_of
    from app.auditing.telling import rows, sentences

    with opened() as database, database.read() as connection:
        place, body = region_of(connection, region), agency_of(connection, agency)
        if by is None:
            told: Any = counting.summary(connection, place, body)
        else:
            told = counting.breakdown(connection, by, place, body)
    if as_json:
        show(told, as_json=True)
    else:
        for line in sentences(told) if by is None else rows(told):
            typer.echo(line)


@app.command("findings")
def findings(
    region: Region = None,
    agency: Agency = None,
    rule: Annotated[str | None, typer.Option(help="规则编号 rule")] = None,
    severity: Annotated[SeverityName | None, typer.Option(help="严重程度 severity")] = None,
    aspect: Annotated[AspectName | None, typer.Option(help="方面 aspect")] = None,
    element: Annotated[str | None, typer.Option(help="要素 element, as in materials")] = None,
    secrets: Secrets = False,
    limit: Annotated[int, typer.Option(min=0, help="最多列出多少条 how many are shown")] = SHOWN,
    csv: Annotated[Path | None, typer.Option(help="全部写入 CSV 文件 all, as a CSV file")] = None,
    fail_on: FailOn = None,
    language: InLanguage = "zh",
    as_json: AsJson = False,
) -> None:
    """审核发现 Findings: where, what, how to put it right. --json gives all of them."""
    from app.auditing.asking import agency_of, region_of, rule_of
    from app.auditing.filters import FindingFilter
    from app.auditing.findings import read_findings
    from app.auditing.rule import Severity
    from app.auditing.telling import one_line
    from app.auditing.totals import count_findings

    with opened() as database, database.read() as connection:
        wanted = FindingFilter(
            region=region_of(connection, region),
            agency=agency_of(connection, agency),
            rule=rule_of(rule),
            severity=Severity[severity.upper()] if severity else None,
            aspect=aspect,
            element=element,
            secrets=secrets,
        )
        if csv is not None:
            _write_csv(connection, wanted, language, csv)
        elif as_json:
            _print_json(connection, wanted, language)
        else:
            for _, found in read_findings(connection, wanted, language, None, limit):
                typer.echo(one_line(found, language))
            typer.echo(f"共 {count_findings(connection, wanted)} 条 findings", err=True)
        _fail(connection, wanted, fail_on)


@app.command("item")
def item(
    code: Annotated[str, typer.Argument(help="事项编码 code of an item")],
    secrets: Secrets = False,
    language: InLanguage = "zh",
    as_json: AsJson = False,
) -> None:
    """一个事项的审核结果 One item: its findings, and its elements beside the standard's."""
    from app.auditing.items import audit_item, find_items
    from app.auditing.telling import audit_lines
    from app.items.errors import ItemNotFound

    with opened() as database, database.read() as connection:
        ids = find_items(connection, code, secrets=secrets)
        if not ids:
            raise ItemNotFound(code=code)
        audits = [audit_item(connection, identity, language) for identity in ids]
    if as_json:
        show(audits, as_json=True)
        return
    for audit in audits:
        for line in audit_lines(audit, language):
            typer.echo(line)


@app.command("rules")
def rules(
    code: Annotated[str | None, typer.Argument(help="规则编号；不写则全部列出 one, or all")] = None,
    as_json: AsJson = False,
) -> None:
    """审核规则 The rules, with how many findings each has; with a code, one of them in full."""
    from app.auditing.asking import rule_of
    from app.auditing.rulebook import rule_rows

    chosen = rule_of(code)
    with opened() as database, database.read() as connection:
        told = rule_rows(connection)
    if chosen is not None:
        show(next(row for row in told if row["code"] == chosen), as_json)
    else:
        show(told, as_json, columns=("code", "severity", "findings", "title"))


def _fail(connection: Connection, wanted: FindingFilter, fail_on: SeverityName | None) -> None:
    """End with the exit code of findings where any as grave as ``fail_on`` is not waived."""
    from dataclasses import replace

    from app.auditing.rule import Severity
    from app.auditing.totals import count_findings

    if fail_on is None:
        return
    graver = [severity for severity in Severity if severity >= Severity[fail_on.upper()]]
    for severity in graver:
        if wanted.severity in (None, severity) and count_findings(
            connection, replace(wanted, severity=severity, waived=False)
        ):
            raise typer.Exit(Exit.FINDINGS)


def _print_json(connection: Connection, wanted: FindingFilter, language: Any) -> None:
    """Print an array one finding a line: a million of them must not fill the memory."""
    import orjson

    from app.auditing.findings import every_finding

    separator = "["
    for found in every_finding(connection, wanted, language):
        typer.echo(f"{separator}{orjson.dumps(found, default=str).decode()}", nl=False)
        separator = ",\n"
    typer.echo("[]" if separator == "[" else "]")


def _write_csv(connection: Connection, wanted: FindingFilter, language: Any, path: Path) -> None:
    from app.auditing.sheet import csv_lines
    from app.kernel.sheets import write_csv

    write_csv(path, csv_lines(connection, wanted, language))
