"""隔离拟稿: a stranger's file is looked at in a process of its own, with the limits of readers."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from app.elements.schemas import Record
from app.importing.apart import Limits
from app.importing.apart.once import Done, run_once
from app.importing.apart.parent import OUT_OF_MEMORY
from app.importing.errors import SourceError
from app.importing.mappings.choosing import choose
from app.importing.mappings.kept import KeptMapping
from app.importing.proposing.knowing import names_of
from app.importing.proposing.opening import stranger
from app.importing.proposing.proposal import propose
from app.importing.proposing.telling import document
from app.importing.readers.bundle import members_of
from app.importing.readers.opening import open_source, open_with
from app.importing.readers.rows import Source

MODULE = "app.importing.proposing.apart"
Document = dict[str, Any]


def propose_apart(
    path: Path,
    name: str,
    limits: Limits,
    *,
    record: Record | None = None,
    kept: Sequence[KeptMapping] = (),
    correspondence: Document | None = None,
    title: str | None = None,
) -> Document:
    """Return the proposal for a file.

    Raises:
        SourceError: the file cannot be read, or would take too much.
    """
    order = {
        "path": str(path.resolve()), "name": name, "limits": asdict(limits), "record": record,
        "kept": list(map(list, kept)), "correspondence": correspondence, "title": title,
    }  # fmt: skip
    done = run_once(MODULE, order, limits)
    if done is None:
        raise SourceError("reading-too-long", name, limit=int(limits.patience))
    return _heard(done, name, limits)


def _heard(done: Done, name: str, limits: Limits) -> Document:
    if done.returncode == 0 and done.stdout:
        told: Document = orjson.loads(done.stdout)
        if "error" not in told:
            return told
        raise SourceError(told["error"]["code"], told["error"]["file"], **told["error"]["facts"])
    if done.returncode == -signal.SIGXCPU:
        raise SourceError("reading-too-long", name, limit=limits.seconds)
    if -done.returncode in OUT_OF_MEMORY or b"MemoryError" in done.stderr:
        raise SourceError("reading-too-large", name, limit=limits.memory_mb)
    raise SourceError("reading-broke", name, detail=done.returncode)


def main() -> None:
    """Look at the file that the order on standard input names."""
    order = orjson.loads(sys.stdin.buffer.read())
    said = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not come into the answer
    Limits(**order["limits"]).impose()
    try:
        told = proposed(order)
    except SourceError as error:
        told = {"error": {"code": error.code, "file": error.file, "facts": dict(error.facts)}}
    with said:
        said.write(orjson.dumps(told, default=str, option=orjson.OPT_NON_STR_KEYS))


def proposed(order: Document) -> Document:
    """Return the proposal that an order asks for; of a ZIP that of its first file."""
    kept = [KeptMapping(*one) for one in order["kept"]]
    with TemporaryDirectory(prefix="yizhi-") as scratch:
        member, *others = members_of(Path(order["path"]), order["name"], Path(scratch))
        with open_with(member.path, member.name, stranger()) as source:
            found = propose(source, order["record"], names_of(kept), order["correspondence"])
            title = order["title"] or Path(member.label or order["name"]).stem or "来源"
            told = document(found, "proposed", title[:80], _known(member.path, member.name, kept))
        return {**told, "others": [one.label for one in others]}


def _known(path: Path, name: str, kept: Sequence[KeptMapping]) -> str | None:
    """The mapping that reads the file already, if one does."""
    source: Source | None = None
    try:
        source = open_source(path, name)
        return choose(source, None, (), kept).name
    except SourceError:
        return None
    finally:
        if source is not None:
            source.close()


if __name__ == "__main__":
    main()
