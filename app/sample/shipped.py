"""Reading the data files of the sample: plain JSON and CSV, meant to be read by people too."""

from __future__ import annotations

import csv
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
SITE = "https://zwfw.yunchuan.example"

Document = dict[str, Any]
"""One item in the shape of an import."""


@cache
def read_json(name: str) -> Any:
    """Return a data file; callers copy what they change."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def read_csv(name: str) -> list[dict[str, str]]:
    """Return the rows of a data file."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def kind_files() -> list[Document]:
    """Return the files of kinds of item, one per department line, in the order of their names."""
    return [read_json(f"kinds/{path.name}") for path in sorted((DATA / "kinds").glob("*.json"))]


@cache
def draw(purpose: str, key: str) -> int:
    """Draw a number from 0 to 99 that is always the same for the same purpose and key."""
    digest = hashlib.blake2b(f"{purpose}:{key}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") % 100
