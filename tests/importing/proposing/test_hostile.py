"""Whatever file is looked at, looking ends in a proposal or in a reason, soon."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.importing.apart import Limits
from app.importing.errors import SourceError
from app.importing.mappings.loading import faults_of
from app.importing.proposing.apart import propose_apart
from tests.importing.proposing.test_columns import propose
from tests.importing.zoo import write, write_jsonl, write_workbook

quick = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
WORDS = st.sampled_from(
    [
        "事项编码",
        "事项名称",
        "办件类型",
        "承诺时限",
        "单位",
        "",
        "x",
        "是否",
        "材料名称",
        "份数",
        "1",
    ]
)
CELLS = st.sampled_from(
    ["1", "2", "21", "", "无", "即办件", "20个工作日", "《甲法》", "a" * 300, "=1+1"]
)


def sound(told: dict[str, Any]) -> None:
    """What is proposed may be saved; whether it may be confirmed is another question."""
    mapping = told["mapping"]
    assert faults_of({**mapping, "name": "any"}) == []
    for one in told["columns"]:
        assert one["field"] or one["unread"]
        assert one["confidence"] is None or 0.5 <= one["confidence"] <= 1


def sound_or_refused(path: Path) -> None:
    with suppress(SourceError):
        sound(propose(path))


@quick
@given(
    headers=st.lists(WORDS, min_size=1, max_size=6),
    rows=st.lists(st.lists(CELLS, min_size=6, max_size=6), min_size=1, max_size=6),
)
def test_any_table(tmp_path: Path, headers: list[str], rows: list[list[str]]) -> None:
    lines = [",".join(headers), *(",".join(cells[: len(headers)]) for cells in rows)]
    sound_or_refused(write(tmp_path / "a.csv", "\n".join(lines) + "\n"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | CELLS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@quick
@given(records=st.lists(st.dictionaries(WORDS, JSON, max_size=5), min_size=1, max_size=4))
def test_any_records(tmp_path: Path, records: list[dict[str, Any]]) -> None:
    sound_or_refused(write_jsonl(tmp_path / "a.jsonl", records))


def test_wide_and_long_tables_are_looked_at_in_time(tmp_path: Path) -> None:
    headers = ["事项编码", "事项名称", *(f"指标{n}" for n in range(200))]
    rows = [[f"XK-{n:06}", "甲许可", *(str(n)) * 200] for n in range(300)]
    text = "\n".join(",".join(cells[:202]) for cells in (headers, *rows))
    told = propose(write(tmp_path / "a.csv", text))
    sound(told)
    assert len(told["columns"]) == 202


def test_a_long_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    lines = "".join(f"XK-{n:06},甲许可\n" for n in range(20_000))
    told = propose(write(tmp_path / "a.csv", f"事项编号,事项名\n{lines}"))
    assert (told["looked_at"], told["complete"]) == (5000, False)


def test_a_workbook_of_words_alone_proposes_nothing(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"说明": [["请填写"], ["谢谢"]]})
    told = propose(path)
    sound(told)
    assert "fields" not in told["mapping"]


def test_a_file_is_looked_at_apart_and_within_limits(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "事项编号,事项名\nXK-000001,甲许可\n")
    told = propose_apart(path, "a.csv", Limits())
    assert told == orjson.loads(orjson.dumps(propose(path)))
    bad = write(tmp_path / "b.csv", b"%PDF")
    with pytest.raises(SourceError) as caught:
        propose_apart(bad, "b.csv", Limits())
    assert caught.value.code == "unknown-format"
    large = write(tmp_path / "c.json", b"[" + b'{"a":[[[[1]]]]},' * 400_000 + b"{}]")
    with pytest.raises(SourceError) as caught:
        propose_apart(large, "c.json", Limits(memory_mb=512, seconds=30))
    assert caught.value.code in ("reading-too-large", "reading-broke")
