"""Whatever bytes come in, opening ends in rows or in a reason: never in a traceback."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.importing.errors import SourceError
from app.importing.mappings import choose
from app.importing.readers import open_source
from app.kernel.text import tidy
from tests.importing.zoo import CODE, HEADERS, ROWS, csv_text, write_workbook

quick = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
STARTS = [b"", b"{", b"[", b"<", b'{"name": "x"}\n', b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf{"]
LETTERS = st.characters(codec="gb18030", exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn"))


def digest(path: Path) -> None:
    """Read and map all of a file; every refusal must have words."""
    try:
        reasons = [reason for result in outcomes(path) for reason in result]
    except SourceError as error:
        reasons = [error.reason(), error.remedy("en")]
    assert all(reasons)


def outcomes(path: Path) -> Iterator[list[str]]:
    with open_source(path) as source:
        mapping = choose(source)
        for row in source.rows():
            result = mapping.apply(row)
            assert isinstance(result.places, dict)
            yield [text for e in result.errors for text in (e.reason(), e.remedy("en"))]


@quick
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=300))
def test_any_bytes(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(start + rest)
    digest(path)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    sheets: dict[str, list[Any]] = {
        "事项": [HEADERS, *ROWS],
        "材料": [["实施编码", "材料名称"], [CODE, "申请表"]],
    }
    return write_workbook(tmp_path_factory.mktemp("book") / "a.xlsx", sheets).read_bytes()


@quick
@given(data=st.data())
def test_any_damage_to_a_workbook(tmp_path: Path, workbook: bytes, data: st.DataObject) -> None:
    damaged = bytearray(workbook)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place] = data.draw(st.integers(0, 255))
    path = tmp_path / "a.xlsx"
    path.write_bytes(damaged[: data.draw(st.integers(len(damaged) // 2, len(damaged)))])
    digest(path)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
CELLS = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
    st.sampled_from(["material_name", "law_name", "x"]), inner, max_size=3
), max_leaves=6)  # fmt: skip
KEYS = [
    "catalog_code", "task_type", "use_level", "AUDIT_MATERIAL", "AUDIT_ITEM_BYLAW", "by_law",
    "AUDIT_ITEM_WINDOW", "promise_day", "promise_type", "is_fee", "limit_scene_num", "serve_type",
    "wsblsd", "law_date", "plan_effective_date", "areacode", "task_version", "AUDIT_QA",
]  # fmt: skip


@quick
@given(record=st.dictionaries(st.sampled_from(KEYS), CELLS, max_size=8))
def test_any_json_under_the_keys_of_the_exchange(tmp_path: Path, record: dict[str, object]) -> None:
    from app.importing.mappings import load_mapping
    from app.importing.readers.rows import Row, Table

    table = Table(None, tuple(record), open=True)
    named = {"task_code": CODE, "task_name": "甲", **record}
    result = load_mapping("national-exchange").apply(Row(1, named, table))
    assert result.document["code"] == CODE
    assert isinstance(result.places, dict)


@quick
@given(
    rows=st.lists(st.lists(st.text(LETTERS, max_size=8), min_size=3, max_size=3), min_size=1),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    delimiter=st.sampled_from([",", "\t", ";"]),
)
def test_any_table_comes_back_as_it_was_written(
    tmp_path: Path, rows: list[list[str]], encoding: str, delimiter: str
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["实施编码", "事项名称", "受理条件"], *rows])
    path = tmp_path / "a.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    wanted = [row for row in rows if any(row)]
    with open_source(path) as source:
        if not wanted:
            with pytest.raises(SourceError, match="no rows"):
                list(source.rows())
            return
        read = [list(row.cells.values()) for row in source.rows()]
    assert [[tidy(c) for c in row] for row in read] == [[tidy(c) for c in row] for row in wanted]


def test_the_digest_itself_notices(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(csv_text())
    digest(path)
