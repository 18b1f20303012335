"""What mappings make of rows: values, raw texts, places, errors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.elements.standard import record_validator
from app.importing.mappings import Mapped
from tests.importing.zoo import CODE, mapped, write, write_jsonl

Record = dict[str, Any]


def sheet(tmp_path: Path, **cells: str) -> Mapped:
    """One row of our own headers through the mapping for tables."""
    named = {"实施编码": CODE, "事项名称": "甲", **cells}
    lines = (",".join(named), ",".join(f'"{cell}"' for cell in named.values()))
    return mapped(write(tmp_path / "a.csv", "\n".join(lines) + "\n"))[0]


def portal(tmp_path: Path, **keys: Any) -> Mapped:
    """One record in the shape of the Guangdong portal."""
    record = {
        "TASK_CODE": CODE, "TASK_NAME": "甲", "CATAID": "000117001001", "DEPT_NAME": "某局",
        **keys,
    }  # fmt: skip
    return mapped(write_jsonl(tmp_path / "a.jsonl", [record]))[0]


def exchange(tmp_path: Path, **keys: Any) -> Mapped:
    """One record in the shape of the national exchange."""
    record = {"task_code": CODE, "task_name": "甲", "catalog_code": "000117001001", **keys}
    return mapped(write_jsonl(tmp_path / "a.jsonl", [record]))[0]


def test_raw_text_is_kept_where_the_value_does_not_tell_it(tmp_path: Path) -> None:
    one = sheet(
        tmp_path,
        到办事现场次数="最多到现场2次",
        是否网办="是",
        进驻大厅="支持",
        办件类型="即办",
        行使层级="市级",
        服务对象="自然人,个体工商户",
    ).document
    assert one["handling"]["visits"] == 2
    assert one["audience"]["objects"] == ["1", "个体工商户"]
    assert one["raw"]["/handling/visits"] == "最多到现场2次"
    assert one["raw"]["/handling/project_type"] == "即办"
    assert not one["raw"].keys() & {"/handling/online", "/level", "/audience/objects"}


def test_separators_inside_brackets_do_not_split(tmp_path: Path) -> None:
    one = sheet(
        tmp_path,
        行使层级="镇（乡、街道）级",
        自然人主题分类="社会保障（社会保险、社会救助），职业资格",
        联办机构="省级司法（审核,决定与公开）、市级司法（受理,审核）",
    ).document
    assert one["level"] == "5"
    assert one["audience"]["personal_topics"] == ["050", "085"]
    assert one["authority"]["joint_agencies"] == [
        "省级司法（审核,决定与公开）",
        "市级司法（受理,审核）",
    ]


def test_none_and_unknown_are_told_apart(tmp_path: Path) -> None:
    stated = sheet(tmp_path, 申请材料="无需材料", 法定办结时限="无", 收费情况="不收费").document
    assert stated["materials"] == []
    assert stated["time_limit"] == {"statutory": {"text": "无"}}
    assert stated["fees"]["charged"] is False
    silent = sheet(tmp_path, 申请材料="", 法定办结时限="/", 收费情况="null").document
    assert silent == {"code": CODE, "name": "甲"}


@pytest.mark.parametrize(
    "column, cell, pointer",
    [
        ("是否网办", "看情况", "/handling/online"),
        ("到办事现场次数", "视情况而定", "/handling/visits"),
        ("计划生效日期", "明年", "/effective_date"),
        ("事项版本", "最新", "/version"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_cell(
    tmp_path: Path, column: str, cell: str, pointer: str
) -> None:
    (error,) = sheet(tmp_path, **{column: cell}).errors
    assert (error.code, error.column, error.value, error.pointer, error.row, error.letter) == (
        "unreadable-value", column, cell, pointer, 2, "C",
    )  # fmt: skip
    assert column in error.reason()
    assert cell in error.reason("en")
    assert error.remedy() != error.remedy("en")


@pytest.mark.parametrize("missing, code", [("实施编码", "no-code"), ("事项名称", "no-name")])
def test_an_item_without_code_or_name_is_refused(tmp_path: Path, missing: str, code: str) -> None:
    (error,) = sheet(tmp_path, **{missing: ""}).errors
    assert error.code == code
    assert missing in error.reason()


def test_one_text_and_its_own_columns_go_together(tmp_path: Path) -> None:
    one = sheet(
        tmp_path,
        法定办结时限="二十个工作日",
        法定办结时限说明="不含公示",
        收费标准="证书工本费10元/证",
        收费依据="某发改价格〔2020〕1号",
    ).document
    assert one["time_limit"]["statutory"] == {
        "number": 20,
        "unit": "1",
        "text": "二十个工作日",
        "note": "不含公示",
    }
    assert one["fees"]["basis"] == "某发改价格〔2020〕1号"
    assert one["fees"]["items"][0]["amount"] == 10


def test_several_rows_of_a_table_are_one_item(tmp_path: Path) -> None:
    text = (
        "实施编码,事项名称,材料名称,原件份数\n"
        f"{CODE},甲,申请表,1\n{CODE},甲,身份证明,\n,,照片,2\n{CODE[:-1]}2,乙,章程,1\n"
    )
    one, two = mapped(write(tmp_path / "a.csv", text))
    assert one.document["materials"] == [
        {"name": "申请表", "originals": 1},
        {"name": "身份证明"},
        {"name": "照片", "originals": 2},
    ]
    assert two.document["materials"] == [{"name": "章程", "originals": 1}]
    assert one.place("/materials/2/originals").row == 4
    assert one.place("/materials/2/originals").column == "原件份数"


def test_places_fall_back_to_what_holds_the_field(tmp_path: Path) -> None:
    one = sheet(tmp_path, 法定办结时限="20(工作日)")
    assert one.origins["/time_limit/statutory"] == "法定办结时限"
    assert one.place("/time_limit/statutory/unit").column == "法定办结时限"
    assert one.place("/contact/consult").column is None
    assert one.place("/contact/consult").row == 2


def test_own_json_passes_as_it_is(tmp_path: Path) -> None:
    record = {"code": CODE, "name": "甲", "handling": {"visits": 0}}
    (one,) = mapped(write_jsonl(tmp_path / "a.jsonl", [record]))
    assert one.document == record
    assert one.place("/handling/visits").row == 1


@pytest.mark.parametrize("term", ["法定", "承诺"])
def test_chinese_keys_in_json_are_read_like_headers(tmp_path: Path, term: str) -> None:
    record = {
        "实施编码": CODE,
        "事项名称": "甲",
        f"{term}办结时限": 5,
        "服务对象": ["自然人", "企业法人"],
    }
    (one,) = mapped(write_jsonl(tmp_path / "a.jsonl", [record]))
    assert one.document["audience"]["objects"] == ["1", "2"]
    assert next(iter(one.document["time_limit"].values()))["text"] == "5"


def test_portal_codes_of_33_are_split(tmp_path: Path) -> None:
    own, national = CODE + "03", "11990100MB0A56783W300010500400006"
    one = portal(tmp_path, TASK_CODE=own, 业务办理项编码=national).document
    assert (one["code"], one["handling_code"]) == (CODE, own)
    assert one["other_codes"] == [national]
    assert one["agency"] == {"code": CODE[:18], "name": "某局"}
    two = portal(tmp_path, TASK_CODE=own, 业务办理项编码=own).document
    assert "other_codes" not in two, "the portal repeats its own code where there is no other"
    assert "handling_code" not in portal(tmp_path, 业务办理项编码="无").document


def test_portal_types_are_renumbered_with_theirs_kept(tmp_path: Path) -> None:
    for theirs, ours in (("20", "10"), ("21", "20")):
        one = portal(tmp_path, TASK_TYPE=theirs).document
        assert (one["type"], one["raw"]) == (ours, {"/type": theirs})
    assert "raw" not in portal(tmp_path, TASK_TYPE="01").document


def test_portal_fillers_are_no_values(tmp_path: Path) -> None:
    fillers = {
        "是否支持物流快递": "不支持", "窗口办理-办理地点": "无线下办理窗口", "申请材料": "无",
        "在线预约地址": "无", "咨询电话": "无", "投诉电话": "无", "TASK_STATE": None, "URL": None,
    }  # fmt: skip
    plain = portal(tmp_path).document
    assert portal(tmp_path, **fillers).document == plain
    real = portal(tmp_path, **{"是否支持物流快递": "否", "窗口办理-办理地点": "办理地点：某路1号"})
    assert real.document["handling"]["delivery"] is False
    assert real.document["contact"]["address"] == "某路1号"


def test_portal_topics_of_its_own_are_local_topics(tmp_path: Path) -> None:
    one = portal(tmp_path, 面向自然人事项主题分类=["职业资格", "找工作", "其他"]).document
    assert one["audience"] == {
        "personal_topics": ["050", "999"],
        "personal_local_topics": ["找工作"],
    }
    assert "raw" not in one


def test_portal_materials_stay_one_each(tmp_path: Path) -> None:
    names = ["社保清单、审计报告", "申请表（原件1份）", "居民身份证"]
    one = portal(tmp_path, 申请材料=names).document
    assert one["materials"] == [
        {"name": "社保清单、审计报告"},
        {"name": "申请表", "originals": 1},
        {"name": "居民身份证"},
    ]


def test_exchange_codes_given_as_numbers_are_refused(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl",
        b'{"task_code": 1145072100811537184452004020000, "task_name": "x", "catalog_code": "1"}\n',
    )
    (one,) = mapped(path)
    assert [error.code for error in one.errors] == ["digits-lost"]


def test_exchange_deletions_are_cancellations(tmp_path: Path) -> None:
    one = exchange(tmp_path, task_state="1", cd_operation="D").document
    assert (one["status"], one["raw"]) == ("3", {"/status": "D"})
    assert exchange(tmp_path, task_state="1", cd_operation="U").document["status"] == "1"


def test_exchange_sub_records_are_read_in_their_order(tmp_path: Path) -> None:
    one = exchange(
        tmp_path,
        AUDIT_MATERIAL=[
            {"ordernum": 2, "material_name": "乙", "is_need": "3", "page_num": 2},
            {"ordernum": 1, "material_name": "甲", "original_amount": 1, "copy_amount": 0},
            {"ordernum": 3, "material_name": ""},
        ],
        AUDIT_ITEM_BYLAW=[
            {
                "law_name": "《某条例》（国务院令第1号）第二条",
                "law_type": "3",
                "law_date": 1089907200000,
            },
            {"law_name": "某办法", "law_type": "5", "clause_number": "第一条"},
        ],
        AUDIT_ITEM_WINDOW=[{"window_name": "1号"}, {"window_name": "2号", "transact_addr": "某路"}],
        AUDIT_CHARGE=[],
        AUDIT_QA=[{"question": "问"}],
    )
    document = one.document
    assert document["materials"] == [
        {"name": "甲", "originals": 1, "copies": 0},
        {"name": "乙", "necessity": "3", "copies": 2},
    ]
    assert document["legal_basis"] == [
        {
            "law": "某条例",
            "number": "国务院令第1号",
            "article": "第二条",
            "kind": "4",
            "effective_date": "2004-07-16",
        },
        {"law": "某办法", "article": "第一条"},
    ]
    assert document["raw"] == {"/legal_basis/0/kind": "3", "/legal_basis/1/kind": "5"}
    assert document["contact"] == {"address": "某路", "window": "1号\n2号"}
    assert "fees" not in document
    assert document["questions"] == [{"question": "问"}]
    assert one.places["/materials/0/copies"].column == "copy_amount"
    assert record_validator("implementation").is_valid(document)


def test_documents_of_equal_cells_are_equal_whatever_came_before(tmp_path: Path) -> None:
    """Remembered conversions must not leak from one row into another."""
    names = [{"TASK_CODE": CODE, "TASK_NAME": n, "CATAID": "1", "DEPT_NAME": "x", "TASK_TYPE": t}
             for n, t in (("甲", "21"), ("乙", "01"), ("甲", "21"))]  # fmt: skip
    first, _, third = mapped(write_jsonl(tmp_path / "a.jsonl", names))
    assert first.document == third.document
    assert first.document["raw"] is not third.document["raw"]
