"""``yizhi what-if``: what would change if a standard were changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from app.kernel.console import AsJson, Exit, fail, opened, show
from app.mending.options import SHOWN, InLanguage, Limit

app = typer.Typer()


@app.command("what-if")
def what_if(
    file: Annotated[
        Path, typer.Argument(help="基本目录事项的 JSON 文件", exists=True, dir_okay=False)
    ],
    patch: Annotated[
        bool, typer.Option("--patch", help="文件是合并补丁 the file is a JSON merge patch")
    ] = False,
    limit: Limit = SHOWN,
    language: InLanguage = "zh",
    as_json: AsJson = False,
) -> None:
    """假如修改标准 What would change if a standard were changed; nothing is written."""
    from app.mending.trying.patching import patched
    from app.mending.trying.telling import tell
    from app.mending.trying.what_if import try_standard
    from app.settings import Settings

    document = _document(file)
    with opened() as database:
        if patch:
            with database.read() as connection:
                document = patched(connection, document)
        trial = try_standard(database, document, Settings().profile, language)
        with database.read() as connection:
            told = tell(connection, trial, language, limit)
    if as_json:
        show(told, as_json=True)
        return
    show({"verb": told["verb"], "items": told["items"], **told["counts"]})
    for one in told["findings"]:
        item = one["item"]
        cells = (
            one["change"],
            item["code"],
            item["agency_name"] or "",
            one["rule"],
            one["message"],
        )
        typer.echo("\t".join(cells))


def _document(file: Path) -> dict[str, Any]:
    import orjson

    try:
        document = orjson.loads(file.read_bytes())
    except orjson.JSONDecodeError as error:
        raise fail(f"{file} 不是合法的 JSON：{error}", Exit.USAGE) from error
    if not isinstance(document, dict):
        raise fail(f"{file} 里应当是一个 JSON 对象", Exit.USAGE)
    return document
