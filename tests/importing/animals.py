"""The fixture zoo: files as people send them, each with what must come out of it.

What must come out is the documents (the fields that the file is about), the errors of rows as
(code, row), or the code under which the whole file is refused.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import xlsxwriter
import xlwt

from tests.importing.zoo import (
    CODE,
    HEADERS,
    ROWS,
    csv_text,
    raw_workbook,
    text_row,
    write,
    write_workbook,
)

TWO = CODE[:-1] + "2"
NAMES = [row[2] for row in ROWS]
SHORT = ("实施编码", "事项名称", "申请材料")


class Animal(NamedTuple):
    """One file: its name, how it is made, and what must come out of it."""

    file: str
    make: Callable[[Path], Any]
    documents: Sequence[dict[str, Any]] = ()
    errors: Sequence[tuple[str, int | None]] = ()
    refused: str | None = None


BOTH = tuple({"code": row[0], "name": row[2]} for row in ROWS)
ZOO: dict[str, Animal] = {}


def _named(*names: str) -> tuple[dict[str, Any], ...]:
    return tuple({"name": name} for name in names)


def _book(rows: Sequence[Any], **more: Sequence[Any]) -> Callable[[Path], Any]:
    return lambda path: write_workbook(path, {"事项": rows, **more})


def _text(text: str | bytes, encoding: str = "utf-8") -> Callable[[Path], Any]:
    return lambda path: write(path, text, encoding)


def _old(fill: Callable[[xlwt.Workbook, xlwt.Worksheet], None]) -> Callable[[Path], Any]:
    def make(path: Path) -> None:
        book = xlwt.Workbook()
        fill(book, book.add_sheet("事项"))
        book.save(str(path))

    return make


def _new(fill: Callable[[xlsxwriter.Workbook, Any], None]) -> Callable[[Path], Any]:
    def make(path: Path) -> None:
        book = xlsxwriter.Workbook(str(path))
        fill(book, book.add_worksheet("事项"))
        book.close()

    return make


def _rows(sheet: Any, rows: Sequence[Sequence[Any]], top: int = 0, left: int = 0) -> None:
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell is not None:
                sheet.write(top + i, left + j, cell)


def _zip(**members: Callable[[Path], Any]) -> Callable[[Path], Any]:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for name, member in members.items():
                inner = path.with_suffix(".member")
                member(inner)
                archive.write(inner, name)

    return make


# text: encodings, delimiters, what stands around the table
for _encoding in ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"):
    ZOO[f"csv in {_encoding}"] = Animal("a.csv", _text(csv_text(), _encoding), BOTH)
for _name, _delimiter in {"tab": "\t", "semicolon": ";", "bar": "|", "wide comma": "，"}.items():
    ZOO[f"delimited by {_name}"] = Animal("a.txt", _text(csv_text(delimiter=_delimiter)), BOTH)
ZOO["tsv in gb18030"] = Animal("a.tsv", _text(csv_text(delimiter="\t"), "gb18030"), BOTH)
ZOO["csv named xlsx"] = Animal("a.xlsx", _text(csv_text()), BOTH)
ZOO["csv with a title"] = Animal("a.csv", _text("某市清单,,\r\n,,\r\n" + csv_text()), BOTH)
ZOO["csv with notes below"] = Animal(
    "a.csv",
    _text(
        csv_text()
        + "注：以上事项均可网办。,,,,,\r\n填表人：,审核人：,日期：,,,\r\n合计：2,,,,,\r\n"
    ),
    BOTH,
)
ZOO["csv with blank lines"] = Animal(
    "a.csv", _text(csv_text().replace("\r\n", "\r\n,,,\r\n")), BOTH
)
ZOO["csv with old line ends"] = Animal("a.csv", _text(csv_text().replace("\r\n", "\r")), BOTH)
ZOO["csv with lines in a cell"] = Animal(
    "a.csv", _text(csv_text(((*ROWS[0][:5], '"申请表\n身份证明"'),))), BOTH[:1]
)
ZOO["csv with an unquoted comma"] = Animal(
    "a.csv", _text(csv_text(((*ROWS[0], "多"), ROWS[1]))), BOTH[1:], [("too-many-cells", 2)]
)
ZOO["csv guarded against excel"] = Animal(
    "a.csv", _text(f'实施编码,事项名称\r\n"=""{CODE}""",甲\r\n\'{TWO},乙\r\n'),
    ({"code": CODE, "name": "甲"}, {"code": TWO, "name": "乙"}),
)  # fmt: skip

# JSON
_RECORDS = [{"code": row[0], "name": row[2]} for row in ROWS]
_LINES = b"".join(orjson.dumps(record) + b"\n" for record in _RECORDS)
ZOO["json lines"] = Animal("a.jsonl", _text(_LINES), BOTH)
ZOO["json lines with a mark"] = Animal("a.jsonl", _text(b"\xef\xbb\xbf" + _LINES), BOTH)
ZOO["json lines in utf-16"] = Animal("a.jsonl", _text(_LINES.decode(), "utf-16"), BOTH)
ZOO["json lines with blank ones"] = Animal("a.jsonl", _text(_LINES.replace(b"\n", b"\n\n")), BOTH)
ZOO["json lines cut off"] = Animal("a.jsonl", _text(_LINES[:-4]), BOTH[:1], [("truncated-line", 2)])
ZOO["json array"] = Animal("a.json", _text(orjson.dumps(_RECORDS)), BOTH)
ZOO["one json object"] = Animal(
    "a.json", _text(orjson.dumps(_RECORDS[0], option=orjson.OPT_INDENT_2)), BOTH[:1]
)
ZOO["json with chinese keys"] = Animal(
    "a.json", _text(orjson.dumps([{"实施编码": CODE, "事项名称": "甲"}])), _named("甲")
)
ZOO["json array cut off"] = Animal(
    "a.json", _text(orjson.dumps(_RECORDS)[:-9]), refused="broken-json"
)

# workbooks: where the table stands
_TABLE = (HEADERS, *ROWS)
ZOO["workbook"] = Animal("a.xlsx", _book(_TABLE), BOTH)
ZOO["workbook named csv"] = Animal("a.csv", _book(_TABLE), BOTH)
ZOO["headers in row five"] = Animal(
    "a.xlsx", _book([["某市清单"], [], ["单位："], [], *_TABLE]), BOTH
)
ZOO["table further right"] = Animal(
    "a.xlsx", _new(lambda _, sheet: _rows(sheet, _TABLE, 3, 4)), BOTH
)
ZOO["notes under the table"] = Animal(
    "a.xlsx",
    _book(
        [
            *_TABLE,
            [],
            ["注：以上事项均可网办。"],
            ["说明1、本表由各部门填写"],
            ["制表人：", "审核人："],
        ]
    ),
    BOTH,
)
ZOO["a sheet of instructions"] = Animal("a.xlsx", _book(_TABLE, 填写说明=[["请先阅读"]]), BOTH)


def _hidden_sheet(book: Any, sheet: Any) -> None:
    _rows(sheet, _TABLE)
    backup = book.add_worksheet("备份")
    _rows(backup, [HEADERS, (TWO + "01", *ROWS[0][1:])])
    backup.hide()


def _hidden_rows(_: Any, sheet: Any) -> None:
    _rows(sheet, _TABLE)
    sheet.set_row(2, None, None, {"hidden": True})


def _merged(_: Any, sheet: Any) -> None:
    sheet.merge_range("A1:D1", "某市清单")
    _rows(sheet, [["实施编码", "事项名称", "材料名称", "材料类型"]], 1)
    sheet.merge_range("A3:A4", CODE)
    sheet.merge_range("B3:B4", "甲")
    _rows(sheet, [["申请表", "其他"], ["照片", "其他"]], 2, 2)


ZOO["a hidden sheet"] = Animal("a.xlsx", _new(_hidden_sheet), BOTH)
ZOO["hidden rows are rows"] = Animal("a.xlsx", _new(_hidden_rows), BOTH)
_MATERIALS = {
    "name": "甲",
    "materials": [{"name": "申请表", "type": "3"}, {"name": "照片", "type": "3"}],
}
ZOO["merged cells"] = Animal("a.xlsx", _new(_merged), (_MATERIALS,))
ZOO["materials on a sheet of their own"] = Animal(
    "a.xlsx",
    _book(
        [["实施编码", "事项名称"], [CODE, "甲"]],
        材料=[
            ["实施编码", "材料名称", "材料类型"],
            [CODE, "申请表", "其他"],
            [CODE, "照片", "其他"],
        ],
    ),
    (_MATERIALS,),
)


# workbooks: what Excel made of the cells
def _typed(book: Any, sheet: Any) -> None:
    _rows(sheet, [["实施编码", "事项名称", "计划生效日期", "是否网办", "事项版本"], [CODE, 2024]])
    day = book.add_format({"num_format": "yyyy/m/d"})
    sheet.write_datetime(1, 2, datetime(2024, 3, 1), day)  # noqa: DTZ001 – Excel has no zones
    sheet.write_boolean(1, 3, boolean=True)
    sheet.write_number(1, 4, 3.0)


_TYPED = {
    "name": "2024", "effective_date": "2024-03-01", "handling": {"online": True}, "version": 3,
}  # fmt: skip
ZOO["cells typed by excel"] = Animal("a.xlsx", _new(_typed), (_TYPED,))
ZOO["a date as a number of days"] = Animal(
    "a.xlsx", _book([["实施编码", "事项名称", "计划生效日期"], [CODE, "甲", "45352"]]),
    (), [("unreadable-value", 2)],
)  # fmt: skip
ZOO["a code as a number"] = Animal(
    "a.xlsx", _book([SHORT, [1.1450721008115372e30, "甲"], [TWO, "乙"]]), _named("乙"),
    [("digits-lost", 2)],
)  # fmt: skip
ZOO["leading zeros lost"] = Animal(
    "a.xlsx", _book([["实施编码", "基本编码", "事项名称"], [CODE, 117001001, "甲"]]), (),
    [("leading-zeros-lost", 2)],
)  # fmt: skip
_FORMULA = '<row r="2"><c r="A2" t="str"><v>{}</v></c><c r="B2">{}</c></row>'
ZOO["a formula without its value"] = Animal(
    "a.xlsx",
    lambda path: raw_workbook(
        path, f"<sheetData>{text_row(1, *SHORT)}{_FORMULA.format(CODE, '<f>1+1</f>')}</sheetData>"
    ),
    (), [("formula-without-value", 2)],
)  # fmt: skip
ZOO["a formula with its value"] = Animal(
    "a.xlsx",
    lambda path: raw_workbook(
        path,
        f"<sheetData>{text_row(1, *SHORT)}"
        + _FORMULA.format(CODE, "<f>Y1</f><v>甲</v>").replace('r="B2"', 'r="B2" t="str"')
        + "</sheetData>",
    ),
    _named("甲"),
)
ZOO["an error of excel"] = Animal(
    "a.xlsx",
    lambda path: raw_workbook(
        path,
        f"<sheetData>{text_row(1, *SHORT)}"
        + _FORMULA.format(CODE, "<v>#REF!</v>").replace('r="B2"', 'r="B2" t="e"')
        + "</sheetData>",
    ),
    (), [("excel-error", 2)],
)  # fmt: skip
ZOO["blanks nobody meant"] = Animal(
    "a.xlsx", _book([["实施编码 ", "\u3000事项名称", "申请材料"], [f" {CODE}\u00a0", "\ufeff甲\u200b \n", "  "]]),
    ({"code": CODE, "name": "甲"},),
)  # fmt: skip
ZOO["html in cells"] = Animal(
    "a.xlsx",
    _book(
        [
            ["实施编码", "事项名称", "受理条件"],
            [CODE, "甲", "<p>年满<b>十八</b>周岁&nbsp;。</p><br/>"],
        ]
    ),
    ({"name": "甲", "conditions": "年满十八周岁 。"},),
)

# several materials in one cell, eight ways
_SEPARATED = {
    "listing comma": "申请表、身份证明、照片",
    "semicolon": "申请表;身份证明;照片",
    "wide semicolon": "申请表；身份证明；照片",
    "lines": "申请表\n身份证明\n照片",
    "numbers": "1.申请表\n2.身份证明\n3.照片",
    "chinese numbers": "一、申请表\n二、身份证明\n三、照片",
    "numbers in brackets": "（1）申请表；（2）身份证明；（3）照片",
    "circled numbers": "①申请表②身份证明③照片",
}
for _name, _cell in _SEPARATED.items():
    ZOO[f"materials by {_name}"] = Animal(
        "a.xlsx", _book([SHORT, [CODE, "甲", _cell]]),
        ({"materials": [{"name": name} for name in ("申请表", "身份证明", "照片")]},),
    )  # fmt: skip


# workbooks of before 2007
def _old_typed(_: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
    style = xlwt.XFStyle()
    style.num_format_str = "yyyy-mm-dd"
    _rows(sheet, [["实施编码", "事项名称", "计划生效日期", "是否网办", "事项版本"], [CODE, 2024]])
    sheet.write(1, 2, date(2024, 3, 1), style)
    _rows(sheet, [[True, 3]], 1, 3)


def _old_merged(_: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
    sheet.write_merge(0, 0, 0, 3, "某市清单")
    _rows(sheet, [["实施编码", "事项名称", "材料名称", "材料类型"]], 1)
    sheet.write_merge(2, 3, 0, 0, CODE)
    sheet.write_merge(2, 3, 1, 1, "甲")
    _rows(sheet, [["申请表", "其他"], ["照片", "其他"]], 2, 2)


def _old_hidden(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
    _rows(sheet, _TABLE)
    backup = book.add_sheet("备份")
    _rows(backup, _TABLE)
    backup.visibility = 1


ZOO["xls"] = Animal("a.xls", _old(lambda _, sheet: _rows(sheet, _TABLE)), BOTH)
ZOO["xls named xlsx"] = Animal("a.xlsx", _old(lambda _, sheet: _rows(sheet, _TABLE)), BOTH)
ZOO["xls with headers further down and right"] = Animal(
    "a.xls", _old(lambda _, sheet: _rows(sheet, _TABLE, 3, 2)), BOTH
)
ZOO["xls with typed cells"] = Animal("a.xls", _old(_old_typed), (_TYPED,))
ZOO["xls with merged cells"] = Animal("a.xls", _old(_old_merged), (_MATERIALS,))
ZOO["xls with a hidden sheet"] = Animal("a.xls", _old(_old_hidden), BOTH)
ZOO["xls with a code as a number"] = Animal(
    "a.xls", _old(lambda _, sheet: _rows(sheet, [SHORT, [1.14507e30, "甲"], [TWO, "乙"]])),
    _named("乙"), [("digits-lost", 2)],
)  # fmt: skip

# several files in one
_CSV_ONE, _CSV_TWO = (_text(csv_text((row,))) for row in ROWS)
ZOO["zip of csv"] = Animal("a.zip", _zip(**{"一.csv": _CSV_ONE, "二.csv": _CSV_TWO}), BOTH)
ZOO["zip of different files"] = Animal(
    "a.zip", _zip(**{"甲/一.xlsx": _book(_TABLE[:2]), "乙/二.jsonl": _text(_LINES)}),
    (BOTH[0], *BOTH),
)  # fmt: skip
ZOO["zip with xls"] = Animal(
    "a.zip", _zip(**{"一.xls": _old(lambda _, sheet: _rows(sheet, _TABLE))}), BOTH
)
ZOO["zip with litter"] = Animal(
    "a.zip", _zip(**{"a.csv": _text(csv_text()), "__MACOSX/._a.csv": _text(b"\x00"), ".DS_Store": _text(b"\x00")}),
    BOTH,
)  # fmt: skip
ZOO["zip with a picture"] = Animal(
    "a.zip", _zip(**{"a.csv": _text(csv_text()), "b.pdf": _text(b"%PDF-1.7")}),
    refused="unknown-format",
)  # fmt: skip
ZOO["empty zip"] = Animal("a.zip", _zip(**{".keep": _text(b"")}), refused="empty-file")

# tables of the national exchange
_ITEMS = (
    "row_guid,task_code,catalog_code,task_name,cd_operation,cd_batch,cd_time\r\n"
    f"R1,{CODE},000117001001,甲,I,B1,2026-01-01 00:00:00\r\n"
)
_PAPERS = (
    "row_guid,task_guid,material_name,order_num,cd_operation,cd_batch,cd_time\r\n"
    "M2,R1,照片,2,I,B1,2026-01-01 00:00:00\r\n"
    "M1,R1,申请表,1,I,B1,2026-01-01 00:00:00\r\n"
)
_PAPERS_OF = {"name": "甲", "materials": [{"name": "申请表"}, {"name": "照片"}]}
ZOO["zip of exchange tables"] = Animal(
    "a.zip",
    _zip(**{
        "up_task_general_basic.csv": _text(_ITEMS), "receipt.csv": _text("a,b\r\n1,2\r\n"),
        "up_task_general_material.csv": _text(_PAPERS, "gb18030"),
        "up_task_general_questions.csv": _text("row_guid,task_guid,question\r\n"),
    }),
    (_PAPERS_OF,),
)  # fmt: skip
ZOO["exchange tables as a log"] = Animal(
    "a.zip",
    _zip(**{
        "DN_TASK_PUBLIC_BASIC.CSV": _text(_ITEMS + f"R1,{CODE},000117001001,乙,U,B2,2026/2/1\r\n"),
        "dn_task_public_material.csv": _text(_PAPERS + "M2,R1,照片,2,D,B2,2026/2/1\r\n"),
    }),
    ({"name": "乙", "materials": [{"name": "申请表"}]},),
)  # fmt: skip
ZOO["an exchange row of no item"] = Animal(
    "a.zip",
    _zip(**{
        "up_task_general_basic.csv": _text(_ITEMS),
        "up_task_general_material.csv": _text(_PAPERS + "M3,R9,照片,1,I,B1,2026/1/1\r\n"),
    }),
    (_PAPERS_OF,),
    [("orphan-part", 4)],
)  # fmt: skip
ZOO["an exchange item that was deleted"] = Animal(
    "a.zip",
    _zip(**{
        "up_task_general_basic.csv": _text(_ITEMS.replace(",I,", ",D,")),
        "up_task_general_material.csv": _text(_PAPERS.replace(",I,", ",D,")),
    }),
    ({"status": "3", **_PAPERS_OF},),
)  # fmt: skip
ZOO["an exchange table in a workbook"] = Animal(
    "up_task_general_basic.xlsx",
    _book([["task_code", "catalog_code", "task_name"], [CODE, "000117001001", "甲"]]),
    _named("甲"),
)
ZOO["an increment of exchange tables"] = Animal(
    "a.zip",
    _zip(**{
        "up_task_general_basic.csv": _text(_ITEMS),
        "manifest.json": _text('{"incremental": true}'),
    }),
    refused="exchange-increment",
)  # fmt: skip
ZOO["csv with a code that excel broke"] = Animal(
    "a.csv", _text(f"实施编码,事项名称\r\n1.14507E+30,甲\r\n{TWO},乙\r\n"), _named("乙"),
    [("digits-lost", 2)],
)  # fmt: skip
ZOO["csv kept from running"] = Animal(
    "a.csv", _text(f"实施编码,事项名称\r\n{CODE},'=甲\r\n{TWO},''@乙\r\n"), _named("=甲", "'@乙")
)

# what is no data
ZOO["a page named xls"] = Animal(
    "a.xls", _text("<html><body><table><tr><td>甲</td></tr></table>"), refused="web-page"
)
ZOO["xml"] = Animal("a.xml", _text("<?xml version='1.0'?><a/>"), refused="xml-file")
ZOO["a pdf named csv"] = Animal("a.csv", _text(b"%PDF-1.7 \n%"), refused="unknown-format")
ZOO["nothing"] = Animal("a.csv", _text(b""), refused="empty-file")
ZOO["headers only"] = Animal("a.csv", _text(csv_text(())), refused="no-rows")
ZOO["headers nobody knows"] = Animal(
    "a.csv", _text("colour,size\nred,1\n"), refused="unknown-headers"
)
ZOO["damaged utf-8"] = Animal(
    "a.csv", _text(csv_text().encode() + b"\xff\xfe\xfd"), refused="unknown-encoding"
)
ZOO["an unclosed quote"] = Animal(
    "a.csv", _text(csv_text() + '"' + "长" * 17_000_000), refused="broken-csv"
)
