"""One file, one transaction: counts, refusals with their places, dry runs, standards that follow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.importing.batches import list_batches, read_batch, refusals_of
from app.importing.errors import SourceError
from app.kernel.db import Database
from tests.factories.audited import dump, found_again, found_now
from tests.factories.catalogue import BASE_CODE, CITY, COUNTY, OTHER_COUNTY, PROVINCE, base, local
from tests.factories.files import HEADERS, Brought, bring, lines, row, seeded, table

GOOD = (base(), local(CITY), local(COUNTY), local(OTHER_COUNTY))


def _counts(report: Brought) -> tuple[int, ...]:
    counts = report.batch.counts
    assert counts.rows == counts.created + counts.changed + counts.unchanged + counts.refused
    return counts.created, counts.changed, counts.unchanged, counts.refused


def _refusals(database: Database, report: Brought) -> list[dict[str, Any]]:
    with database.read() as connection:
        stored = [error for _, error in refusals_of(connection, report.batch.id or 0, 0, 1000)]
    assert [error.as_dict() for error in stored] == [error.as_dict() for error in report.refusals]
    return [error.as_dict() for error in stored]


def _number(database: Database, table_name: str) -> int:
    with database.read() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table_name}")).scalar_one())


def test_the_same_file_again_changes_nothing_but_the_list_of_batches(
    database: Database, tmp_path: Path
) -> None:
    assert _counts(bring(database, tmp_path, lines(*GOOD))) == (4, 0, 0, 0)
    before = dump(database, "import_batch")
    assert _counts(bring(database, tmp_path, lines(*GOOD))) == (0, 0, 4, 0)
    assert dump(database, "import_batch") == before
    assert _number(database, "import_batch") == 2


def test_changed_rows_make_revisions_and_say_which_file_and_row(
    database: Database, tmp_path: Path
) -> None:
    bring(database, tmp_path, lines(*GOOD))
    changed = (GOOD[0], GOOD[1], {**GOOD[2], "name": "改名"}, GOOD[3])
    report = bring(database, tmp_path, lines(*changed), name="second.jsonl")
    assert _counts(report) == (0, 1, 3, 0)
    with database.read() as connection:
        newest = connection.execute(
            text("SELECT batch_id, row, previous FROM revision WHERE number = 2")
        ).all()
    assert [(one.batch_id, one.row) for one in newest] == [(report.batch.id, 3)]
    assert newest[0].previous


def test_all_or_nothing_takes_nothing_and_keeps_the_reasons(
    database: Database, tmp_path: Path
) -> None:
    seeded(database)
    before = dump(database, "import_batch", "import_refusal")
    report = bring(database, tmp_path, lines(*GOOD, {"name": "没有编码"}))
    assert report.batch.state == "refused"
    assert _counts(report) == (4, 0, 0, 1)
    assert dump(database, "import_batch", "import_refusal") == before
    assert [one["code"] for one in _refusals(database, report)] == ["no-code"]
    with database.read() as connection:
        batch = read_batch(connection, report.batch.id or 0)
    assert batch
    assert (batch["state"], batch["refusal_counts"]) == ("refused", {"no-code": 1})


def test_valid_takes_the_rest(database: Database, tmp_path: Path) -> None:
    report = bring(database, tmp_path, lines(*GOOD, {"name": "没有编码"}), mode="valid")
    assert report.batch.state == "done"
    assert _counts(report) == (4, 0, 0, 1)
    assert _number(database, "item") == 4
    assert len(_refusals(database, report)) == 1


@pytest.mark.parametrize("mode", ["all", "valid"])
def test_a_dry_run_tells_the_same_and_leaves_no_trace(
    database: Database, tmp_path: Path, mode: Any
) -> None:
    bring(database, tmp_path, lines(base(), local(CITY)))
    content = lines(*GOOD, {"name": "没有编码"}, local(CITY, name="改名"), base(name="改名"))
    before = dump(database)
    trial = bring(database, tmp_path, content, mode=mode, dry_run=True)
    assert dump(database) == before
    assert trial.batch.id is None
    real = bring(database, tmp_path, content, mode=mode)
    assert _counts(trial) == _counts(real)
    assert trial.batch.state == real.batch.state
    assert trial.batch.absent == real.batch.absent
    assert [one.as_dict() for one in trial.refusals] == [one.as_dict() for one in real.refusals]


def test_the_same_key_twice(database: Database, tmp_path: Path) -> None:
    content = lines(local(CITY), local(CITY), local(CITY, status="2"))
    report = bring(database, tmp_path, content, mode="valid")
    assert _counts(report) == (1, 0, 1, 1)
    (refusal,) = _refusals(database, report)
    assert (refusal["code"], refusal["row"], refusal["value"]) == ("twice", 3, local(CITY)["code"])
    assert refusal["file"] == "items.jsonl"


def test_one_key_in_different_batches_of_a_file(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.importing.pipeline.BATCH", 2)
    content = lines(local(CITY), local(COUNTY), local(CITY, status="2"), local(COUNTY), base())
    report = bring(database, tmp_path, content, mode="valid")
    assert _counts(report) == (3, 0, 1, 1)
    assert found_again(database) == (0, found_now(database))


def test_refusals_of_a_table_name_row_column_value_and_remedy(
    database: Database, tmp_path: Path
) -> None:
    good = local(CITY)
    rows = [
        row(good),
        row({**local(COUNTY), "region": "981234000000"}),
        row({**local(OTHER_COUNTY), "name": ""}),
        row({**good, "code": "1.19901E+30"}),
    ]
    report = bring(database, tmp_path, table(*rows), name="清单.csv", mode="valid")
    assert _counts(report) == (1, 0, 0, 3)
    told = [
        (one["file"], one["row"], one["column"], one["value"], one["code"])
        for one in _refusals(database, report)
    ]
    assert told == [
        ("清单.csv", 3, "行政区划", "981234000000", "unknown-region"),
        ("清单.csv", 4, None, None, "no-name"),
        ("清单.csv", 5, "实施编码", "1.19901E+30", "digits-lost"),
    ]
    for one in report.refusals:
        assert one.reason()
        assert one.remedy()
        assert one.reason("en")
        assert one.column or "事项名称" in one.reason()
        assert "{" not in one.reason() + one.remedy() + one.reason("en") + one.remedy("en")


def test_what_a_file_lacks_is_said_once_and_of_its_own_records(
    database: Database, tmp_path: Path
) -> None:
    bases = bring(database, tmp_path, lines(base()), name="base.jsonl").batch.absent
    assert bases == ["/version"]
    items = bring(database, tmp_path, table(row(local(CITY))), name="a.csv").batch.absent
    assert "/contact/address" in items
    assert not {"/code", "/name", "/levels"} & set(items)
    nothing = bring(
        database, tmp_path, lines({**local(), "region": "1"}), mode="valid", name="c.jsonl"
    )
    assert nothing.batch.absent == []


def test_items_follow_base_items_that_come_after_them(database: Database, tmp_path: Path) -> None:
    bring(database, tmp_path, lines(local(CITY, base_code=BASE_CODE + "01"), local(COUNTY)))
    assert _standards(database) == [None, None]
    without = found_now(database)
    assert sum(number for told, number in without.items() if told[2] == "without-standard") == 2
    bring(database, tmp_path, lines(base(), base(issuer=PROVINCE)), name="base.jsonl")
    assert _standards(database) == [PROVINCE, PROVINCE]
    assert found_again(database) == (0, found_now(database))
    assert not [told for told in found_now(database) if told[2] == "without-standard"]


def _standards(database: Database) -> list[str | None]:
    sql = (
        "SELECT b.qualifier FROM item i LEFT JOIN item b ON b.id = i.standard_id"
        " WHERE i.kind = 1 ORDER BY i.code"
    )
    with database.read() as connection:
        return list(connection.execute(text(sql)).scalars())


def test_base_items_and_followers_in_one_file_in_any_order(
    database: Database, tmp_path: Path
) -> None:
    bring(database, tmp_path, lines(local(CITY), base(issuer=CITY), local(COUNTY), base()))
    assert _standards(database) == [CITY, CITY]
    assert found_again(database) == (0, found_now(database))


def test_a_table_lays_itself_over_what_is_known(database: Database, tmp_path: Path) -> None:
    full = local(CITY, conditions="年满十八周岁。", contact={"consult": "010-12345678"})
    bring(database, tmp_path, lines(full))
    short = table(row({**full, "status": "2"}))
    assert _counts(bring(database, tmp_path, short, name="a.csv")) == (0, 1, 0, 0)
    assert _counts(bring(database, tmp_path, short, name="a.csv")) == (0, 0, 1, 0)
    with database.read() as connection:
        sql = text("SELECT conditions, contact, status FROM item")
        one = connection.execute(sql).one()
    assert one.conditions is not None
    assert one.contact is not None
    assert one.status == 2


def test_batches_are_listed_newest_first(database: Database, tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl", "c.jsonl"):
        bring(database, tmp_path, lines(*GOOD), name=name)
    with database.read() as connection:
        assert [one["file_name"] for one in list_batches(connection, None, 2)] == [
            "c.jsonl",
            "b.jsonl",
        ]
        assert [one["file_name"] for one in list_batches(connection, 2, 2)] == ["a.jsonl"]


def test_an_import_without_rows_that_can_be_read_fails_as_a_whole(
    database: Database, tmp_path: Path
) -> None:
    seeded(database)
    before = dump(database, "import_batch")
    for name, content in {
        "empty.csv": b"",
        "headers.csv": table(headers=HEADERS),
        "page.csv": b"<!DOCTYPE html><html><title>login</title></html>",
        "what.csv": table(["a"], headers=["colour"]),
    }.items():
        with pytest.raises(SourceError) as caught:
            bring(database, tmp_path, content, name=name)
        assert caught.value.reason()
        assert name in str(caught.value)
    assert dump(database, "import_batch") == before
    with database.read() as connection:
        assert {one["state"] for one in list_batches(connection, None, 9)} <= {"failed"}
