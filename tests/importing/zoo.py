"""Files as people send them, built by code: whole ones, strange ones, broken ones, hostile ones."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
import xlsxwriter

from app.importing.mappings import Mapped, choose
from app.importing.readers import Row, open_source

HEADERS = ("实施编码", "基本编码", "事项名称", "事项类型", "法定办结时限", "申请材料")
CODE = "11990100MB0A56783W3000117001001"
ROWS = (
    (
        CODE,
        "000117001001",
        "城镇污水排入排水管网许可",
        "行政许可",
        "20(工作日)",
        "申请表；身份证明",
    ),
    (
        CODE[:-1] + "2",
        "000117001002",
        "排水许可变更",
        "行政许可",
        "10个工作日",
        "申请表；营业执照",
    ),
)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def csv_text(rows: Sequence[Sequence[str]] = ROWS, delimiter: str = ",") -> str:
    """A table of text with the usual headers."""
    return "".join(delimiter.join(row) + "\r\n" for row in (HEADERS, *rows))


def write(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    """A file with this content."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def write_jsonl(path: Path, records: Sequence[Any]) -> Path:
    """A file with one record per line."""
    path.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in records))
    return path


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Any]]) -> Path:
    """A workbook as Excel writes it; None leaves a cell out."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if value is not None:
                    sheet.write(i, j, value)
    book.close()
    return path


def raw_workbook(path: Path, sheet: str, shared: str | None = None, **parts: str) -> Path:
    """A workbook with hand-written XML, for what no honest program writes."""
    link = f'<Relationship Id="rId2" Type="{_DOC}/sharedStrings" Target="sharedStrings.xml"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
            'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
            f'ContentType="{_SPREADSHEET}.sheet.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_DOC}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOC}"><sheets>'
            '<sheet name="事项" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_DOC}/worksheet" Target="worksheets/sheet1.xml"/>'
            f"{link if shared else ''}</Relationships>",
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{_MAIN}">{sheet}</worksheet>',
        )
        if shared:
            archive.writestr("xl/sharedStrings.xml", shared)
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def repacked(path: Path, part: str, before: str, after: str) -> Path:
    """A copy of a workbook with one thing written otherwise in one of its parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert before in parts[part]
    parts[part] = parts[part].replace(before, after)
    target = path.with_stem("repacked")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target


def text_cell(reference: str, text: str) -> str:
    """A cell with its text in place."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def text_row(number: int, *texts: str) -> str:
    """A row of such cells, from column A."""
    cells = (text_cell(f"{chr(65 + i)}{number}", text) for i, text in enumerate(texts))
    return f'<row r="{number}">{"".join(cells)}</row>'


def rows_of(path: Path, name: str | None = None) -> list[Row]:
    """All rows of a file."""
    with open_source(path, name) as source:
        return list(source.rows())


def mapped(path: Path, mapping: str | None = None) -> list[Mapped]:
    """All rows of a file through the mapping its headers fit, or the one named."""
    with open_source(path) as source:
        chosen = choose(source, mapping)
        return [chosen.apply(row) for row in source.rows()]
