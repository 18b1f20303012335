"""National exchange tables: what goes up is what the catalogue holds, and nothing is bounced unsaid."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from app.elements.schemas import schemas_root
from app.elements.standard import load_standard
from app.exporting.errors import NotAReceipt
from app.exporting.exchange.folder import ABNORMAL, RECEIPT, Going, write_folder
from app.exporting.exchange.reading import matched, read_receipt
from app.exporting.exchange.rows import changes, guid_of, rows_of
from app.exporting.exchange.since import Since, changed, full
from app.exporting.exchange.tables import abnormal, tables
from app.exporting.scope import Scope
from app.importing.mappings import choose
from app.importing.readers import open_source
from app.kernel.db import Database
from tests.factories import catalogue as c
from tests.factories.audited import put

WHEN = datetime(2026, 1, 31, 12, tzinfo=UTC)
MEMBERS = {
    "material": "AUDIT_MATERIAL",
    "fee_project": "AUDIT_CHARGE",
    "questions": "AUDIT_QA",
}
Rows = dict[str, list[dict[str, str]]]


def example(name: str = "implementation-item") -> dict[str, Any]:
    """Return an example of the standard."""
    document: dict[str, Any] = orjson.loads(
        (schemas_root() / "examples" / f"{name}.json").read_bytes()
    )
    return document


def written(folder: Path, pairs: Any, *, check: bool = False) -> Rows:
    """Write an export and read its files back."""
    write_folder(pairs, folder, Going("B1", "1", WHEN, check=check))
    rows = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows[path.stem] = list(csv.DictReader(file))
    return rows


def sent(pairs: Any) -> list[tuple[str, str]]:
    """Return operation and table of every row that pairs of documents make."""
    return [
        (operation, row.table.name.rpartition("_")[2])
        for before, after in pairs
        for operation, row in changes(before, after)
    ]


def test_columns_are_those_of_the_national_tables(shared_data: Path) -> None:
    with (shared_data / "exchange_tables.csv").open(encoding="utf-8") as file:
        facts = defaultdict(set)
        for row in csv.DictReader(file):
            facts[row["table"]].add((row["column"], row["type"], row["nullable"] == "NO"))
    for table in (*tables(), abnormal()):
        ours = {(column.name, column.type, column.required) for column in table.columns}
        assert ours == {(name, kind.partition("(")[0], no) for name, kind, no in facts[table.name]}
        for column in table.columns:
            if column.length is not None:
                kind = f"varchar({column.length})"
                assert (column.name, kind, column.required) in facts[table.name]


@pytest.mark.parametrize("name", ["implementation-item", "public-service", "base-item"])
def test_what_goes_up_comes_back_through_the_import_mapping(name: str, tmp_path: Path) -> None:
    document = example(name)
    record: dict[str, Any] = {}
    for row in rows_of(document):
        part = row.table.name.removeprefix("up_task_").partition("_")[2]
        if part in MEMBERS:
            record.setdefault(MEMBERS[part], []).append(row.cells)
        else:
            record = {**row.cells, **record}
    path = tmp_path / "up.jsonl"
    path.write_bytes(orjson.dumps(record))
    with open_source(path) as source:
        chosen = choose(source)
        (result,) = [chosen.apply(row) for row in source.rows()]
    assert result.errors == []
    assert carried(result.document) == carried(document | {"row_id": guid_of(document)})
    assert cited(result.document) == cited(document)


def cited(document: dict[str, Any]) -> list[tuple[str | None, ...]]:
    """Return law, number and article of every basis: they share one column."""
    parts = ("law", "number", "article")
    return [tuple(map(one.get, parts)) for one in document["legal_basis"]]


def carried(document: dict[str, Any]) -> dict[str, Any]:
    """Return {place: value} of the fields that have a column of their own."""
    standard = load_standard("implementation" if "code" in document else "base")
    found: dict[str, Any] = {}

    def walk(value: Any, place: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, f"{place}/{key}")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for position, inner in enumerate(value):
                walk(inner, f"{place}/{position}")
        elif not place.startswith("/raw/") and any(
            column.startswith("up_task_directory") == ("code" not in document)
            for column in standard.field(place).exchange
        ):
            found[place] = value

    walk(document, "")
    return found


def test_what_would_be_bounced_is_said_before(tmp_path: Path) -> None:
    document = example() | {"level": "9", "base_code": "00011700100101", "conditions": None}
    document["materials"][0]["name"] = "表" * 201
    rows = written(tmp_path / "out", [(None, document)])
    said = {(one["column"], one["kind"]) for one in rows["receipt"]}
    assert said == {
        ("use_level", "unknown-code"),
        ("catalog_code", "overlong"),
        ("accept_condition", "empty"),
        ("material_name", "overlong"),
    }
    assert rows["up_task_general_material"][0]["material_name"] == "表" * 201, "never cut"
    told = rows["dn_audit_abnormal"]
    assert list(told[0]) == [column.name for column in abnormal().columns]
    for line in told:
        for column in abnormal().columns:
            assert line[column.name] or not column.required
            assert column.length is None or len(line[column.name]) <= column.length
    guids = {row["row_guid"] for name in rows for row in rows[name] if name.startswith("up_")}
    assert {line["table_row_guid"] for line in told} <= guids


def test_the_example_of_the_standard_is_taken(tmp_path: Path) -> None:
    rows = written(tmp_path / "out", [(None, example()), (None, example("base-item"))])
    assert rows["receipt"] == []
    assert [row["order_num"] for row in rows["up_task_general_material"]] == ["1", "2", "3", "4"]
    assert {row["cd_operation"] for row in rows["up_task_general_basic"]} == {"I"}


def test_a_type_without_table_is_said(tmp_path: Path) -> None:
    rows = written(tmp_path / "out", [(None, example() | {"type": "02"})])
    assert [line["kind"] for line in rows["receipt"]] == ["no-table"]
    assert not any(rows[name] for name in rows if name.startswith("up_"))


def test_a_check_writes_only_the_receipt(tmp_path: Path) -> None:
    written(tmp_path / "out", [(None, example())], check=True)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {RECEIPT, ABNORMAL}


def test_only_rows_that_changed_go_up() -> None:
    before = example()
    after = example() | {"materials": before["materials"][:3], "conditions": "新的条件"}
    assert sent([(before, before)]) == []
    assert sorted(sent([(before, after)])) == [("D", "material"), ("U", "basic")]
    assert {operation for operation, _ in sent([(before, before | {"status": "3"})])} == {"D"}
    assert {operation for operation, _ in sent([(before | {"status": "3"}, before)])} == {"I"}
    assert {operation for operation, _ in sent([(before, None)])} == {"D"}
    assert sent([(None, before | {"status": "4"})]) == []


def test_an_increment_of_a_catalogue_holds_what_was_written_since(database: Database) -> None:
    one, other = c.local(c.CITY), c.local(c.COUNTY)
    put(database, c.base(), one, other)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE revision SET recorded_at = '2026-01-01 00:00:00'")
    put(database, other | {"conditions": "新的条件"}, c.local(c.TOWN))
    since = Since(moment=datetime(2026, 2, 1, tzinfo=UTC).replace(tzinfo=None))
    with database.read() as connection:
        assert len(list(full(connection, Scope()))) == 4
        pairs = list(changed(connection, Scope(), since))
        assert sent(changed(connection, Scope(region=int(c.COUNTY)), since))[0] == ("U", "basic")
    assert [(before is None, after["region"]) for before, after in pairs if after] == [
        (False, c.COUNTY),
        (True, c.TOWN),
    ]
    assert sent(pairs[:1]) == [("U", "basic")]
    assert guid_of(pairs[0][0] or {}) == guid_of(pairs[0][1] or {})


def test_a_receipt_finds_its_items_and_fields(database: Database, tmp_path: Path) -> None:
    put(database, c.base(), c.local(c.CITY))
    with database.read() as connection:
        rows = written(tmp_path / "out", full(connection, Scope(kind="implementation")))
        read = matched(connection, read_receipt((tmp_path / "out" / ABNORMAL).read_bytes()))
        stranger = rows["dn_audit_abnormal"][0] | {"table_row_guid": "x"}
        assert matched(connection, [stranger])[0]["item"] is None
    assert {line["item"] for line in read} == {c.code_of(c.local(c.CITY))}
    for line, said in zip(read, rows["receipt"], strict=True):
        columns = {
            one.name: one
            for table in tables()
            if table.name == said["table"]
            for one in table.columns
        }
        field = columns[said["column"]].field
        assert field is None or field.pointer in line["fields"]


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"", b"a,b\n", b"\x00\xff\n"])
def test_another_file_is_no_receipt(content: bytes) -> None:
    with pytest.raises(NotAReceipt):
        read_receipt(content)


def test_a_code_that_excel_broke_is_said(tmp_path: Path) -> None:
    rows = written(tmp_path / "out", [(None, example() | {"code": "1.19901215503E+30"})])
    assert {line["kind"] for line in rows["receipt"]} == {"malformed-code"}
