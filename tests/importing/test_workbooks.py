"""XLSX: headers, sub-record sheets, what Excel does to codes and dates, merged cells."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from app.importing.errors import SourceError
from app.importing.readers import open_source
from tests.importing.zoo import (
    CODE,
    HEADERS,
    ROWS,
    mapped,
    raw_workbook,
    rows_of,
    text_row,
    write,
    write_workbook,
)

TWO = CODE[:-1] + "2"


def test_a_flat_sheet_is_one_item_per_row(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"Sheet1": [HEADERS, *ROWS]})
    one, two = mapped(path)
    assert one.document == {
        "code": CODE,
        "base_code": "000117001001",
        "name": "城镇污水排入排水管网许可",
        "type": "01",
        "time_limit": {"statutory": {"number": 20, "unit": "1", "text": "20(工作日)"}},
        "materials": [{"name": "申请表"}, {"name": "身份证明"}],
    }
    place = two.place("/time_limit/statutory/number")
    assert (place.sheet, place.row, place.column, place.letter) == (
        "Sheet1",
        3,
        "法定办结时限",
        "E",
    )


@pytest.mark.parametrize("first", [0, 2, 7])
def test_headers_may_stand_further_down_and_to_the_right(tmp_path: Path, first: int) -> None:
    padding: list[list[Any]] = [["某市政务服务事项实施清单"], *[[f"说明{i}"] for i in range(first)]]
    rows = [[None, *row] for row in (HEADERS, *ROWS)]
    path = write_workbook(tmp_path / "a.xlsx", {"清单": [*padding[: first + 1], *rows]})
    row = rows_of(path)[0]
    assert row.number == first + 3
    assert row.place("实施编码").letter == "B"


def test_sheets_without_known_headers_are_named_and_left_out(tmp_path: Path) -> None:
    sheets: dict[str, list[Any]] = {
        "填表说明": [["请逐项填写"]],
        "市本级": [HEADERS, ROWS[0]],
        "县区": [HEADERS, ROWS[1]],
    }
    with open_source(write_workbook(tmp_path / "a.xlsx", sheets)) as source:
        assert source.skipped == ("填表说明",)
        assert [row.sheet for row in source.rows()] == ["市本级", "县区"]


def test_what_excel_typed_becomes_text_again(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy/mm/dd"})
    sheet = book.add_worksheet("事项")
    sheet.write_row(
        0, 0, ["实施编码", "事项名称", "计划生效日期", "办理时间", "是否网办", "事项版本"]
    )
    sheet.write_row(1, 0, [CODE, 2024])
    sheet.write_datetime(1, 2, datetime(2024, 3, 1))  # noqa: DTZ001 - Excel has no zones
    sheet.write_datetime(1, 3, time(8, 30), book.add_format({"num_format": "h:mm"}))
    sheet.write_boolean(1, 4, boolean=True)
    sheet.write_number(1, 5, 3.0)
    book.close()
    (row,) = rows_of(path)
    assert list(row.cells.values()) == [CODE, "2024", "2024-03-01", "08:30", "是", "3"]
    (one,) = mapped(path)
    assert one.document["effective_date"] == date(2024, 3, 1).isoformat()
    assert one.document["version"] == 3
    assert one.document["handling"] == {"online": True}


def test_codes_that_excel_destroyed_are_refused(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["实施编码", "基本编码", "事项名称", "咨询方式"],
        [1.1450721008115372e30, "000117001001", "甲", None],
        [CODE, 117001001, "乙", None],
        [CODE, "000117001001", "丙", 13800000000],
        [CODE, "000117001001", "丁", 4.4030069e17],
    ]
    path = write_workbook(tmp_path / "a.xlsx", {"事项": rows})
    one, two, three, four = mapped(path)
    assert [(e.code, e.row, e.letter) for e in one.errors] == [("digits-lost", 2, "A")]
    assert one.errors[0].value == "1.14507E+30"
    assert [(e.code, e.row, e.letter) for e in two.errors] == [("leading-zeros-lost", 3, "B")]
    assert three.document["contact"] == {"consult": "13800000000"}
    assert [(e.code, e.letter, e.pointer) for e in four.errors] == [
        ("digits-lost", "D", "/contact/consult")
    ]


def test_short_codes_typed_as_numbers_are_read(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["实施编码", "事项名称", "事项类型", "行使层级", "行政区划", "法人主题分类"],
        [CODE, "甲", 1, 3, 990100, 5],
    ]
    (one,) = mapped(write_workbook(tmp_path / "a.xlsx", {"事项": rows}))
    assert one.document["type"] == "01"
    assert one.document["level"] == "3"
    assert one.document["region"] == "990100000000"
    assert one.document["audience"] == {"corporate_topics": ["005"]}


def test_formulas_without_values_and_errors_are_refused_at_their_cell(tmp_path: Path) -> None:
    sheet = (
        text_row(1, "实施编码", "事项名称", "事项版本")
        + f'<row r="2"><c r="A2" t="str"><f>X1</f><v>{CODE}</v></c><c r="B2"><f>Y1&amp;"x"</f></c></row>'
        + f'<row r="3"><c r="A3" t="inlineStr"><is><t>{TWO}</t></is></c>'
        + '<c r="B3" t="str"><f>Z1</f><v>乙</v></c><c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        + '<row r="4"><c r="A4" t="str"><f>X1</f><v>9</v></c><c r="B4" t="str"><v>丙</v></c></row>'
    )
    path = raw_workbook(tmp_path / "a.xlsx", f"<sheetData>{sheet}</sheetData>")
    one, two, three = mapped(path)
    assert [(e.code, e.letter, e.row) for e in one.errors] == [("formula-without-value", "B", 2)]
    assert [(e.code, e.letter, e.value) for e in two.errors] == [("excel-error", "C", "#DIV/0!")]
    assert not three.errors


def test_sub_records_on_sheets_of_their_own_come_home(tmp_path: Path) -> None:
    handling = CODE + "01"
    sheets: dict[str, list[Any]] = {
        "事项": [
            ["实施编码", "业务办理项编码", "事项名称"],
            [CODE, handling, "甲"],
            [CODE, CODE + "02", "乙"],
            [TWO, None, "丙"],
        ],
        "材料": [
            ["填写说明"],
            ["业务办理项编码", "实施编码", "材料名称", "材料类型", "原件份数"],
            [handling, None, "申请表", "申请表格文书", 1],
            [None, CODE, "身份证明", 1, None],
            [None, TWO, "营业执照", "证件证书证明", 2],
        ],
        "依据": [["实施编码", "法律名称", "条款号"], [TWO, "某条例", "第三条"]],
        "环节": [["实施编码", "环节名称", "环节时限"], [TWO, "受理", 1], [TWO, "决定", 2]],
        "问答": [["实施编码", "问题", "解答"], [TWO, "怎么办？", "来窗口。"]],
    }
    one, two, three = mapped(write_workbook(tmp_path / "a.xlsx", sheets))
    assert [m["name"] for m in one.document["materials"]] == ["申请表", "身份证明"]
    assert one.document["materials"][0] == {"name": "申请表", "type": "2", "originals": 1}
    assert [m["name"] for m in two.document["materials"]] == ["身份证明"]
    assert three.document["legal_basis"] == [{"law": "某条例", "article": "第三条"}]
    assert [s["name"] for s in three.document["process"]["steps"]] == ["受理", "决定"]
    assert three.document["questions"] == [{"question": "怎么办？", "answer": "来窗口。"}]
    place = one.place("/materials/1/type")
    assert (place.sheet, place.row, place.column, place.letter) == ("材料", 4, "材料类型", "D")
    assert three.place("/process/steps/1").row == 3


def test_sub_records_of_nobody_are_reported(tmp_path: Path) -> None:
    sheets: dict[str, list[Any]] = {
        "事项": [["实施编码", "事项名称"], [CODE, "甲"]],
        "材料": [["实施编码", "材料名称"], [TWO, "申请表"], [None, "照片"], [CODE, "证明"]],
    }
    results = mapped(write_workbook(tmp_path / "a.xlsx", sheets))
    errors = [(e.code, e.sheet, e.row, e.letter) for one in results for e in one.errors]
    assert errors == [("orphan-part", "材料", 2, "A"), ("part-without-key", "材料", 3, None)]
    assert TWO in results[1].errors[0].reason()


def test_exchange_tables_as_sheets_are_joined_by_row_id(tmp_path: Path) -> None:
    sheets: dict[str, list[Any]] = {
        "up_task_general_basic": [
            ["row_guid", "task_code", "catalog_code", "task_name", "task_type", "promise_day", "promise_type"],
            ["g1", CODE, "000117001001", "甲", "01", 5, 1],
            ["g2", CODE, "000117001001", "乙", "01", None, 1],
        ],
        "up_task_general_extend": [
            ["row_guid", "task_guid", "task_code", "is_online", "result_type"],
            ["x1", "g1", CODE, "1", "10"],
            ["x2", "g2", CODE, "0", "99"],
        ],
        "up_task_general_material": [
            ["row_guid", "task_guid", "material_name", "is_need", "order_num"],
            ["m1", "g1", "乙材料", "1", 2],
            ["m2", "g1", "甲材料", "2", 1],
        ],
    }  # fmt: skip
    one, two = mapped(write_workbook(tmp_path / "a.xlsx", sheets))
    assert not one.errors + two.errors
    assert one.document["row_id"] == "g1"
    assert one.document["handling"] == {"online": True}
    assert two.document["result"] == {"types": ["99"]}
    assert [m["name"] for m in one.document["materials"]] == ["甲材料", "乙材料"]
    assert one.document["time_limit"] == {"promised": {"number": 5, "unit": "1"}}
    assert "time_limit" not in two.document, "a unit without a number says nothing"
    assert one.place("/handling/online").sheet == "up_task_general_extend"
    assert one.place("/materials/0/name").row == 3


def merged_book(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("事项")
    sheet.merge_range("A1:D1", "某市实施清单")
    sheet.write_row(1, 0, ["实施编码", "事项名称", "材料名称", "材料类型"])
    sheet.merge_range("A3:A5", CODE)
    sheet.merge_range("B3:B5", "甲")
    for i, name in enumerate(["申请表", "身份证明", "照片"]):
        sheet.write_row(2 + i, 2, [name, "其他"])
    sheet.write_row(5, 0, [TWO, "乙", "营业执照", "证件证书证明"])
    sheet.write_row(6, 0, [TWO, "乙", "章程", "其他"])
    sheet.write_row(7, 2, ["委托书", "其他"])
    book.close()
    return path


def test_items_that_take_several_rows_are_one_item_each(tmp_path: Path) -> None:
    one, two = mapped(merged_book(tmp_path / "a.xlsx"))
    assert [m["name"] for m in one.document["materials"]] == ["申请表", "身份证明", "照片"]
    assert [m["name"] for m in two.document["materials"]] == ["营业执照", "章程", "委托书"]
    assert two.document["materials"][0]["type"] == "1"
    place = two.place("/materials/2/name")
    assert (place.row, place.letter) == (8, "C")


def test_a_value_merged_over_rows_counts_for_each(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("目录")
    sheet.write_row(0, 0, ["主项名称", "基本编码", "事项名称"])
    sheet.merge_range("A2:A3", "排水许可")
    sheet.write_row(1, 1, ["000117001001", "甲"])
    sheet.write_row(2, 1, ["000117001002", "乙"])
    sheet.merge_range("A4:C4", "注：以上事项均可网办。")
    book.close()
    rows = rows_of(tmp_path / "a.xlsx")
    assert [row.cells["主项名称"] for row in rows] == ["排水许可", "排水许可"]


def test_hidden_sheets_are_left_alone(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheets = [book.add_worksheet(name) for name in ("事项", "备份")]
    for sheet, row in zip(sheets, ROWS, strict=True):
        sheet.write_row(0, 0, HEADERS)
        sheet.write_row(1, 0, row)
    sheets[1].hide()
    book.close()
    assert [row.sheet for row in rows_of(tmp_path / "a.xlsx")] == ["事项"]


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    whole = write_workbook(tmp_path / "a.xlsx", {"事项": [HEADERS, *ROWS]}).read_bytes()
    for size in (30, len(whole) // 2, len(whole) - 10):
        with pytest.raises(SourceError) as caught:
            open_source(write(tmp_path / "b.xlsx", whole[:size]))
        assert caught.value.code == "broken-workbook"


def test_damaged_content_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"事项": [HEADERS, *ROWS]})
    whole = bytearray(path.read_bytes())
    place = whole.index(b"xl/worksheets/sheet1.xml") + 60
    whole[place : place + 40] = bytes(40)
    with pytest.raises(SourceError) as caught:
        rows_of(write(path, bytes(whole)))
    assert caught.value.code in {"broken-workbook", "unsafe-workbook"}


def test_an_old_file_that_is_no_readable_workbook_says_why(tmp_path: Path) -> None:
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    for content, code in (
        (ole + "EncryptedPackage".encode("utf-16-le"), "encrypted-workbook"),
        (ole + "WordDocument".encode("utf-16-le"), "not-a-workbook"),
        (ole + "Workbook".encode("utf-16-le"), "broken-workbook"),
    ):
        with pytest.raises(SourceError) as caught:
            open_source(write(tmp_path / "a.xls", content))
        assert caught.value.code == code


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        open_source(write_workbook(tmp_path / "a.xlsx", {"Sheet1": []}))
    assert caught.value.code == "empty-file"
