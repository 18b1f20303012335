"""输出格式: the ways a scope of the catalogue can be written, each in pieces and bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection

from app.exporting.linked import jsonld, turtle
from app.exporting.scope import Scope

Pieces = Callable[[Connection, Scope, str], Iterator[bytes]]


class Format(NamedTuple):
    """A way to write; ``pieces`` takes the reader, the scope and the address of the installation."""

    media_type: str
    suffix: str
    title: str
    pieces: Pieces


FORMATS: dict[str, Format] = {
    "cpsv-jsonld": Format("application/ld+json", ".jsonld", "CPSV-AP 3.2, JSON-LD", jsonld),
    "cpsv-turtle": Format("text/turtle; charset=utf-8", ".ttl", "CPSV-AP 3.2, Turtle", turtle),
}
