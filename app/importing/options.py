"""命令的选项: what the commands that import share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from app.importing.apart import Limits
    from app.settings import Settings


BatchNumber = Annotated[int, typer.Argument(min=1, help="批次号 batch")]
Sender = Annotated[str | None, typer.Option("--by", help="谁导入的，不写则是系统用户 who sends it")]


class OnConflictName(StrEnum):
    """What becomes of a part that was changed in a workbook and, meanwhile, in the catalogue."""

    REFUSE = "refuse"
    THEIRS = "theirs"
    MINE = "mine"


def limits_for(file: Path, name: str, settings: Settings) -> Limits | None:
    """A process of its own for whatever needs a large parser; JSON lines are read here."""
    from app.importing.apart import Limits
    from app.importing.readers.sniffing import is_zip, sniff

    if not is_zip(file) and sniff(file, name).kind == "json-lines":
        return None
    return Limits(settings.reader_memory_mb, settings.reader_seconds)


def user_name() -> str | None:
    """Return who runs the command, as the system knows them."""
    import getpass

    try:
        return getpass.getuser()[:80]
    except (KeyError, OSError):  # a user without a name, as in some containers
        return None
