"""``yizhi import`` at the terminal: bringing in, listing, taking back, and what it answers."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.kernel.db import Database
from tests.factories.catalogue import CITY, COUNTY, base, local
from tests.factories.files import lines, row, seeded, table


@pytest.fixture
def folder(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files to import and a catalogue that the command finds."""
    database = Database(sqlite_url)
    seeded(database)
    database.dispose()
    monkeypatch.setenv("YIZHI_DATABASE_URL", sqlite_url)
    (tmp_path / "first.jsonl").write_bytes(lines(base(), local(CITY), local(COUNTY)))
    (tmp_path / "second.csv").write_bytes(table(row({**local(CITY), "name": "改名"})))
    return tmp_path


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def told(*words: object) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_files_may_be_named_at_once(folder: Path) -> None:
    first = told("import", folder / "first.jsonl", "--mode", "all", "--by", "某科室")
    second = told("import", "--mode", "all", folder / "second.csv")
    assert (first[0]["counts"]["created"], second[0]["counts"]["changed"]) == (3, 1)
    batches = told("import", "batches")
    assert [one["file_name"] for one in batches] == ["second.csv", "first.jsonl"]
    assert batches[1]["sender"] == "某科室"
    shown = run("import", "batches").stdout.splitlines()
    assert shown[1].split("\t")[:2] == ["1", "done"]


def test_a_batch_is_taken_back(folder: Path) -> None:
    told("import", folder / "first.jsonl", "--mode", "all")
    told("import", folder / "second.csv", "--mode", "all")
    blocked = run("import", "undo", 1)
    assert blocked.exit_code == 2
    assert str(local(CITY)["code"]) in blocked.output
    assert told("import", "undo", 2)["changed"] == 1
    assert told("import", "undo", 1)["withdrawn"] == 3
    assert run("import", "undo", 1).exit_code == 2
    assert run("import", "undo", 77).exit_code == 2
    assert [one["state"] for one in told("import", "batches")] == [
        "done",
        "done",
        "undone",
        "undone",
    ]


def test_the_original_is_written_back(folder: Path) -> None:
    told("import", folder / "first.jsonl", "--mode", "all")
    copy = folder / "copy.jsonl"
    assert run("import", "original", 1, "-o", copy).exit_code == 0
    assert copy.read_bytes() == (folder / "first.jsonl").read_bytes()
    assert run("import", "original", 9, "-o", copy).exit_code == 2


def test_what_vanished_is_told(folder: Path) -> None:
    (folder / "all.jsonl").write_bytes(lines(base(), local(CITY, serial=1), local(CITY, serial=2)))
    (folder / "less.jsonl").write_bytes(lines(local(CITY, serial=1)))
    told("import", folder / "all.jsonl", "--mode", "all")
    (less,) = told("import", folder / "less.jsonl", "--mode", "all", "--complete", "agency")
    assert less["vanished"] == 1


def test_a_hostile_file_ends_in_a_sentence(folder: Path) -> None:
    path = folder / "a.xlsx"
    path.write_bytes(b"MZ" + bytes(99))
    result = run("import", path, "--mode", "all")
    assert result.exit_code == 2
    assert "a.xlsx" in result.output
    assert "Traceback" not in result.output


def test_a_database_and_a_folder_of_exchange_tables_are_brought_in(folder: Path) -> None:
    with sqlite3.connect(folder / "front.db") as front:
        front.execute(
            "CREATE TABLE up_task_directory (row_guid, catalog_code, task_name, use_level)"
        )
        front.execute("INSERT INTO up_task_directory VALUES ('R1', '000117001001', '甲许可', '3')")
    front.close()
    address = f"sqlite:///{folder}/front.db"
    (first,) = told("import", "--from-database", address, "--mode", "all")
    assert (first["counts"]["created"], first["mapping"]) == (1, "national-exchange-directory")
    assert first["file"].startswith("sqlite：")
    tables = folder / "tables"
    tables.mkdir()
    (tables / "up_task_directory.csv").write_text(
        "row_guid,catalog_code,task_name,use_level\nR1,000117001001,乙许可,3\n", encoding="utf-8"
    )
    (second,) = told("import", tables, "--mode", "all")
    assert (second["file"], second["counts"]["changed"]) == ("tables.zip", 1)
    refused = run("import", "--from-database", f"sqlite:///{folder}/no.db", "--mode", "all")
    assert (refused.exit_code, "不能读取数据库" in refused.output) == (2, True)
    assert run("import", "--mode", "all").exit_code == 2
