"""命令行 The command ``yizhi``.

Exit codes, the same for every command: 0 all is well; 1 findings, or rows refused; 2 the command
was not used as meant; 3 the environment or the database is not as needed.

Heavy modules are imported inside functions: ``yizhi --help`` must answer at once.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException
from typer.main import get_group

from app.kernel.console import AsJson, Exit, opened, show
from app.kernel.explaining import explain
from app.kernel.usage import tell_usage

if TYPE_CHECKING:
    from typer._click.core import Command, Context  # not exported, but what a group is asked with

    from app.kernel.doctor import Result

app = typer.Typer(
    name="yizhi",
    help="一致：政务服务事项目录 A catalogue of government service items.",
    epilog="退出码 exit codes: 0 正常 ok · 1 有发现或被拒的行 findings, refused rows · "
    "2 用法不对 usage · 3 环境或数据库 environment, database",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
migrate = typer.Typer(
    name="migrate", help="数据库表结构 Tables of the database.", no_args_is_help=True
)
app.add_typer(migrate)

# each room's commands: ``app/<room>/cli.py`` has ``app = typer.Typer(…)``
for _room in (
    "sample",
    "importing",
    "importing.kept",
    "auditing",
    "mending",
    "governing",
    "measuring",
    "reporting",
    "exporting",
    "publishing",
    "tracing",
    "surveying",
):
    if find_spec(f"app.{_room}") and find_spec(f"app.{_room}.cli"):
        app.add_typer(import_module(f"app.{_room}.cli").app)


def _version(wanted: bool) -> None:
    if wanted:
        from app import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def yizhi(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="版本 the version"),
    ] = False,
) -> None:
    """What holds for all commands."""


class Later(TyperGroup):
    """The commands of a room that loads the database, imported when one of them is asked for."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Name the commands."""
        return self._room().list_commands(ctx)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Find a command."""
        return self._room().get_command(ctx, cmd_name)

    def _room(self) -> TyperGroup:
        return get_group(import_module(f"app.{self.name}.cli").app)


app.add_typer(
    typer.Typer(name="regions", help="行政区划 Regions.", cls=Later, no_args_is_help=True)
)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="监听地址 address")] = None,
    port: Annotated[int | None, typer.Option(help="监听端口 port")] = None,
    workers: Annotated[int, typer.Option(min=1, help="进程数 processes")] = 1,
    proxy_headers: Annotated[
        bool, typer.Option(help="信任反向代理的请求头 trust the headers of a proxy on this machine")
    ] = False,
) -> None:
    """启动服务 Serve the catalogue over HTTP."""
    import uvicorn

    from app.settings import Settings

    settings = Settings()
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        host=host or settings.host,
        port=port or settings.port,
        workers=workers,
        proxy_headers=proxy_headers,
        server_header=False,
    )


@migrate.command("upgrade")
def migrate_upgrade(revision: Annotated[str, typer.Argument()] = "head") -> None:
    """升级表结构 Bring the tables, the regions and laws that come with them, up to this version."""
    from app.kernel import migrating
    from app.regions import load_regions
    from app.settings import Settings
    from app.tracing.service import load_shipped

    with opened(migrated=False) as database:
        migrating.upgrade(database, revision)
        if migrating.current(database) == migrating.head():
            with database.write() as connection:
                load_regions(connection)
                load_shipped(connection, Settings().profile)
        typer.echo(f"数据库已在 {migrating.current(database)}")


@migrate.command("downgrade")
def migrate_downgrade(revision: Annotated[str, typer.Argument(help="修订号或 base")]) -> None:
    """回退表结构 Take the tables back; `base` removes them all, with what is in them."""
    from app.kernel import migrating

    with opened(migrated=False) as database:
        migrating.downgrade(database, revision)
        typer.echo(f"数据库已在 {migrating.current(database) or 'base'}")


@migrate.command("current")
def migrate_current(as_json: AsJson = False) -> None:
    """查看表结构版本 Tell which revision the tables are at, and which this version needs."""
    from app.kernel import migrating

    with opened(migrated=False) as database:
        state = {"current": migrating.current(database), "head": migrating.head()}
    show(state, as_json)
    if state["current"] != state["head"]:
        raise typer.Exit(Exit.ENVIRONMENT)


@app.command()
def openapi(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="写入文件 file")] = None,
) -> None:
    """输出接口描述 Write the OpenAPI description of the HTTP interface."""
    from app.main import openapi_text

    text = openapi_text()
    if output is None:
        sys.stdout.write(text)
        return
    output.write_text(text, encoding="utf-8")


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """检查环境 Check that the environment, the database and the settings are as needed."""
    from app.kernel import doctor as checks
    from app.settings import Settings

    settings = Settings()
    results = [*checks.examine(settings), _profile(settings.profile)]
    show([result.document() for result in results], as_json, columns=("state", "name", "detail"))
    if any(result.state == "error" for result in results):
        raise typer.Exit(Exit.ENVIRONMENT)


def _profile(name: str) -> Result:
    from app.elements.errors import ProfileUnknown
    from app.elements.profiles import load_profile
    from app.kernel.doctor import Result

    try:
        return Result("口径", "ok", load_profile(name).title)
    except ProfileUnknown as problem:
        return Result("口径", "error", problem.detail())


@app.command(hidden=True)
def generate(
    check: Annotated[bool, typer.Option("--check", help="只比较 compare only")] = False,
    root: Annotated[Path, typer.Option(help="仓库 the repository")] = Path(),
) -> None:
    """生成文档 Write what the repository keeps of the code: pages of problems, rules, OpenAPI."""
    from app.generated import everything
    from app.kernel import pages

    drifts = (pages.check if check else pages.write)(root, everything())
    for drift in drifts:
        typer.echo(f"{drift.state}: {drift.path}")
    if check and drifts:
        typer.echo("请运行 make generate", err=True)
        raise typer.Exit(Exit.FINDINGS)


def main() -> None:
    """Run ``yizhi``; what goes wrong in known ways ends in a sentence, not in a traceback."""
    try:
        sys.exit(app(standalone_mode=False))
    except typer.Abort:  # a question that nobody answered
        typer.echo("没有回答，已停止 no answer", err=True)
        sys.exit(Exit.USAGE)
    except TyperException as error:
        sys.exit(tell_usage(error))
    except Exception as error:
        code = explain(error)
        if code is None:
            raise
        sys.exit(code)


if __name__ == "__main__":
    main()
