"""An own part that fits a known frame is written just as it would be the long way."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from app.items.frames import Frames
from app.kernel.db import Database
from tests.factories.audited import emptied, put
from tests.factories.catalogue import COUNTY, local

ODD: dict[str, tuple[Any, ...]] = {
    "code": (" 1", "x" * 65, 5, None, "一", ""),
    "handling_code": ("", " ", "a b", "x" * 65, 1.0),
    "row_id": ("r-1", "", "r\x00", "\u200b"),
    "base_code": ("", None, " 990101001001", "99010100100100"),
    "local_base_code": ("JB 1", "", True),
    "type": ("", "07", "行政许可一类的长名"),
    "version": (5.0, "5", 2**40, True, None),
    "effective_date": ("20210101", "明年", ""),
    "cancel_date": ("2031-01-01", "明年"),
    "links": ({}, {"online": ""}, {"online": " http://a.cn/"}, {"other": "x"}, {"pc": 1}, []),
    "region": ("981234000000", "", COUNTY),
    "agency": ({}, {"code": ""}, {"code": " TE1 "}, {"name": "某局"}, {"code": "1", "boss": "x"}),
    "secret": (True, 1, None),
    "status": ("", "2"),
    "colour": ("red",),
    "raw": ({"/name": "x"}, {"name": "x"}),
    "other_codes": (["1"],),
}
ROWS = "SELECT * FROM item ORDER BY id", "SELECT own, hash, elements FROM revision ORDER BY item_id"


def _documents() -> list[dict[str, Any]]:
    random = Random(5)
    found = [local(code=f"1199010255010047{n:02}4990101001001", row_id=f"r{n}") for n in range(60)]
    for document in found[5:]:
        for name in random.sample(sorted(ODD), random.choice((0, 1, 1, 2))):
            document[name] = random.choice(ODD[name])
    return found


def _written(database: Database) -> tuple[list[Any], list[Any]]:
    outcomes = put(database, *_documents())
    told = [(one.verb, one.item_id, [tuple(error) for error in one.errors]) for one in outcomes]
    with database.read() as connection:
        rows = [[tuple(row) for row in connection.execute(text(sql))] for sql in ROWS]
    return told, rows


def test_frames_change_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    framed = _written(database)
    emptied(database)
    monkeypatch.setattr(Frames, "find", lambda _self, _own: None)
    assert _written(database) == framed
    assert {verb for verb, *_ in framed[0]} >= {"created", "refused"}
