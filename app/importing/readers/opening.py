"""Opening a file: told by its content what it is, and refused with a reason where it is none."""

from __future__ import annotations

from pathlib import Path

from app.importing.errors import SourceError
from app.importing.readers.archive import Archive
from app.importing.readers.delimited import DelimitedSource
from app.importing.readers.form_source import open_xlsx
from app.importing.readers.json_lines import JsonLinesSource, JsonSource
from app.importing.readers.known import default_layout
from app.importing.readers.layout import Layout
from app.importing.readers.rows import Source
from app.importing.readers.sniffing import sniff
from app.importing.readers.workbook import open_xls


def open_with(path: Path, name: str, layout: Layout) -> Source:
    """Open a file for reading. Raises ``SourceError`` where nothing of it can be taken."""
    kind, encoding = sniff(path, name)
    if kind == "zip":
        return open_xlsx(Archive(path, name), layout)
    if kind == "ole":
        return open_xls(path, name, layout)
    if encoding is None:
        raise SourceError("unknown-format", name, kind=kind)
    if kind == "json-lines":
        return JsonLinesSource(path, name, encoding)
    if kind == "json":
        return JsonSource(path, name, encoding)
    return DelimitedSource(path, name, encoding, layout)


def open_source(path: Path, name: str | None = None, layout: Layout | None = None) -> Source:
    """打开来源: open a file whatever it is, knowing the words of the standard and the mappings.

    ``name`` is what people call the file, where ``path`` is a temporary one. Raises
    ``SourceError`` where nothing of the file can be taken.
    """
    return open_with(path, name or path.name, layout or default_layout())
