"""导入的要求: what to import and how, how far it is, and the word that it shall stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.importing.apart import Limits
from app.importing.batches import Mode
from app.importing.vanishing import Complete
from app.importing.workbooks.changes import Changes
from app.importing.workbooks.merging import OnConflict


@dataclass(frozen=True, slots=True)
class Order:
    """What to import, and how."""

    path: Path
    file_name: str
    mode: Mode
    mapping: str | None = None
    dry_run: bool = False
    profile: str = "policy-2020"
    mapping_folders: tuple[Path, ...] = ()
    limits: Limits | None = None
    """Read the file in a process of its own with these limits; without them, read it here."""
    sender: str | None = None
    job: str | None = None
    file_hash: str | None = None
    """Of the file, where it is known already."""
    on_conflict: OnConflict = "refuse"
    """Of a workbook of ours: what becomes of a part that was changed here and there."""
    changes: Changes | None = None
    """Filled with what a workbook changes, where somebody wants to see it; for dry runs."""
    complete: Complete | None = None
    """Whether the file has all there is in its scope; what it lacks then is reported."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: bytes read of bytes there, and what it is doing."""

    position: int
    size: int
    rows: int
    stage: str


Tell = Callable[[Progress], None]


class Cancelled(Exception):
    """Raised by whoever is told of progress: the import is rolled back and called cancelled."""

    state: Literal["cancelled", "interrupted"] = "cancelled"


class Interrupted(Cancelled):
    """The service stops: the import is rolled back and called interrupted."""

    state = "interrupted"
