"""Random edit scripts: transactions of documents over a few keys, so that most of them collide."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.factories.catalogue import (
    BODIES,
    CITY,
    COUNTY,
    LEVELS,
    NATION,
    OTHER_COUNTY,
    PROVINCE,
    TOWN,
    Document,
)

CODE, OTHER, SPLIT, ISSUED_BELOW = "000117001001", "000117002000", "00011700100101", "990117001001"
REQUIRED = {"law": "城镇排水与污水处理条例", "number": "国务院令第641号", "article": "第二十一条"}

ELEMENTS: dict[str, tuple[Any, ...]] = {
    "name": ("城镇污水排入排水管网许可", "城镇污水排入排水管网许可 ", "建筑垃圾处置核准", "申请表", "无"),
    "authority": ({"power_source": "1", "body_kind": "1"}, {"joint_agencies": ["甲局"]}, {}),
    "legal_basis": (
        [REQUIRED],
        [{**REQUIRED, "law": "《城镇排水与污水处理条例》"}],
        [{**REQUIRED, "article": "第二十二条"}],
        [{"law": "城镇排水与污水处理条例"}],
        [{"law": "《合同法》", "article": "第一条"}, {"law": "公司登记管理条例", "article": "第二条"}],
        [{"law": "医疗器械监督管理条例", "number": "国务院令第650号", "article": "第三条"}],
        [{"law": "关于规范排水许可的通知", "number": "建城〔2020〕1号"}],
        [],
    ),
    "conditions": ("排放的污水符合国家或者地方规定的有关排放标准。", "符合法律法规规定的其他条件", "无"),
    "audience": ({"objects": ["1"]}, {"objects": ["2", "3"], "corporate_topics": ["010"]}),
    "time_limit": (
        {"statutory": {"number": 20, "unit": "1"}, "promised": {"number": 10, "unit": "1"}},
        {"statutory": {"number": 20, "unit": "1"}, "promised": {"number": 25, "unit": "1"}},
        {"statutory": {"text": "无"}, "promised": {"number": 0, "unit": "1"}},
        {"promised": {"number": 1, "unit": "3"}, "special_procedures": [{"name": "听证"}]},
        {"special_procedures": [{"name": "听证", "basis": "《城市规划法》第一条"}]},
    ),
    "process": (
        {"text": "受理—审查—决定"},
        {"steps": [{"name": "受理", "number": 5, "unit": "1"}, {"name": "决定", "number": 30, "unit": "1"}]},
        {"steps": []},
    ),
    "materials": (
        [],
        [{"name": "排水许可申请表", "type": "2", "format": "3", "necessity": "1"}],
        [{"name": "排水许可申请表 ", "type": "2", "format": "3", "necessity": "1"}],
        [{"name": "建筑工程施工许可证"}, {"name": "税务登记证", "basis": "《担保法》第一条"}],
        [{"name": "其他材料"}, {"name": "排水许可申请表", "form": {"id": "a"}}],
    ),
    "fees": (
        {"charged": False, "items": []},
        {"charged": True, "items": [{"name": "工本费", "amount": 10}], "basis": "《价格法》"},
        {"charged": True, "items": [{"name": "费", "amount": 1, "basis": "《收养法》第三条"}]},
        {"charged": True},
    ),
    "result": ({"types": ["10"], "name": "排水许可证"}, {"types": ["99", "10"]}),
    "handling": (
        {"project_type": "1", "visits": 0, "online": True, "depth": ["7"]},
        {"project_type": "2", "visits": 2, "online": False, "online_payment": True},
        {"visits": 0, "delivery": False, "hall": False},
    ),
    "contact": ({"consult": "010-12345678"}, {"consult": "12"}, {"address": "本大厅"}),
    "questions": ([{"question": "多久？", "answer": "多久？"}],),
}  # fmt: skip
"""For each element: plain values, ones that differ only in looks, ones that rules dislike."""

COMMON: dict[str, SearchStrategy[Any]] = {
    "type": st.sampled_from((None, "01", "20", "07", "99", "行政许可一类的长名")),
    "status": st.sampled_from((None, "1", "1", "1", "2", "3")),
    "effective_date": st.sampled_from((None, None, "2020-01-01", "2999-01-01")),
    "cancel_date": st.sampled_from((None, None, "2021-01-01", "2999-12-31")),
    **{name: st.sampled_from((None, values[0], *values)) for name, values in ELEMENTS.items()},
    "name": st.sampled_from(ELEMENTS["name"]),
}
BASES = st.fixed_dictionaries(
    {
        "base_code": st.sampled_from((CODE, CODE, OTHER, SPLIT, ISSUED_BELOW)),
        "issuer": st.sampled_from((NATION, NATION, PROVINCE, CITY, COUNTY)),
        "levels": st.sampled_from((None, [], ["3"], ["3", "4"], ["2", "5"], ["7"])),
        "upper_code": st.sampled_from((None, None, CODE, OTHER)),
        **COMMON,
    }
)
_LOCAL = st.fixed_dictionaries(
    {
        "region": st.sampled_from((PROVINCE, CITY, COUNTY, COUNTY, OTHER_COUNTY, TOWN)),
        "serial": st.sampled_from((None, None, "01", "02")),
        "row_id": st.sampled_from((None, None, "a", "b")),
        "of": st.sampled_from((CODE, CODE, OTHER)),
        "base_code": st.sampled_from((None, CODE, CODE, OTHER, SPLIT, ISSUED_BELOW, "009999999000")),
        "agency": st.sampled_from((PROVINCE, CITY, COUNTY, COUNTY)),
        "renamed": st.sampled_from((None, None, None, "示例市公安局")),
        "level": st.sampled_from((None, "2", "3", "4", "5", "7")),
        "links": st.sampled_from((None, {"online": "https://zwfw.example.org/a"}, {"pc": "无"})),
        **COMMON,
    }
)  # fmt: skip


def _local(drawn: dict[str, Any]) -> Document:
    """Build the code from where the item first stood, so that later it may move elsewhere."""
    body = BODIES[CITY][0]
    code = f"{body}{LEVELS[CITY]}{drawn.pop('of')}"
    serial = drawn.pop("serial")
    agency_code, agency_name = BODIES[drawn.pop("agency")]
    agency_name = drawn.pop("renamed") or agency_name
    return {
        **drawn,
        "code": code,
        "handling_code": f"{code}{serial}" if serial else None,
        "agency": {"code": agency_code, "name": agency_name},
    }


def _stated(document: Document) -> Document:
    return {name: value for name, value in document.items() if value is not None}


def _base(drawn: dict[str, Any]) -> Document:
    """A base item says nothing of who acts and where."""
    return {name: value for name, value in drawn.items() if name not in ("authority", "contact")}


DOCUMENTS = st.one_of(BASES.map(_base), _LOCAL.map(_local), _LOCAL.map(_local)).map(_stated)
TRANSACTIONS = st.lists(DOCUMENTS, min_size=1, max_size=4)
SCRIPTS = st.lists(TRANSACTIONS, min_size=1, max_size=6)
