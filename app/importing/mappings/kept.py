"""留存的映射: what the catalogue hands to a reader of files, which has no database."""

from __future__ import annotations

from typing import Any, NamedTuple


class KeptMapping(NamedTuple):
    """留存映射: one version of a mapping that people confirmed, or have yet to."""

    name: str
    version: int
    confirmed: bool
    document: dict[str, Any]
