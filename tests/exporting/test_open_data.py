"""Open data: what goes out comes back the same, says what it is, and can be checked."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest
from csvw import CSVW
from sqlalchemy import text
from starlette.testclient import TestClient

from app.exporting.lines import lines
from app.exporting.package import FILES, SUMS, write_package
from app.exporting.scope import Scope
from app.exporting.table import COLUMNS
from app.kernel.db import Database
from tests.conftest import WRITE_KEY
from tests.factories import catalogue as c
from tests.factories.audited import dump, emptied, put

EVIL = '=HYPERLINK("http://example.org")'
DOCUMENTS = (
    c.base(),
    c.base(issuer=c.PROVINCE, name="省级名称"),
    c.local(c.CITY, materials=[{"name": "申请表", "type": "2"}], name=EVIL),
    c.local(c.COUNTY, serial=1, contact={"consult": "010-55550000"}),
    c.local(c.OTHER_COUNTY, name="不该看到的事项", secret=True),
    c.local(c.TOWN, status="3"),
)
TELLING = ("item", "element_value", "revision", "finding", "agency")


@pytest.fixture
def catalogue(database: Database) -> Database:
    """A catalogue with something of everything."""
    put(database, *DOCUMENTS)
    return database


def exported(database: Database, **scope: Any) -> list[dict[str, Any]]:
    """Return the documents of an export."""
    with database.read() as connection:
        told = b"".join(lines(connection, Scope(**scope)))
    return [orjson.loads(line) for line in told.splitlines()]


def test_what_goes_out_and_in_again_changes_nothing(catalogue: Database) -> None:
    before = _kept(catalogue)
    documents = exported(catalogue, secrets=True)
    assert len(documents) == len(DOCUMENTS)
    assert {outcome.verb for outcome in put(catalogue, *documents)} == {"unchanged"}
    put(emptied(catalogue), *documents)
    assert _kept(catalogue) == before


def _kept(database: Database) -> dict[str, Any]:
    """What a catalogue holds, apart from when it was told so."""
    with database.write() as connection:
        connection.execute(text("UPDATE revision SET recorded_at = '2026-01-01 00:00:00'"))
    return {name: rows for name, rows in dump(database).items() if name in TELLING}


def test_secrets_go_to_nobody_without_the_key(catalogue: Database, client: TestClient) -> None:
    for name in ("jsonl", "csv"):
        assert "不该看到的事项" not in client.get(f"/exports/{name}").text
    answer = client.get("/exports/jsonl", headers={"X-API-Key": WRITE_KEY})
    assert "不该看到的事项" in answer.text


def test_a_scope_is_kept_to(catalogue: Database) -> None:
    assert len(exported(catalogue, kind="base")) == 2
    assert {one["region"] for one in exported(catalogue, region=int(c.COUNTY))} == {
        c.COUNTY,
        c.TOWN,
    }
    assert exported(catalogue, codes=("nothing",)) == []
    assert len(exported(catalogue, kind="implementation", published=True)) == 2


def test_the_table_is_what_its_metadata_says(catalogue: Database, tmp_path: Path) -> None:
    _package(catalogue, tmp_path / "data")
    told = CSVW(str(tmp_path / "data" / "items.csv-metadata.json"))
    rows = list(next(iter(told.tables)).iterdicts())
    assert len(rows) == 2
    assert told.is_valid
    by_code = {row["code"]: row for row in rows}
    city = by_code[c.code_of(c.local(c.CITY))]
    assert (city["visits"], city["online"], city["level"]) == (1, True, 3)
    assert city["name"] == f"'{EVIL}"


def test_every_row_has_every_column(catalogue: Database, client: TestClient) -> None:
    rows = list(csv.reader(io.StringIO(client.get("/exports/csv").text.removeprefix("\ufeff"))))
    assert rows[0] == [column.name for column in COLUMNS]
    assert {len(row) for row in rows} == {len(COLUMNS)}


def test_the_package_checks_and_describes_itself(catalogue: Database, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    names = _package(catalogue, folder)
    assert {path.name for path in folder.iterdir()} == set(names)
    checked = subprocess.run(["sha256sum", "--check", "--quiet", SUMS], cwd=folder, check=False)
    assert checked.returncode == 0
    described = orjson.loads((folder / "catalog.jsonld").read_bytes())
    sizes = [int(one["dcat:byteSize"]["@value"]) for one in described["dcat:distribution"]]
    assert sizes == [(folder / name).stat().st_size for name in FILES]
    for line in (folder / "items.jsonl").read_bytes().splitlines():
        document = orjson.loads(line)
        kind = "implementation" if "code" in document else "base"
        schema = orjson.loads((folder / f"{kind}-item.schema.json").read_bytes())
        found = list(jsonschema.Draft202012Validator(schema).iter_errors(document))
        assert not [error for error in found if error.validator != "required"]
        assert document["name"] != "不该看到的事项"


def test_a_folder_with_something_in_it_is_left_alone(catalogue: Database, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mine").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        _package(catalogue, tmp_path / "data")
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["mine"]


def test_a_package_is_written_whole_or_not_at_all(
    catalogue: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("full")

    monkeypatch.setattr("app.exporting.package._write_descriptions", full)
    with pytest.raises(OSError, match="full"):
        _package(catalogue, tmp_path / "place" / "data")
    assert list((tmp_path / "place").iterdir()) == []


def _package(database: Database, folder: Path) -> list[str]:
    with database.read() as connection:
        return write_package(connection, Scope(), folder, "http://testserver/")
