"""A line whose setting was accepted before is written just as it would be the long way."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from app.importing.order import Order
from app.importing.pipeline import run_import
from app.items.lines import Splitter
from app.kernel.db import Database
from tests.factories.audited import emptied
from tests.factories.catalogue import COUNTY, local, seed_regions

ODD: dict[str, tuple[Any, ...]] = {
    "code": (" 1", "x" * 65, 5, None, "一", ""),
    "handling_code": ("", " ", "a b", "x" * 65, 1.0),
    "row_id": ("r-1", "", "r\x00", "\u200b", 'r"', "r\\"),
    "base_code": ("", None, " 990101001001", "99010100100100"),
    "local_base_code": ("JB 1", "", True),
    "name": ("", " ", None, 5, ["名称"], "名\u3000称（一）"),
    "type": ("", "07", "行政许可一类的长名"),
    "version": (5.0, "5", 2**40, True, None),
    "effective_date": ("20210101", "明年", ""),
    "cancel_date": ("2031-01-01", "明年"),
    "links": ({}, {"online": ""}, {"online": " http://a.cn/"}, {"other": "x"}, {"pc": 1}, [], None),
    "region": ("981234000000", "", COUNTY),
    "agency": ({}, {"code": ""}, {"code": " TE1 "}, {"name": "某局"}, {"code": "1", "boss": "x"}),
    "secret": (True, 1, None),
    "status": ("", "2"),
    "colour": ("red",),
    "raw": ({"/name": "x"}, {"name": "x"}),
    "other_codes": (["1"],),
    "materials": ([], None, "一份", [{"name": ""}], [{"name": "申请表"}, {"name": None}]),
    "fees": ({"charged": 1}, {"charged": False, "items": []}),
    "conditions": ("", " ", "无"),
}
ROWS = (
    "SELECT * FROM item ORDER BY id",
    "SELECT own, frame_id, base_frame_id, hash, elements FROM revision ORDER BY item_id",
    "SELECT id, hash, content FROM own_frame ORDER BY id",
    "SELECT id, kind, hash, sense, content FROM element_value ORDER BY id",
    "SELECT id, code, name FROM agency ORDER BY id",
)
FAULTS = (
    lambda line: line[: len(line) // 2],
    lambda line: line.replace("，".encode(), b"\xff", 1),
    lambda line: line.replace(b'"level"', b'"code":"twice","level"', 1),
    lambda line: line.replace(b'"materials":[', b'"materials":[[}', 1),
    lambda line: line.replace(b"false", b"fals", 1),
    lambda line: b"  " + line.replace(b",", b" , ") + b"\t",
    lambda line: line + b"x",
    lambda line: b"[1]",
)
"""What files do to lines."""


def _lines() -> list[bytes]:
    random = Random(5)
    documents = [
        local(code=f"1199010255010047{n:02}4990101001001", row_id=f"r{n}") for n in range(99)
    ]
    for document in documents[5:]:
        for name in random.sample(sorted(ODD), random.choice((0, 0, 1, 1, 2))):
            document[name] = random.choice(ODD[name])
    lines = [orjson.dumps(document) for document in documents]
    return [FAULTS[n % 40](line) if n % 40 < len(FAULTS) else line for n, line in enumerate(lines)]


def _written(database: Database, path: Path) -> tuple[Any, list[Any]]:
    with database.write() as connection:
        seed_regions(connection)
    report = run_import(database, Order(path, path.name, "valid"))
    refused = list(report.refusals)
    report.refusals.close()
    with database.read() as connection:
        rows = [[tuple(row) for row in connection.execute(text(sql))] for sql in ROWS]
    return (report.batch.counts, report.batch.absent, report.new_values, refused), rows


def test_lines_taken_apart_are_written_as_if_read(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "items.jsonl"
    path.write_bytes(b"\n".join(_lines()))
    apart = _written(database, path)
    emptied(database)
    monkeypatch.setattr(Splitter, "split", lambda _self, _line: None)
    assert _written(database, path) == apart
    counts = apart[0][0]
    assert counts.created > 30
    assert counts.refused > 20
