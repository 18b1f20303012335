"""隔离读取: files from outside are read in a process of their own, with limits.

Parsers are large and files are made by strangers. A reader that asks for too much memory, runs
for ever or falls over takes nothing with it: the database stays with the parent.
"""

from __future__ import annotations

from app.importing.apart.limits import Limits
from app.importing.apart.parent import intake_apart

__all__ = ["Limits", "intake_apart"]
