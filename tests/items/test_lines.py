"""Lines taken apart: they say what reading them says, and everything unusual is left alone."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from app.elements.kinds import KINDS
from app.items.drafting import own_of
from app.items.lines import SETTING, Line, Splitter
from app.items.parts import MEMO_BYTES, NO_PARTS, Memo
from app.sample.catalogue import implementation_items
from tests.factories.catalogue import local

PLAIN: dict[str, Any] = {"code": "1", "base_code": "2", "name": "甲", "materials": [{"name": "乙"}]}


def _split(document: dict[str, Any], splitter: Splitter | None = None) -> Line | None:
    return (splitter or Splitter()).split(orjson.dumps(document))


def _setting(line: Line) -> dict[str, Any]:
    pieces = zip(SETTING, line.setting.written.split(b"\n"), strict=True)
    return {name: orjson.loads(piece) for name, piece in pieces if piece}


def test_a_line_says_what_reading_it_says() -> None:
    splitter, apart = Splitter(), 0
    for document in implementation_items():
        line = _split(document, splitter)
        if line is None:
            continue
        apart += 1
        elements = {
            kind.name: part.value
            for kind, part in zip(KINDS, line.elements, strict=True)
            if part is not NO_PARTS[kind.number]
        }
        setting = _setting(line)
        assert own_of(line) | setting | elements == document == line.document()
    assert apart > 500


def test_bytes_met_before_are_the_same_part() -> None:
    splitter = Splitter()
    first, second = _split(local(row_id="1"), splitter), _split(local(row_id="2"), splitter)
    assert first is not None
    assert second is not None
    assert first.texts != second.texts
    assert first.setting is second.setting
    assert all(one is two for one, two in zip(first.elements, second.elements, strict=True))


@pytest.mark.parametrize(
    "said",
    [
        {"code": None}, {"code": ""}, {"code": 5}, {"code": "一"}, {"code": "1 1"},
        {"code": "1" * 65}, {"base_code": ""}, {"row_id": "\x00"}, {"version": 5.0},
        {"version": True}, {"version": 10**6}, {"links": []}, {"links": {"other": "x"}},
        {"links": {"pc": " http://a.cn"}}, {"colour": "red"}, {"local_code": "1"},
        {"cancel_date": "2031-01-01"}, {"raw": {}},
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_reader(said: dict[str, Any]) -> None:
    assert _split(PLAIN) is not None
    assert _split(PLAIN | said) is None


@pytest.mark.parametrize(
    "line",
    [
        b"", b"[]", b"5", b'{"code":"1","base_code":"2"', b'{"code":"1","base_code":"2"}x',
        b'{"code":"1","base_code":"2","name":"\xff"}', b'{"code":"1","base_code":"2","fees":nul}',
        b'{"code":"1","base_code":"2","fees":{"a":[[}}', b'{"code":"1","base_code":"2","level":01}',
        b'{"code":"1","base_code":"2","name":"\\ud800"}', b'{"code":"1","base_code":"2","fees":NaN}',
        b'{"code":"1","base_code":"2","fees":' + b"[" * 9000 + b"]" * 9000 + b"}",
    ],
)  # fmt: skip
def test_what_is_no_json_is_left_to_the_reader(line: bytes) -> None:
    assert Splitter().split(line) is None


def test_a_memo_holds_so_much_and_starts_anew() -> None:
    memo, long = Memo(0), b'"' + b"x" * (MEMO_BYTES // 2) + b'"'
    parts = [memo.read(long[:-1] + b'%d"' % n) for n in range(4)]
    assert memo.find(long[:-1] + b'3"') is parts[3]
    assert memo.find(long[:-1] + b'0"') is None
    assert memo.find(b"null") is NO_PARTS[0]
