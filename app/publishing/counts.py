"""Figures that are counted over the whole catalogue, kept for the version they were counted in."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

from sqlalchemy import Connection

from app.items.state import read_state


class Counts:
    """One figure per way of counting; counted again when the catalogue has moved on."""

    def __init__(self) -> None:
        self._kept: dict[Callable[[Connection], Any], tuple[int, Any]] = {}
        self._lock = Lock()

    def get(self, connection: Connection, count: Callable[[Connection], Any]) -> Any:
        """Return what ``count`` gives for the catalogue as this connection sees it."""
        version = read_state(connection).version
        with self._lock:  # readers who come meanwhile wait for the figure, and do not count too
            kept = self._kept.get(count)
            if kept is None or kept[0] != version:
                kept = self._kept[count] = (version, count(connection))
        return kept[1]
