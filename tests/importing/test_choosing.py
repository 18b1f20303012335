"""Which mapping reads a file, and what is said when none does."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from app.importing.errors import SourceError
from app.importing.mappings import choose, load_mappings, read_mapping
from app.importing.readers import open_source
from tests.importing.zoo import CODE, mapped, write, write_jsonl

SHIPPED = {
    "native", "sheet", "sheet-base", "guangdong-portal", "guangdong-base-catalogue",
    "guangdong-implementation-list", "national-exchange", "national-exchange-directory",
}  # fmt: skip
HEADERS = {
    "实施编码,事项名称": "sheet",
    "八、实施编码：,*事项名称（必填）": "sheet",
    "业务办理项编码,基本编码,事项名称": "sheet",
    "基本编码,事项名称,行使层级": "sheet-base",
    "主项名称,子项名称,子项基本编码": "sheet-base",
    "主项基本编码,主项名称,子项基本编码,子项名称": "guangdong-base-catalogue",
    "实施/业务办理项编码,业务办理项编码（国家）,事项名称": "guangdong-implementation-list",
    "row_guid,task_code,catalog_code,task_name,dept_code": "national-exchange",
    "row_guid,catalog_code,task_name,use_level": "national-exchange-directory",
}


def chosen(path: Path) -> str:
    with open_source(path) as source:
        return choose(source).name


def test_what_is_shipped() -> None:
    assert load_mappings().keys() == SHIPPED


@pytest.mark.parametrize("headers, name", HEADERS.items())
def test_tables_are_known_by_their_headers(tmp_path: Path, headers: str, name: str) -> None:
    cells = ",".join("x" * 31 for _ in headers.split(","))
    assert chosen(write(tmp_path / "a.csv", f"{headers}\n{cells}\n")) == name


@pytest.mark.parametrize(
    "record, name",
    [
        ({"code": CODE, "name": "甲", "materials": []}, "native"),
        ({"base_code": "000117001001", "name": "甲"}, "native"),
        (
            {"TASK_CODE": CODE, "TASK_NAME": "甲", "CATAID": "x", "DEPT_NAME": "乙"},
            "guangdong-portal",
        ),
        ({"task_code": CODE, "task_name": "甲", "catalog_code": "x"}, "national-exchange"),
        ({"实施编码": CODE, "事项名称": "甲"}, "sheet"),
    ],
)
def test_records_are_known_by_their_keys(tmp_path: Path, record: object, name: str) -> None:
    assert chosen(write_jsonl(tmp_path / "a.jsonl", [record])) == name


@pytest.mark.parametrize("code, name", [("000117001001", "sheet-base"), (CODE + "01", "sheet")])
def test_an_item_code_is_told_by_its_length(tmp_path: Path, code: str, name: str) -> None:
    assert chosen(write(tmp_path / "a.csv", f"事项编码,事项名称\n{code},甲\n")) == name


def test_unknown_headers_are_listed_with_the_nearest_known(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "实施编号,事项名,法定办结时\n1,甲,20\n")
    with open_source(path) as source, pytest.raises(SourceError) as caught:
        choose(source)
    assert caught.value.code == "unknown-headers"
    assert "实施编号" in caught.value.reason()
    assert "事项名 → 事项名称" in caught.value.reason()
    assert "法定办结时 → 法定办结时限" in caught.value.reason("en")


def test_a_table_that_names_no_items_is_not_taken_by_halves(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "实施编码,备注\n1,甲\n")
    with open_source(path) as source, pytest.raises(SourceError, match="备注"):
        choose(source)


def test_a_mapping_may_be_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", f"事项编码,事项名称\n{CODE},甲\n")
    assert mapped(path, "sheet-base")[0].document == {"base_code": CODE, "name": "甲"}
    with open_source(path) as source, pytest.raises(SourceError) as caught:
        choose(source, "no-such")
    assert caught.value.code == "unknown-mapping"
    assert "native" in caught.value.reason()


OWN = {
    "name": "our-city",
    "title": "某市旧系统",
    "title_en": "A city's old system",
    "record": "implementation",
    "recognise": {"all": ["sxbm", "sxmc"]},
    "fields": {
        "/local_code": {"from": "sxbm"},
        "/name": {"from": "sxmc"},
        "/handling/project_type": {"from": "bjlx", "table": {"0": "1", "1": "2"}},
        "/region": {"constant": "990100000000"},
        "/status": {"from": "zt", "default": "1"},
    },
}


def test_a_folder_of_ones_own_is_looked_at_first(tmp_path: Path) -> None:
    write(tmp_path / "our-city.json", orjson.dumps(OWN))
    path = write(tmp_path / "a.csv", "sxbm,sxmc,bjlx,zt\nXK-1,甲,1,\n")
    with open_source(path) as source:
        mapping = choose(source, folders=(tmp_path,))
        (result,) = [mapping.apply(row) for row in source.rows()]
    assert result.document == {
        "local_code": "XK-1",
        "name": "甲",
        "handling": {"project_type": "2"},
        "region": "990100000000",
        "status": "1",
        "raw": {"/handling/project_type": "1"},
    }
    assert mapping.carries == {"name", "handling"}
    assert mapping.targets >= {"/local_code", "/region"}


@pytest.mark.parametrize(
    "change, said",
    [
        ({"record": "both"}, "/record"),
        ({"fields": {"/nmae": {"from": "x"}}}, "/nmae"),
        ({"fields": {"/name": {"from": "x", "reader": "guess"}}}, "guess"),
        ({"fields": {"/type": {"from": "x", "table": "none"}}}, "none"),
        ({"fields": {"/name": {}}}, "/fields//name"),
        ({"fields": {"/materials": {"from": "x", "members": {"nmae": {"from": "y"}}}}}, "nmae"),
        ({"feilds": {}}, "feilds"),
    ],
)
def test_a_wrong_mapping_says_where(tmp_path: Path, change: dict[str, object], said: str) -> None:
    path = write(tmp_path / "bad.json", orjson.dumps({**OWN, **change}))
    with pytest.raises(SourceError) as caught:
        read_mapping(path)
    assert caught.value.code == "bad-mapping"
    assert "bad.json" in caught.value.reason()
    assert said in caught.value.reason()


def test_a_mapping_that_is_no_json_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read_mapping(write(tmp_path / "bad.json", "{"))
    assert caught.value.code == "bad-mapping"
