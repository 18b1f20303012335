"""JSONL: every item as its document, one a line; what `yizhi import` takes back unchanged."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
from sqlalchemy import Connection

from app.exporting.scope import Scope, documents


def lines(connection: Connection, scope: Scope, _base: str = "") -> Iterator[bytes]:
    """Yield the documents, base items and implementation items in the order of their ids."""
    for document in documents(connection, scope):
        yield orjson.dumps(document.content) + b"\n"
