"""A gate before the audit: imports stop there until it is opened, and tell of progress meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest

from app.auditing import runs
from app.importing import pipeline

PATIENCE = 30.0


class Gate:
    """Holds imports before their audit until it is opened; progress is told all the while."""

    def __init__(self) -> None:
        self.reached, self.opened = Event(), Event()

    def settle(self, *_: Any) -> None:
        """Wait for the gate."""
        self.reached.set()
        assert self.opened.wait(PATIENCE)


def gated(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Give a gate before the audit of every import; it is open in the end."""
    gate = Gate()
    real = runs.settle

    def settle(*asked: Any) -> None:
        gate.settle()
        real(*asked)

    monkeypatch.setattr(pipeline, "settle", settle)
    yield gate
    gate.opened.set()
