"""Mappings that people made here: kept version by version, used by whoever imports next."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.importing.errors import SourceError
from app.importing.kept import amending, service, store
from app.importing.kept.problems import (
    MappingChangedMeanwhile,
    MappingIncomplete,
    MappingInvalid,
    MappingIsShipped,
    MappingNotFound,
    MappingUndecided,
)
from app.items.documents import read_documents
from app.kernel.db import Database
from app.kernel.problem import Problem
from tests.factories.files import Brought, bring
from tests.importing.proposing.test_columns import propose
from tests.importing.zoo import write, write_workbook

HEAD = "事项编号,服务事项全称,办理部门,办件性质,承诺期"
FILE = f"""某市政务服务事项导出
{HEAD}
XK-2020-0001,排水许可证核发,某市水务局,2,1个工作日
XK-2020-0002,取水许可证核发,某市水务局,1,20个工作日
"""


@pytest.fixture
def draft(tmp_path: Path) -> dict[str, Any]:
    """What is proposed for the file: one column is left open."""
    mapping: dict[str, Any] = propose(write(tmp_path / "a.csv", FILE))["mapping"]
    assert mapping["undecided"].keys() == {"/handling/project_type"}
    return mapping


def kept(database: Database, document: dict[str, Any], **asked: Any) -> dict[str, Any]:
    with database.write() as connection:
        return service.save(
            connection, "old-city", document, **{"confirmed": True, "author": "某科", **asked}
        )


def settled(draft: dict[str, Any]) -> dict[str, Any]:
    return amending.settle(draft, "办件性质", "swapped")


def brought(database: Database, folder: Path, content: str = FILE, **asked: Any) -> Brought:
    return bring(database, folder, content.encode(), name="items.csv", **asked)


def test_a_confirmed_mapping_reads_the_next_file_by_itself(
    database: Database, tmp_path: Path, draft: dict[str, Any]
) -> None:
    with pytest.raises(SourceError) as caught:
        brought(database, tmp_path)
    assert caught.value.code == "unknown-headers"
    assert "mappings" in caught.value.remedy()
    told = kept(database, settled(draft))
    assert (told["version"], told["state"], told["author"]) == (1, "confirmed", "某科")
    result = brought(database, tmp_path)
    assert result.refusals == []
    assert (result.batch.mapping, result.batch.counts.created) == ("old-city@1", 2)
    with database.read() as connection:
        documents = _documents(connection)
    assert [one["handling"]["project_type"] for one in documents] == ["1", "2"]
    assert [one["raw"]["/handling/project_type"] for one in documents] == ["2", "1"]
    assert [one["local_code"] for one in documents] == ["XK-2020-0001", "XK-2020-0002"]


def _documents(connection: Any) -> list[dict[str, Any]]:
    ids = connection.execute(text("SELECT id FROM item ORDER BY code")).scalars().all()
    return [one.content for one in read_documents(connection, ids)]


def test_nothing_is_imported_by_what_is_left_open(
    database: Database, tmp_path: Path, draft: dict[str, Any]
) -> None:
    kept(database, draft, confirmed=False)
    with pytest.raises(SourceError) as caught:
        brought(database, tmp_path, mapping="old-city")
    assert caught.value.code == "mapping-undecided"
    assert "办件性质" in caught.value.reason()
    kept(database, settled(draft), confirmed=False)
    with pytest.raises(SourceError) as caught:
        brought(database, tmp_path, mapping="old-city")
    assert caught.value.code == "mapping-unconfirmed"
    with pytest.raises(SourceError, match="not known"):
        brought(database, tmp_path)
    with pytest.raises(MappingUndecided) as problem:
        kept(database, draft)
    (error,) = problem.value.errors
    assert error["pointer"] == "/mapping/undecided/handling/project_type"
    assert "swapped" in error["detail"]


def test_versions_are_kept_and_the_same_again_is_none(
    database: Database, draft: dict[str, Any]
) -> None:
    kept(database, draft, confirmed=False)
    kept(database, draft, confirmed=False)
    told = kept(database, settled(draft), author="某人")
    assert [(one["version"], one["state"]) for one in told["versions"]] == [
        (2, "confirmed"),
        (1, "draft"),
    ]
    with database.read() as connection:
        first = service.one_mapping(connection, "old-city", 1)
        assert "undecided" in first["mapping"]
        assert [one.version for one in store.newest(connection)] == [2]
        with pytest.raises(MappingNotFound):
            service.one_mapping(connection, "old-city", 3)
    with pytest.raises(MappingChangedMeanwhile):
        kept(database, draft, confirmed=False, based_on=1)


def test_what_is_removed_is_used_no_more_and_stays_on_record(
    database: Database, tmp_path: Path, draft: dict[str, Any]
) -> None:
    kept(database, settled(draft))
    with database.write() as connection:
        service.remove(connection, "old-city")
    with pytest.raises(SourceError, match="not known"):
        brought(database, tmp_path)
    with database.write() as connection:
        with pytest.raises(MappingNotFound):
            service.remove(connection, "old-city")
        with pytest.raises(MappingNotFound):
            service.one_mapping(connection, "old-city")
        assert service.one_mapping(connection, "old-city", 1)["mapping"]["fields"]
    assert kept(database, settled(draft))["version"] == 3


def test_some_names_are_addresses(database: Database, draft: dict[str, Any]) -> None:
    for name in ("new", "proposals"):
        with database.write() as connection, pytest.raises(MappingInvalid):
            service.save(connection, name, settled(draft), confirmed=False)


def test_shipped_mappings_are_not_changed(database: Database, draft: dict[str, Any]) -> None:
    with database.write() as connection:
        with pytest.raises(MappingIsShipped):
            service.save(connection, "sheet", settled(draft), confirmed=False)
        with pytest.raises(MappingIsShipped):
            service.remove(connection, "sheet")
        assert service.one_mapping(connection, "sheet")["state"] == "shipped"
        assert service.one_mapping(connection, "sheet")["mapping"]["inherit"]


FAULTS: list[tuple[dict[str, Any], type[Problem], str]] = [
    ({"record": "native"}, MappingInvalid, "/record"),
    ({"record": "both"}, MappingInvalid, "/mapping/record"),
    ({"fields": {"/nmae": {"from": "x"}}}, MappingInvalid, "/mapping/fields/nmae"),
    ({"fields": {"/name": {"from": "x", "reader": "eval"}}}, MappingInvalid, "/fields/name"),
    ({"fields": {"/code": {"from": "x", "scheme": "mars"}}}, MappingInvalid, "mars"),
    ({"fields": {"/type": {"from": "x", "table": {"1": ["01", "02"]}}}}, MappingInvalid, "several"),
    ({"sheets": {"甲": {"list": "/nowhere", "key": "a", "to": "b"}}}, MappingInvalid, "/nowhere"),
    ({"fields": {"/name": {"from": "x"}}}, MappingIncomplete, "编码"),
    ({"fields": {"/code": {"from": "x"}}}, MappingIncomplete, "事项名称"),
    ({"title": ""}, MappingInvalid, "/mapping/title"),
    ({"undecided": {"/level": {"column": "甲", "readings": []}}}, MappingInvalid, "undecided"),
]


@pytest.mark.parametrize("change, problem, said", FAULTS)
def test_a_wrong_mapping_is_not_kept(
    database: Database,
    draft: dict[str, Any],
    change: dict[str, Any],
    problem: type[Problem],
    said: str,
) -> None:
    document = {**settled(draft), **change}
    with pytest.raises(problem) as caught:
        kept(database, document)
    told = caught.value
    assert said in " ".join(
        [told.detail(), *(f"{e['pointer']} {e['detail']}" for e in told.errors)]
    )
    with database.read() as connection:
        assert list(store.newest(connection)) == []


def test_a_file_with_other_columns_is_not_taken_for_it(
    database: Database, tmp_path: Path, draft: dict[str, Any]
) -> None:
    """Code and name alone are in many files, and their numbers may mean other things."""
    kept(database, settled(draft))
    other = "事项编号,服务事项全称,办件性质,甲,乙,丙\nXK-1,排水许可,1,,,\n"
    with pytest.raises(SourceError, match="not known"):
        brought(database, tmp_path, other)
    more = f"{HEAD},新增一列\nXK-2020-0009,取水许可,某局,1,5个工作日,甲\n"
    assert brought(database, tmp_path, more).batch.mapping == "old-city@1"


def test_what_was_confirmed_is_known_when_the_next_file_is_proposed(
    tmp_path: Path, draft: dict[str, Any]
) -> None:
    changed = amending.set_field(settled(draft), "办理部门", "委托部门")
    again = propose(
        write(tmp_path / "b.csv", FILE.replace("承诺期", "承诺的期限")),
        kept=[["old-city", 1, True, {**changed, "name": "old-city"}]],
    )
    (told,) = [one for one in again["columns"] if one["column"] == "办理部门"]
    assert told["field"]["pointer"] == "/authority/entrusted_by"
    assert told["evidence"][0]["facts"]["mapping"] == "old-city"


def test_sheets_of_a_workbook_are_tied_as_the_mapping_says(
    database: Database, tmp_path: Path
) -> None:
    sheets: dict[str, Any] = {
        "说明": [["请认真填写"]],
        "事项信息": [
            ["清单"],
            ["项目编码", "项目名称", "实施单位"],
            ["XK-0001", "排水许可", "某市水务局"],
            ["XK-0002", "取水许可", "某市水务局"],
        ],
        "材料明细": [
            ["所属项目", "材料名称", "是否必要"],
            ["XK-0001", "申请表", "必要"],
            ["XK-0001", "营业执照", "非必要"],
            ["XK-0002", "章程", "必要"],
        ],
    }
    path = write_workbook(tmp_path / "book.xlsx", sheets)
    told = propose(path)
    assert {one["sheet"]: one["holds"] for one in told["sheets"]} == {
        "事项信息": "", "材料明细": "/materials", "说明": None,
    }  # fmt: skip
    kept(database, told["mapping"])
    result = bring(database, tmp_path, path.read_bytes(), name="items.xlsx")
    assert (result.refusals, result.batch.counts.created) == ([], 2)
    with database.read() as connection:
        found = {one["local_code"]: one["materials"] for one in _documents(connection)}
    assert [one["name"] for one in found["XK-0001"]] == ["申请表", "营业执照"]
    assert found["XK-0002"] == [{"name": "章程", "necessity": "1"}]


def test_members_in_the_items_own_rows_are_stacked(database: Database, tmp_path: Path) -> None:
    stacked = (
        "项目编码,项目名称,材料名称,原件份数\n"
        "XK-0001,排水许可,申请表,1\nXK-0001,排水许可,身份证明,2\nXK-0002,取水许可,章程,1\n"
    )
    mapping = propose(write(tmp_path / "s.csv", stacked))["mapping"]
    assert mapping["fields"]["/materials"]["stacked"] is True
    kept(database, mapping)
    result = brought(database, tmp_path, stacked)
    assert (result.refusals, result.batch.counts.created) == ([], 2)
    with database.read() as connection:
        found = {one["local_code"]: one["materials"] for one in _documents(connection)}
    assert found["XK-0001"] == [
        {"name": "申请表", "originals": 1},
        {"name": "身份证明", "originals": 2},
    ]


def test_columns_are_changed_by_hand(draft: dict[str, Any]) -> None:
    before = deepcopy(draft)
    made = amending.set_field(draft, "承诺期", "法定期限")
    assert made["fields"]["/time_limit/statutory"] == {"from": "承诺期"}
    assert "/time_limit/promised" not in made["fields"]
    made = amending.set_field(made, "办件性质", "不读")
    assert "undecided" not in made
    assert "办件性质" in made["ignored"]
    assert draft == before
    for wanted in ("没有的字段", "/nmae", "/raw"):
        with pytest.raises(amending.NotAmendable, match="字段"):
            amending.set_field(draft, "承诺期", wanted)


def test_codes_are_settled_by_hand(draft: dict[str, Any]) -> None:
    assert "tables" not in amending.settle(draft, "办件性质", "standard")
    made = amending.put_value(draft, "办件性质", "1", "承诺件")
    assert "undecided" in made
    made = amending.put_value(made, "办件性质", "2", "1")
    assert "undecided" not in made
    assert made["tables"]["handling_project_type"] == {"1": "2", "2": "1"}
    for column, reading in (("办件性质", "nonsense"), ("承诺期", "standard")):
        with pytest.raises(amending.NotAmendable):
            amending.settle(draft, column, reading)
    for column, code in (("办件性质", "77"), ("承诺期", "1")):
        with pytest.raises(amending.NotAmendable):
            amending.put_value(draft, column, "1", code)
