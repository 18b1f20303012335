"""原文件: what was sent in is kept beside the database, under its hash, for a time and up to a size.

A file that was sent twice is kept once. What is kept is evidence, not data: where there is no room
for it the import goes on without.
"""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import make_url

from app.settings import Settings

DAY = 86_400
log = logging.getLogger("yizhi")


@dataclass(frozen=True, slots=True)
class Originals:
    """The folder of kept files; with a size of 0 nothing is kept."""

    folder: Path
    most_bytes: int
    seconds: float
    largest: int
    """Bytes above which a file is not kept: it came from a disk of this machine, and is there."""

    def keep(self, path: Path, file_hash: str, *, seconds: float | None = None) -> None:
        """Keep a copy of a file; make room for it by what is oldest.

        ``seconds``: keep it so long and not the whole time; a file whose time ends later stays.
        """
        size = path.stat().st_size
        if size > min(self.most_bytes, self.largest):
            return
        began = time.time() - self.seconds + min(seconds or self.seconds, self.seconds)
        try:
            self._copy(path, self._place(file_hash), began)
            self._tidy()
        except OSError as error:
            log.warning("original file not kept: %s", error)

    def find(self, file_hash: str) -> Path | None:
        """Return a kept file, or None."""
        place = self._place(file_hash)
        return place if place.is_file() else None

    def _place(self, file_hash: str) -> Path:
        return self.folder / file_hash[:2] / file_hash

    def _copy(self, path: Path, place: Path, began: float) -> None:
        if place.exists():  # asked for again: its time begins anew
            began = max(began, place.stat().st_mtime)
            os.utime(place, (began, began))
            return
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with NamedTemporaryFile(dir=place.parent, prefix=".", delete=False) as copy:
            try:
                with path.open("rb") as original:
                    shutil.copyfileobj(original, copy, 1 << 20)
            except OSError:
                Path(copy.name).unlink(missing_ok=True)
                raise
        os.utime(copy.name, (began, began))
        Path(copy.name).replace(place)

    def _tidy(self) -> None:
        """Forget files past their time, then the oldest until the rest fits."""
        now, kept = time.time(), sorted(self._kept(), reverse=True)
        total = 0
        for when, size, place in kept:
            total += size
            if now - when > self.seconds or total > self.most_bytes:
                place.unlink(missing_ok=True)

    def _kept(self) -> Iterator[tuple[float, int, Path]]:
        for place in self.folder.glob("??/*"):
            try:
                told = place.stat()
            except FileNotFoundError:  # another process was first
                continue
            yield told.st_mtime, told.st_size, place


def originals(settings: Settings) -> Originals:
    """Return the folder of original files of an installation."""
    return Originals(
        settings.files_folder or _beside(settings.database_url),
        settings.keep_files_mb << 20,
        settings.keep_files_days * DAY,
        settings.max_upload_mb << 20,
    )


def _beside(url: str) -> Path:
    """Beside an SQLite file; else in the folder the service was started in."""
    database = make_url(url)
    if database.get_backend_name() == "sqlite" and database.database:
        return Path(database.database).with_suffix(".files")
    return Path("yizhi.files")
