"""JSONL and JSON: bad lines are their own fault only, whole files are refused with a reason."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from app.importing.errors import SourceError
from app.importing.readers import iter_jsonl, open_source
from tests.importing.zoo import CODE, rows_of, write, write_jsonl

RECORDS = [{"code": CODE, "name": "排水许可"}, {"code": CODE[:-1] + "2", "name": "变更"}]


def codes(path: Path) -> list[str | None]:
    return [row.errors[0].code if row.errors else None for row in rows_of(path)]


def test_lines_keep_their_bytes_and_numbers(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", RECORDS)
    rows = rows_of(path)
    assert [row.cells for row in rows] == RECORDS
    assert [row.number for row in rows] == [1, 2]
    assert [orjson.loads(row.raw or b"") for row in rows] == RECORDS


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_jsonl_in_other_encodings_comes_as_utf8(tmp_path: Path, encoding: str) -> None:
    text = "".join(f"{orjson.dumps(record).decode()}\n" for record in RECORDS)
    path = write(tmp_path / "a.jsonl", text, encoding)
    with open_source(path) as source:
        assert [row.cells for row in source.rows()] == RECORDS
        lines = iter_jsonl(path, source.encoding or "")
        assert [orjson.loads(line) for _, line in lines] == RECORDS


def test_the_fast_path_tells_how_far_it_is(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [*RECORDS, {}])
    path.write_bytes(path.read_bytes() + b"\n  \n")
    lines = iter_jsonl(path)
    first = next(iter(lines))
    assert first == (1, orjson.dumps(RECORDS[0]) + b"\n")
    assert 0 < lines.position <= lines.size
    assert [number for number, _ in iter_jsonl(path)] == [1, 2, 3]


def test_each_kind_of_bad_line_is_named(tmp_path: Path) -> None:
    lines = [
        orjson.dumps(RECORDS[0]),
        b'{"code": "x" "name": 1}',
        "<html><body>502 网关错误</body></html>".encode(),
        b'{"name": "\xc3\x28"}',
        b"[1, 2]",
        b"null",
        orjson.dumps(RECORDS[1]),
        b'{"code": "119901',
    ]
    path = write(tmp_path / "a.jsonl", b"\n".join(lines))
    assert codes(path) == [
        None, "bad-json", "html-line", "bad-bytes", "not-an-object", "not-an-object", None,
        "truncated-line",
    ]  # fmt: skip
    last = rows_of(path)[-1].errors[0]
    assert last.row == 8
    assert "8" in last.reason()
    assert last.file == "a.jsonl"


def test_a_whole_line_without_newline_at_the_end_is_no_fault(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", b"\n".join(map(orjson.dumps, RECORDS)))
    assert codes(path) == [None, None]


def test_a_json_array_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", orjson.dumps([*RECORDS, "x"], option=orjson.OPT_INDENT_2))
    with open_source(path) as source:
        assert source.format == "json"
        assert source.headers == ("code", "name")
    assert codes(path) == [None, None, "not-an-object"]


def test_a_single_document_over_several_lines_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", orjson.dumps(RECORDS[0], option=orjson.OPT_INDENT_2))
    assert [row.cells for row in rows_of(path)] == [RECORDS[0]]


@pytest.mark.parametrize(
    "content, code",
    [
        (b'[{"code": "1"}, {"code"', "broken-json"),
        (b'{\n  "code": "1",\n', "broken-json"),
        (b'{"code": "1", "na', "broken-json"),
        (b"[]", "no-rows"),
    ],
)
def test_json_that_breaks_off_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        open_source(write(tmp_path / "a.json", content))
    assert caught.value.code == code


def test_keys_and_lists_of_records_are_surveyed(tmp_path: Path) -> None:
    records = [{"task_name": "甲"}, {"AUDIT_MATERIAL": [{"material_name": "乙"}], "x": [1]}]
    with open_source(write_jsonl(tmp_path / "a.jsonl", records)) as source:
        assert source.headers == ("task_name", "AUDIT_MATERIAL", "x")
        assert source.parts == {"AUDIT_MATERIAL": ("material_name",)}
