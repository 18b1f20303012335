"""Readers: files as people send them → rows of named cells with their places."""

from __future__ import annotations

from app.importing.readers.json_lines import JsonLines, iter_jsonl
from app.importing.readers.opening import open_source
from app.importing.readers.rows import Place, Row, Source

__all__ = ["JsonLines", "Place", "Row", "Source", "iter_jsonl", "open_source"]
