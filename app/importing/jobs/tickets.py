"""排队凭证: a job written down, so that other processes, and those after a restart, know of it.

Each process keeps its tickets in a folder of its own and holds a lock in it for as long as it
lives. The others read them there, and leave word where a job shall stop. Whoever starts next takes
over the folders that nobody holds any more: what had not begun is queued again, what had begun was
rolled back and is told as interrupted. Without a place to write imports go on as ever, and nobody
else knows of them.
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

from app.importing.jobs.job import UNDER_WAY, JobState

LOCK, SUFFIX, STOP = "lock", ".json", ".stop"
log = logging.getLogger("yizhi")


@dataclass(frozen=True, slots=True)
class Ticket:
    """凭证: a job, what it was asked for, the hash of its file once it has begun, how it stands."""

    job: str
    path: Path
    asked: dict[str, Any]
    file_hash: str | None = None
    state: JobState = "waiting"
    told: dict[str, Any] = field(default_factory=dict)
    """How far it is, or how it ended: JSON."""

    @property
    def begun(self) -> bool:
        """Whether the import had begun."""
        return self.file_hash is not None

    @property
    def ended(self) -> bool:
        """Whether the import is over: it is told of, and nothing is left to do."""
        return self.state not in UNDER_WAY


@dataclass(slots=True)
class Tickets:
    """The tickets of one process, in a folder that is made when the first is written."""

    folder: Path
    _own: Path | None = None
    _held: list[IO[bytes]] = field(default_factory=list)

    def write(self, ticket: Ticket) -> None:
        """Write a ticket, or write it anew."""
        content = {
            "path": str(ticket.path), "asked": ticket.asked, "file_hash": ticket.file_hash,
            "state": ticket.state, "told": ticket.told,
        }  # fmt: skip
        try:
            place = self._folder() / f"{ticket.job}{SUFFIX}"
            made = place.with_suffix(".new")
            made.write_bytes(orjson.dumps(content, default=str))
            made.replace(place)
        except OSError as error:
            log.warning("nobody else will know of job %s: %s", ticket.job, error)

    def remove(self, job: str) -> None:
        """Forget a job that is over."""
        if self._own is not None:
            with suppress(OSError):
                for suffix in (SUFFIX, STOP):
                    (self._own / f"{job}{suffix}").unlink(missing_ok=True)

    def find(self, job: str) -> Ticket | None:
        """Return the ticket of a job that another process has, or None."""
        return next((ticket for place in self._elsewhere(job) if (ticket := _read(place))), None)

    def others(self) -> list[Ticket]:
        """Return the tickets of other processes."""
        return [ticket for place in self._elsewhere() if (ticket := _read(place))]

    def ask_to_stop(self, job: str) -> bool:
        """Leave word with the process that has a job; False where none has it any more."""
        for place in self._elsewhere(job):
            with suppress(OSError):
                place.with_suffix(STOP).touch()
                return True
        return False

    def stop_is_asked(self, job: str) -> bool:
        """Tell whether another process left word that a job of this one shall stop."""
        return self._own is not None and (self._own / f"{job}{STOP}").exists()

    def _elsewhere(self, job: str = "*") -> list[Path]:
        with suppress(OSError):
            found = self.folder.glob(f"*/{job}{SUFFIX}")
            return [place for place in found if place.parent != self._own]
        return []

    def left(self) -> Iterator[Ticket]:
        """Yield what processes that are gone left undone, the oldest first, and take it over."""
        with suppress(OSError):
            for folder in sorted(self.folder.glob("*/")):
                if folder != self._own and (held := _locked(folder)):
                    with held:
                        yield from (one for one in _read_all(folder) if not one.ended)
                        shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Let go of the folder; it goes where nothing that it tells of is left undone."""
        if self._own is not None and all(ticket.ended for ticket in _read_all(self._own)):
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
        path = Path(told.pop("path"))
        return Ticket(place.stem, path, **told)
    except FileNotFoundError:  # its job has just ended
        return None
    except (OSError, KeyError, TypeError, orjson.JSONDecodeError) as error:
        log.warning("ticket not read: %s: %s", place, error)
        return None
