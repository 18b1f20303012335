"""CSV and TSV: encodings, delimiters, headers, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.importing.errors import SourceError
from app.importing.readers import open_source
from tests.importing.zoo import CODE, HEADERS, ROWS, csv_text, mapped, rows_of, write

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_in_use_is_read(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "items.csv", csv_text(), encoding)
    with open_source(path) as source:
        rows = list(source.rows())
        assert source.format == "csv"
        assert source.headers == HEADERS
        assert source.position == source.size
    assert [tuple(row.cells.values()) for row in rows] == list(ROWS)
    assert [row.number for row in rows] == [2, 3]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_told_by_the_headers(tmp_path: Path, delimiter: str) -> None:
    path = write(tmp_path / "items.txt", csv_text(delimiter=delimiter))
    assert rows_of(path)[1].cells["基本编码"] == "000117001002"


def test_a_title_above_the_headers_is_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path / "items.csv", "某市实施清单,,\r\n,,\r\n" + csv_text())
    row = rows_of(path)[0]
    assert row.number == 4
    assert row.place("事项名称").letter == "C"


def test_lines_inside_quotes_do_not_shift_the_line_numbers(tmp_path: Path) -> None:
    rows = ((*ROWS[0][:5], '"申请表\n身份证"'), ROWS[1])
    assert [row.number for row in rows_of(write(tmp_path / "a.csv", csv_text(rows)))] == [2, 4]


def test_an_unquoted_comma_is_the_fault_of_its_row_only(tmp_path: Path) -> None:
    rows = ((*ROWS[0], "多出的一格"), ROWS[1])
    first, second = rows_of(write(tmp_path / "a.csv", csv_text(rows)))
    assert [error.code for error in first.errors] == ["too-many-cells"]
    assert first.errors[0].row == 2
    assert not second.errors


def test_repeated_and_missing_headers_do_not_hide_each_other(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "事项名称,基本编码,,备注,备注\n甲,乙,丙,丁,戊\n")
    assert rows_of(path)[0].cells == {
        "事项名称": "甲",
        "基本编码": "乙",
        "备注": "丁",
        "备注 (2)": "戊",
    }


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"  \r\n\r\n", b"\xff\xfe"])
def test_an_empty_file_says_so(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        open_source(write(tmp_path / "a.csv", content))
    assert caught.value.code == "empty-file"


def test_headers_without_rows_say_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        rows_of(write(tmp_path / "a.csv", csv_text(())))
    assert caught.value.code == "no-rows"


def test_damaged_utf8_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    good = csv_text().encode()
    place = good.index("变更".encode())
    path = write(tmp_path / "a.csv", good[:place] + b"\xe5\x8f" + good[place:])
    with pytest.raises(SourceError) as caught:
        open_source(path)
    assert caught.value.code == "unknown-encoding"
    assert caught.value.facts["line"] == 3
    assert caught.value.facts["offset"] in range(place, place + 3)
    assert caught.value.facts["tried"] == "utf-8"


def test_a_bad_byte_far_into_the_file_refuses_it_before_the_first_row(tmp_path: Path) -> None:
    good = csv_text(ROWS * 20_000).encode("gb18030")
    path = write(tmp_path / "a.csv", good + b"\xff\xff\r\n")
    with pytest.raises(SourceError) as caught:
        open_source(path)
    assert caught.value.facts == {"line": 40_002, "offset": len(good), "tried": "utf-8, gb18030"}


def test_characters_split_between_chunks_are_no_fault(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", csv_text(((*ROWS[0][:5], "，" * 1_000_001),)))
    assert len(rows_of(path)[0].cells["申请材料"]) == 1_000_001


def test_an_unclosed_quote_names_the_line(tmp_path: Path) -> None:
    text = csv_text() + '"' + "长" * (17 << 20)
    with pytest.raises(SourceError) as caught:
        rows_of(write(tmp_path / "a.csv", text))
    assert caught.value.code == "broken-csv"
    assert caught.value.facts["line"] == 4


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("before", [0, 1, 40])
def test_a_quote_open_to_the_end_swallows_no_row(
    tmp_path: Path, delimiter: str, before: int
) -> None:
    good = csv_text(ROWS[:1] * before, delimiter=delimiter)
    swallowed = csv_text(ROWS, delimiter=delimiter).split("\r\n", 1)[1]
    bad = f'甲{delimiter}"乙{delimiter}丙\r\n{swallowed}'
    with pytest.raises(SourceError) as caught:
        rows_of(write(tmp_path / "a.csv", good + bad))
    assert (caught.value.code, caught.value.facts) == ("open-quote", {"line": before + 2})


@pytest.mark.parametrize("end", ['"乙"', '"乙"\n', '"乙\n丙"\r\n', "乙", '甲"乙"', ""])
def test_whatever_else_ends_a_file_is_no_open_quote(tmp_path: Path, end: str) -> None:
    path = write(tmp_path / "a.csv", f"事项名称,备注\n丁,戊\n甲,{end}")
    assert [row.cells["事项名称"] for row in rows_of(path)] == ["丁", "甲"]


def test_a_header_as_long_as_a_book_is_not_told_whole(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        mapped(write(tmp_path / "a.csv", f"{'长' * 100_000},乙\n1,2\n"))
    assert len(caught.value.reason()) < 200


@pytest.mark.parametrize(
    "content, code",
    [
        (b"%PDF-1.7 \xe2\xe3", "unknown-format"),
        (b"\x1f\x8b\x08\x00", "unknown-format"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x03", "unknown-format"),
        (b"PK\x03\x04 broken", "broken-workbook"),
        ("<html><title>登录</title></html>".encode(), "web-page"),
        ("<!DOCTYPE html>\n<html>系统错误".encode("gbk"), "web-page"),
        (b'<?xml version="1.0"?><rows/>', "xml-file"),
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.xlsx"])
def test_what_is_no_data_is_named_whatever_its_extension(
    tmp_path: Path, content: bytes, code: str, name: str
) -> None:
    with pytest.raises(SourceError) as caught:
        open_source(write(tmp_path / name, content))
    assert caught.value.code == code
    assert name in caught.value.reason()


def test_a_web_page_is_quoted_by_its_title(tmp_path: Path) -> None:
    page = "<!doctype html><html><head><TITLE> 统一身份认证 </TITLE></head></html>"
    with pytest.raises(SourceError) as caught:
        open_source(write(tmp_path / "items.xlsx", page))
    assert "统一身份认证" in caught.value.reason()


def test_content_counts_not_the_extension(tmp_path: Path) -> None:
    with open_source(write(tmp_path / "items.xlsx", csv_text())) as source:
        assert source.format == "csv"


def test_a_code_turned_into_a_number_is_refused_not_repaired(tmp_path: Path) -> None:
    rows = (("1.14507E+30", *ROWS[0][1:]), ROWS[1])
    first, second = mapped(write(tmp_path / "a.csv", csv_text(rows)))
    (error,) = first.errors
    assert (error.code, error.row, error.column, error.letter) == (
        "digits-lost",
        2,
        "实施编码",
        "A",
    )
    assert error.value == "1.14507E+30"
    assert "Excel" in error.reason()
    assert "文本" in error.remedy()
    assert second.document["code"] == CODE[:-1] + "2"


def test_codes_guarded_against_excel_are_read(tmp_path: Path) -> None:
    rows = ((f'="{CODE}"', "\t000117001001", *ROWS[0][2:]),)
    (one,) = mapped(write(tmp_path / "a.csv", csv_text(rows)))
    assert (one.document["code"], one.document["base_code"]) == (CODE, "000117001001")


def test_blanks_nobody_meant_to_type_are_gone(tmp_path: Path) -> None:
    rows = ((f"{CODE}\u00a0", "000117001001", "排水许可\u3000 ", *ROWS[0][3:]),)
    (one,) = mapped(write(tmp_path / "a.csv", csv_text(rows)))
    assert (one.document["code"], one.document["name"]) == (CODE, "排水许可")
