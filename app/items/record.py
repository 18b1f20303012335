"""记录的种类: base items and implementation items, as numbers; without the database, for readers."""

from __future__ import annotations

from typing import Any

from app.elements.schemas import Record

BASE, IMPLEMENTATION = 0, 1
RECORDS: dict[int, Record] = {BASE: "base", IMPLEMENTATION: "implementation"}
MOST_KEY = 64  # what the columns of keys hold: twice the longest code there is
LOCAL_MARKS = ("code", "handling_code", "local_code", "agency", "region")


def kind_of(document: dict[str, Any]) -> int:
    """Tell an implementation item from a base item: only the former has a body that acts."""
    return IMPLEMENTATION if any(mark in document for mark in LOCAL_MARKS) else BASE
