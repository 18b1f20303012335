"""排队凭证: what a job was asked for, written down until it is over, so that a restart knows of it.

Each process keeps its tickets in a folder of its own and holds a lock in it for as long as it
lives. Whoever starts next takes over the folders that nobody holds any more: what had not begun is
queued again, what had begun was rolled back and is told as interrupted. Without a place to write
imports go on as ever, and a restart forgets what was queued.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, Any

import orjson

LOCK, SUFFIX = "lock", ".json"
log = logging.getLogger("yizhi")


@dataclass(frozen=True, slots=True)
class Ticket:
    """凭证: a job, what it was asked for, and the hash of its file once it has begun."""

    job: str
    path: Path
    asked: dict[str, Any]
    file_hash: str | None = None

    @property
    def begun(self) -> bool:
        """Whether the import had begun."""
        return self.file_hash is not None


@dataclass(slots=True)
class Tickets:
    """The tickets of one process, in a folder that is made when the first is written."""

    folder: Path
    _own: Path | None = None
    _held: list[IO[bytes]] = field(default_factory=list)

    def write(self, ticket: Ticket) -> None:
        """Write a ticket, or write it anew."""
        told = {"path": str(ticket.path), "asked": ticket.asked, "file_hash": ticket.file_hash}
        try:
            place = self._folder() / f"{ticket.job}{SUFFIX}"
            made = place.with_suffix(".new")
            made.write_bytes(orjson.dumps(told))
            made.replace(place)
        except OSError as error:
            log.warning("a restart will not know of job %s: %s", ticket.job, error)

    def remove(self, job: str) -> None:
        """Forget a job that is over."""
        if self._own is not None:
            with suppress(OSError):
                (self._own / f"{job}{SUFFIX}").unlink(missing_ok=True)

    def left(self) -> Iterator[Ticket]:
        """Yield the tickets of processes that are gone, the oldest first, and take them over."""
        with suppress(OSError):
            for folder in sorted(self.folder.glob("*/")):
                if folder != self._own and (held := _locked(folder)):
                    with held:
                        yield from _read_all(folder)
                        shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Let go of the folder; it goes where no ticket is left in it."""
        if self._own is not None and not any(self._own.glob(f"*{SUFFIX}")):
            shutil.rmtree(self._own, ignore_errors=True)
        for held in self._held:
            held.close()
        self._own = None

    def _folder(self) -> Path:
        if self._own is None:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            own = Path(mkdtemp(dir=self.folder))
            held = (own / LOCK).open("wb")
            fcntl.flock(held, fcntl.LOCK_EX)
            self._held.append(held)
            self._own = own
        return self._own


def _locked(folder: Path) -> IO[bytes] | None:
    """Return the lock of a folder whose process is gone, None while it lives."""
    try:
        held = (folder / LOCK).open("rb")
    except OSError:  # it is just being made, or was taken over
        return None
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        return None
    return held


def _read_all(folder: Path) -> list[Ticket]:
    places = sorted(folder.glob(f"*{SUFFIX}"), key=os.path.getmtime)
    return [ticket for place in places if (ticket := _read(place))]


def _read(place: Path) -> Ticket | None:
    try:
        told = orjson.loads(place.read_bytes())
        return Ticket(place.stem, Path(told["path"]), told["asked"], told["file_hash"])
    except (OSError, KeyError, TypeError, orjson.JSONDecodeError) as error:
        log.warning("ticket not read: %s: %s", place, error)
        return None
