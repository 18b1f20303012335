"""交换库导入: tables of a folder, a ZIP or a database, joined by row ids, come in as items."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, DateTime, Engine, MetaData, Table, Text, create_engine, text

from app.exporting.exchange.folder import Going, write_folder
from app.exporting.exchange.since import full
from app.exporting.scope import Scope, documents
from app.importing.errors import SourceError
from app.importing.exchange.fetching import Wanted, fetch
from app.importing.exchange.packing import pack_folder
from app.importing.intake import intake
from app.importing.order import Order
from app.importing.pipeline import run_import
from app.kernel.db import Database
from tests.exporting.carried import carried
from tests.factories.audited import emptied, put
from tests.factories.catalogue import CITY, COUNTY, base, local
from tests.factories.files import Brought, brought

WHEN = datetime(2026, 1, 31, 8, tzinfo=UTC)
MATERIALS = [
    {"name": "申请表", "type": "2", "format": "3", "necessity": "1", "copies": 2},
    {"name": "=1+1", "necessity": "3"},
]
Document = dict[str, Any]


def catalogue() -> list[Document]:
    """Return a base item and two items, one with lists."""
    told: dict[str, Any] = {
        "materials": MATERIALS,
        "questions": [{"question": "多久？", "answer": "十天，\n从受理之日起。"}],
        "fees": {"charged": True, "items": [{"name": "工本费", "standard": "10元"}]},
        "contact": {"consult": "+86 10-66000000", "address": '一楼，"甲"厅'},
        "row_id": "ROW-1",
    }
    return [base(), local(CITY, **told), local(COUNTY, row_id="ROW-2")]


def exported(database: Database, folder: Path, **going: Any) -> Path:
    """Write all exchange tables of a catalogue."""
    batch, moment = going.pop("batch", "B1"), going.pop("moment", WHEN)
    with database.read() as connection:
        write_folder(full(connection, Scope()), folder, Going(batch, "1", moment, **going))
    return folder


def held(database: Database) -> list[Document]:
    """Return what a catalogue holds."""
    with database.read() as connection:
        found = [one.content for one in documents(connection, Scope(secrets=True))]
    return sorted(found, key=lambda one: str(one.get("code", "")))


def imported(database: Database, path: Path, **order: Any) -> Brought:
    """Import a file."""
    return brought(run_import(database, Order(path, path.name, order.pop("mode", "all"), **order)))


@pytest.fixture
def elsewhere(database: Database, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of somebody else's database, of the other kind than the catalogue's."""
    if database.is_sqlite:
        return str(request.getfixturevalue("postgresql_url"))
    return f"sqlite:///{tmp_path}/front.db"


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """Give an engine, closed afterwards."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    yield engine
    engine.dispose()


def filled(url: str, folder: Path, schema: str | None = None) -> None:
    """Write the tables of an export into a database, as a front-end exchange database has them."""
    with opened(url) as engine, engine.begin() as connection:
        if schema:
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
        for path in sorted(folder.glob("up_*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                header, rows = list(reader.fieldnames or ()), list(reader)
            columns = [Column(name, DateTime if name == "cd_time" else Text) for name in header]
            table = Table(path.stem, MetaData(), *columns, schema=schema)
            table.create(connection, checkfirst=True)
            for row in rows:
                moment = datetime.fromisoformat(row["cd_time"])
                told = {name: cell or None for name, cell in row.items()}
                connection.execute(table.insert(), [{**told, "cd_time": moment}])


def test_a_database_of_exchange_tables_gives_the_same_catalogue(
    database: Database, elsewhere: str, tmp_path: Path
) -> None:
    put(database, *catalogue())
    before = [carried(one) for one in held(database)]
    filled(elsewhere, exported(database, tmp_path / "out", exact=True))
    emptied(database)
    counts = fetch(elsewhere, tmp_path / "fetched.zip", Wanted())
    assert counts["up_task_general_material"] == 2
    done = imported(database, tmp_path / "fetched.zip")
    assert done.batch.counts.created == 3
    assert held(database) == before
    again = imported(database, tmp_path / "fetched.zip")
    assert again.batch.counts.unchanged == 3


def test_the_same_database_gives_the_same_file(
    database: Database, elsewhere: str, tmp_path: Path
) -> None:
    put(database, *catalogue())
    filled(elsewhere, exported(database, tmp_path / "out", exact=True))
    fetch(elsewhere, tmp_path / "one.zip", Wanted())
    fetch(elsewhere, tmp_path / "two.zip", Wanted())
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


@pytest.mark.parametrize("exact", [True, False])
def test_a_folder_of_exchange_tables_gives_the_same_catalogue(
    database: Database, tmp_path: Path, exact: bool
) -> None:
    put(database, *catalogue())
    before = [carried(one) for one in held(database)]
    pack_folder(exported(database, tmp_path / "out", exact=exact), tmp_path / "out.zip")
    emptied(database)
    assert imported(database, tmp_path / "out.zip").batch.counts.created == 3
    assert held(database) == before


def test_items_touched_since_a_batch_or_moment_come_whole(
    database: Database, elsewhere: str, tmp_path: Path
) -> None:
    put(database, *catalogue())
    filled(elsewhere, exported(database, tmp_path / "out", exact=True))
    with opened(elsewhere) as engine, engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE up_task_general_material SET cd_batch = 'B2', cd_operation = 'U',"
                " cd_time = '2026-02-01 00:00:00', material_name = '新申请表'"
                " WHERE material_name = '申请表'"
            )
        )
    for since in ("B1", datetime(2026, 2, 1)):  # noqa: DTZ001  # the exchange has no zones
        counts = fetch(elsewhere, tmp_path / "since.zip", Wanted(since=since))
        assert counts["up_task_directory"] == 0
        assert (counts["up_task_general_basic"], counts["up_task_general_material"]) == (1, 2)
    done = imported(database, tmp_path / "since.zip")
    assert (done.batch.counts.rows, done.batch.counts.changed) == (1, 1)
    names = [one["name"] for doc in held(database) for one in doc.get("materials", ())]
    assert sorted(names[-2:]) == ["=1+1", "新申请表"]
    with pytest.raises(SourceError, match="B9"):
        fetch(elsewhere, tmp_path / "since.zip", Wanted(since="B9"))


def test_of_a_log_the_newest_rows_count(database: Database, tmp_path: Path) -> None:
    put(database, *catalogue())
    folder = exported(database, tmp_path / "out")
    path = folder / "up_task_general_material.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    newer = [
        {**rows[0], "material_name": "新申请表", "cd_operation": "U", "cd_time": "2026/2/1 0:00"},
        {**rows[1], "cd_operation": "D", "cd_time": "2026-02-01 00:00:00"},
        {**rows[0], "material_name": "旧申请表", "cd_time": "2025-01-01 00:00:00"},
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows([*rows, *newer])
    emptied(database)
    pack_folder(folder, tmp_path / "log.zip")
    imported(database, tmp_path / "log.zip")
    assert [[one["name"] for one in doc.get("materials", ())] for doc in held(database)][1] == [
        "新申请表"
    ]


def test_a_row_of_no_item_is_refused_at_its_place(database: Database, tmp_path: Path) -> None:
    put(database, *catalogue())
    folder = exported(database, tmp_path / "out")
    path = folder / "up_task_general_questions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("ROW-1", "ROW-9"), encoding="utf-8")
    pack_folder(folder, tmp_path / "out.zip")
    (refused,) = imported(database, tmp_path / "out.zip", mode="valid").refusals
    assert (refused.code, refused.sheet, refused.row, refused.value) == (
        "orphan-part", "up_task_general_questions", 2, "ROW-9",
    )  # fmt: skip


def test_an_increment_is_no_whole(database: Database, tmp_path: Path) -> None:
    put(database, *catalogue())
    pack_folder(exported(database, tmp_path / "out", incremental=True), tmp_path / "out.zip")
    with pytest.raises(SourceError, match="only the exchange rows that changed"):
        imported(database, tmp_path / "out.zip")


def test_what_is_read_is_never_written(elsewhere: str, tmp_path: Path) -> None:
    from app.importing.exchange.fetching import _reading, _url

    with opened(elsewhere) as engine, engine.begin() as connection:
        connection.execute(text("CREATE TABLE up_task_directory (row_guid text)"))
    with (
        _reading(_url(elsewhere)) as connection,
        pytest.raises(Exception, match=r"(?i)read-?.?only"),
    ):
        connection.execute(text("INSERT INTO up_task_directory VALUES ('x')"))


def test_a_schema_and_a_side_can_be_chosen(
    database: Database, postgresql_url: str, tmp_path: Path
) -> None:
    put(database, *catalogue())
    filled(postgresql_url, exported(database, tmp_path / "out", exact=True), schema="Front")
    with pytest.raises(SourceError, match="exchange table of items"):
        fetch(postgresql_url, tmp_path / "x.zip", Wanted())
    assert fetch(postgresql_url, tmp_path / "x.zip", Wanted(schema="Front"))["up_task_directory"]
    with opened(postgresql_url) as engine, engine.begin() as connection:
        connection.execute(text('CREATE TABLE "Front".dn_task_directory (row_guid text)'))
    with pytest.raises(SourceError, match="both sides"):
        fetch(postgresql_url, tmp_path / "x.zip", Wanted(schema="Front"))
    counts = fetch(postgresql_url, tmp_path / "x.zip", Wanted(schema="Front", side="dn"))
    assert counts == {"dn_task_directory": 0}


@pytest.mark.parametrize(
    "address, said",
    [
        ("nonsense", "no database URL"),
        ("dm://sysdba:geheim@10.0.0.1/x", "no driver for dm"),
        ("mysql+pymysql://root:geheim@10.0.0.1/x", "no driver for mysql"),
        ("sqlite:////nowhere/at/all.db", "cannot be read"),
        ("postgresql://u:geheim@127.0.0.1:1/x", "cannot be read"),
    ],
)
def test_what_cannot_be_reached_is_said_without_passwords(
    address: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match=said) as raised:
        fetch(address, tmp_path / "x.zip", Wanted())
    assert "geheim" not in str(raised.value) + raised.value.reason()
    assert not Path("/nowhere/at/all.db").exists()


def test_memory_does_not_grow_with_the_tables(tmp_path: Path) -> None:
    import tracemalloc

    def peak(items: int) -> int:
        path = tmp_path / f"{items}.db"
        connection = sqlite3.connect(path)
        connection.execute(
            "CREATE TABLE up_task_general_basic (id integer primary key, row_guid, task_name,"
            " task_code, catalog_code, accept_condition)"
        )
        connection.execute(
            "CREATE TABLE up_task_general_material (row_guid, task_guid, material_name)"
        )
        rows = [(str(n), "名称", f"C{n}", "000117001001", "条件" * 200) for n in range(items)]
        connection.executemany(
            "INSERT INTO up_task_general_basic (row_guid, task_name, task_code, catalog_code,"
            " accept_condition) VALUES (?, ?, ?, ?, ?)", rows,
        )  # fmt: skip
        connection.executemany(
            "INSERT INTO up_task_general_material VALUES (?, ?, '表')",
            [(f"m{n}", str(n)) for n in range(items)],
        )
        connection.commit()
        connection.close()
        del rows
        tracemalloc.start()
        fetch(f"sqlite:///{path}", tmp_path / "x.zip", Wanted())
        with intake(tmp_path / "x.zip", "x.zip") as taken:
            count = sum(1 for chunk in taken.chunks(100) for _ in chunk.rows)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == items
        return most

    assert peak(4000) < 2 * peak(1000)
