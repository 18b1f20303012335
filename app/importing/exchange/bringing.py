"""来件: what a command names (files, folders of tables, a database) as files to import."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from app.importing.exchange.fetching import Wanted, fetch, told
from app.importing.exchange.packing import pack_folder


class Given(NamedTuple):
    """A file to import, and what people call it."""

    path: Path
    name: str


def from_paths(paths: Sequence[Path], scratch: Path) -> Iterator[Given]:
    """Yield files as they are, and folders packed into ``scratch``.

    Raises:
        SourceError: a folder has no tables.
    """
    for number, path in enumerate(paths):
        name = os.fsencode(path.resolve().name).decode(errors="replace")
        if path.is_dir():
            packed = scratch / f"{number}.zip"
            pack_folder(path, packed)
            yield Given(packed, f"{name}.zip")
        else:
            yield Given(path, name)


def from_database(address: str, wanted: Wanted, scratch: Path) -> Given:
    """Return the exchange tables of a database as a file.

    Raises:
        SourceError: see ``fetch``.
    """
    path = scratch / "database.zip"
    fetch(address, path, wanted)
    return Given(path, f"{told(address)}.zip")


def since_of(text: str) -> str | datetime:
    """Return a moment, or what must be a batch of the exchange.

    A date has hyphens; batches are digits, mostly a moment without any.
    """
    try:
        return datetime.fromisoformat(text) if "-" in text else text
    except ValueError:
        return text
