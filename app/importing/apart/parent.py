"""The parent's side: starts a reader, takes its chunks, and says what became of it."""

from __future__ import annotations

import logging
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO, Any

import orjson

from app.importing.apart.frames import Silence, receive, send
from app.importing.apart.limits import Limits
from app.importing.errors import RowError, SourceError
from app.importing.intake import Chunk, Facts, Taken
from app.importing.mappings.kept import KeptMapping
from app.importing.readers.rows import Place

PULSE = 0.25
"""Seconds after which a waiting parent looks around: somebody may have cancelled."""
_COMMAND = (sys.executable, "-X", "utf8", "-m", "app.importing.apart.child")
OUT_OF_MEMORY = (signal.SIGABRT, signal.SIGKILL)
LOG = "reader.log"

log = logging.getLogger("yizhi")

_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT")
"""A reader knows nothing of keys and databases: its environment is made for it."""


class Apart:
    """A file on its way in from a reader; see ``Intake``."""

    def __init__(
        self, child: subprocess.Popen[bytes], name: str, limits: Limits, scratch: Path
    ) -> None:
        self.facts: Sequence[Facts] = ()
        self.position = 0
        self.size = 0
        self._child, self._name, self._limits, self._scratch = child, name, limits, scratch
        self._pulse: Callable[[], None] = _nothing

    def open(self, order: dict[str, Any], pulse: Callable[[], None]) -> None:
        """Let the reader open its file. Raises ``SourceError`` where it cannot."""
        self._pulse = pulse
        self._ask(order)
        opened = self._hear()
        self.size = opened["size"]
        self.facts = [
            Facts(**{name: _hashable(fact) for name, fact in one.items()})
            for one in opened["facts"]
        ]

    def chunks(self, rows: int) -> Iterator[Chunk]:
        """Yield the rows as they come."""
        self._ask({"next": rows})
        while "rows" in (frame := self._hear()):
            self.position = frame["position"]
            taken = [self._taken(number, row) for number, row in enumerate(frame["rows"])]
            yield Chunk(self.facts[frame["file"]], taken)
            self._ask({"next": rows})
        self.position = self.size

    def _taken(self, number: int, told: list[Any]) -> Taken:
        kind, document, errors, sheet, row, revision, unread = told
        faults = [RowError(**error) for error in errors]
        place = partial(self._place, number)
        untouched = partial(self._untouched, number) if unread else None
        return Taken(kind, document, faults, sheet, row, place, revision, untouched=untouched)

    def _untouched(self, number: int) -> Taken:
        """Have a row read that was not."""
        self._ask({"untouched": number})
        return self._taken(number, self._hear())

    def _place(self, number: int, pointer: str) -> Place:
        self._ask({"row": number, "pointer": pointer})
        return Place(*self._hear())

    def _ask(self, question: dict[str, Any]) -> None:
        try:
            send(_pipe(self._child.stdin), orjson.dumps(question))
        except OSError:
            raise self._end() from None

    def _hear(self) -> Any:
        self._await()
        try:
            heard = receive(_pipe(self._child.stdout))
        except Silence:
            raise self._end() from None
        if isinstance(heard, dict) and "error" in heard:
            raise self._told(**heard["error"])
        return heard

    def _await(self) -> None:
        """Wait for the reader to say something, but not for ever."""
        deadline = time.monotonic() + self._limits.patience
        pipe = _pipe(self._child.stdout)
        while not select.select([pipe], [], [], PULSE)[0]:
            self._pulse()
            if time.monotonic() > deadline:
                self._child.kill()
                raise SourceError("reading-too-long", self._name, limit=int(self._limits.patience))

    def _told(
        self, code: str, file: str | None = None, facts: dict[str, Any] | None = None
    ) -> SourceError:
        if code == "reading-too-large":
            facts = {"limit": self._limits.memory_mb}
        return SourceError(code, file or self._name, **(facts or {}))

    def _end(self) -> SourceError:
        """Say why the reader has gone without a word."""
        code = self._child.wait()
        if code == -signal.SIGXCPU:
            return SourceError("reading-too-long", self._name, limit=self._limits.seconds)
        if -code in OUT_OF_MEMORY:
            return SourceError("reading-too-large", self._name, limit=self._limits.memory_mb)
        told = (self._scratch / LOG).read_text(errors="replace")[-4000:].strip()
        log.error("reader of %s ended with %s: %s", self._name, code, told)
        return SourceError("reading-broke", self._name, detail=code)


@contextmanager
def intake_apart(
    path: Path,
    name: str,
    mapping: str | None = None,
    folders: Sequence[Path] = (),
    *,
    kept: Sequence[KeptMapping] = (),
    limits: Limits | None = None,
    pulse: Callable[[], None] = lambda: None,
) -> Iterator[Apart]:
    """Open a file in a process of its own; ``pulse`` is called while its reader is waited for.

    Raises:
        SourceError: the file cannot be read, no mapping fits it, or it would take too much.
    """
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="yizhi-") as scratch:
        child = _started(Path(scratch))
        try:
            taken = Apart(child, name, limits, Path(scratch))
            order = {
                "path": str(path.resolve()), "name": name, "mapping": mapping,
                "folders": [str(folder.resolve()) for folder in folders], "kept": list(map(list, kept)),
                "scratch": scratch, "limits": asdict(limits),
            }  # fmt: skip
            taken.open(order, pulse)
            yield taken
        finally:
            _ended(child)


def environment() -> dict[str, str]:
    """Return what a process that opens strangers' files knows of ours: where its code is."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _started(scratch: Path) -> subprocess.Popen[bytes]:
    with (scratch / LOG).open("wb") as said:
        return subprocess.Popen(  # noqa: S603 – our own module, nothing of the file's
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            env=environment(),
            start_new_session=True,  # a signal from the terminal is the parent's matter
        )


def _ended(child: subprocess.Popen[bytes]) -> None:
    """Let go of a reader, whether it has finished or not."""
    child.kill()
    for pipe in (child.stdin, child.stdout):
        try:
            _pipe(pipe).close()
        except OSError:  # words for a reader that has gone
            continue
    child.wait()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None, "every reader is started with both pipes"
    return pipe


def _hashable(fact: Any) -> Any:
    return tuple(fact) if isinstance(fact, list) else fact


def _nothing() -> None:
    """Look at nothing."""
