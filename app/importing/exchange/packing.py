"""打包: exchange tables as one ZIP, the same bytes for the same content."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson

from app.importing.errors import SourceError
from app.importing.readers.exchange.families import COMPANIONS, MANIFEST, TEXTS
from app.kernel.sheets import safe_text

PIECE = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Package:
    """A ZIP of tables while it is written, one table after the other."""

    def __init__(self, path: Path) -> None:
        self._zip = ZipFile(path, "w")

    def table(self, name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
        """Write a table as CSV; return how many rows it has."""
        count = 0
        with (
            self._zip.open(_member(f"{name}.csv"), "w", force_zip64=True) as raw,
            io.TextIOWrapper(raw, "utf-8", newline="") as file,
        ):
            writer = csv.writer(file)
            writer.writerow(header)
            for row in rows:
                writer.writerow(map(safe_text, row))
                count += 1
        return count

    def manifest(self, told: dict[str, Any]) -> None:
        """Write what the tables are."""
        self._zip.writestr(_member(MANIFEST), orjson.dumps(told, option=orjson.OPT_INDENT_2))

    def copy(self, path: Path) -> None:
        """Take a file in as it is."""
        with path.open("rb") as file, self._zip.open(_member(path.name), "w") as target:
            while piece := file.read(PIECE):
                target.write(piece)

    def close(self) -> None:
        self._zip.close()


def pack_folder(folder: Path, path: Path) -> None:
    """Pack the tables of a folder.

    Raises:
        SourceError: the folder has no file that could be a table.
    """
    files = sorted(
        one
        for one in folder.iterdir()
        if one.is_file() and (one.suffix.lower() in TEXTS or one.name in COMPANIONS)
    )
    if not any(one.suffix.lower() in TEXTS for one in files):
        raise SourceError("folder-without-tables", folder.name)
    package = Package(path)
    for one in files:
        package.copy(one)
    package.close()


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, _EPOCH)
    member.compress_type = ZIP_DEFLATED
    return member
