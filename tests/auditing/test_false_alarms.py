"""Spellings found in real records that an official would call right: no rule may object."""

from __future__ import annotations

from typing import Any

import pytest

from app.elements.standard import load_standard
from tests.auditing.judging import judge, judge_all

BODY = "11990100MB0A56783W"
COMPLETENESS = ("missing-",)


def _objections(document: dict[str, Any], *but: str) -> list[tuple[str, str]]:
    return [
        (rule.code, place.pointer)
        for rule, place in judge_all(document)
        if not rule.code.startswith(COMPLETENESS) and rule.code not in but
    ]


@pytest.mark.parametrize(
    "telephone",
    [
        "020-23456789转1",
        "020-23456789–8",
        "省厅：020-23456789；广州：020-23456780；深圳：0755-23456789",
        "0777—2345678",
        "（0755）23456789",
        "12345",
        "12345转监督投诉",
        "020-12333-9-3",
        "12366-2-4",
        "020-23456789、23456780",
        "020 - 23456789 / 020－23456780",
        "400-123-4567",
        "13900000000",
        "020-23456789（工作日9:00-12:00）",
        "地址：广州市某路305号5号楼808房，邮编510030，电话020-23456789",
        "+86-20-23456789",
        "https://www.example.gov.cn/ts",
        "微信公众号“示例发布”在线咨询",
        "96888",
        "(8620)23456789",
        "(8620)2345 6789",
        "86 20 23456789",
        "+86（20）23456789",
    ],
)
def test_telephones(telephone: str) -> None:
    assert _objections({"contact": {"consult": telephone}}) == []


@pytest.mark.parametrize("telephone", ["<()", "()", "电话：（）"])
def test_marks_without_a_number_are_judged_like_anything_else(telephone: str) -> None:
    found = _objections({"contact": {"consult": telephone}})
    assert {pointer for _, pointer in found} <= {"/contact", "/contact/consult"}


@pytest.mark.parametrize(
    "hours",
    [
        "8:30-11:30  14:00-17:30",
        "9：00至12：00",
        "8:30~12:00",
        "冬季8:30-11:30 14:00-17:30；夏季8：00-11：00 14：30-17：30",
        "工作日上午9点到12点，下午2点到5点",
        "星期一至星期五 0900—1200",
        "24小时",
        "全天候受理",
        "法定工作时间",
    ],
)
def test_hours(hours: str) -> None:
    accepted = ("hours-without-time",) if hours.endswith("1200") else ()
    assert _objections({"contact": {"hours": hours}}, *accepted) == []


@pytest.mark.parametrize(
    "name",
    [
        "法律援助律师执业许可(（占编人员）)",
        "往来港澳通行证首次申领（个人旅游）",
        "成都等８市特别许可",
        "建设工程规划类许可证核发（市政类）—变更",
        "“一号窗口”查询",
        "出具《生产、经营统计信息》证明",
        "中小学地方课程教材初审、审定、复查",
        "GMP认证 (药品)",
    ],
)
def test_names(name: str) -> None:
    accepted = ("untidy-name",) if name.startswith("法律援助") else ()
    assert _objections({"name": name}, *accepted) == []


@pytest.mark.parametrize(
    "conditions",
    [
        "年满十八周岁",
        "公民、法人或者其他组织申请使用海域，编制完成海域使用论证材料的。",
        "具有三年以上其他法律职业经历并在公证机构实习一年以上",
        "法律、法规规定应当注销注册的其他情形。",
        "符合《中华人民共和国水法》第四十八条规定的条件。",
        "1. 面积<50平方米；2. 符合规划 A&B 区的要求。",
        "（一）有5名以上股东；\n（二）注册资本不少于30万元。",
        "以上海市户籍人员为限，按规定缴纳社会保险满12个月。",
    ],
)
def test_conditions(conditions: str) -> None:
    assert _objections({"conditions": conditions}) == []


@pytest.mark.parametrize(
    "conditions",
    [
        "无",
        "无条件受理",
        "直接申请",
        "按需申请",
        "按需查询办证进度",
        "主动公开",
        "无需条件。",
        "无门槛办理。",
    ],
)
def test_no_conditions_in_other_words_are_no_short_ones(conditions: str) -> None:
    assert _objections({"conditions": conditions}) == [("no-condition", "/conditions")]


@pytest.mark.parametrize(
    "conditions",
    [
        "以本年度通知文件为准。",
        "依据报考文件中的报考条件",
        "具体要求见当年项目申报指南",
        "按传承人管理办法执行",
    ],
)
def test_conditions_that_send_people_elsewhere_are_hollow(conditions: str) -> None:
    assert _objections({"conditions": conditions}) == [("hollow-condition", "/conditions")]


@pytest.mark.parametrize(
    "conditions",
    [
        "按照规定缴纳社会保险满十二个月",
        "依据合同约定完成施工",
        "以家庭为单位提出申请",
        "申请人直接申请的，应年满十八周岁",
    ],
)
def test_conditions_that_look_hollow_and_are_not(conditions: str) -> None:
    assert _objections({"conditions": conditions}) == []


@pytest.mark.parametrize(
    "material",
    [
        "法人或者其他组织统一社会信用代码证",
        "其他身份证件",
        "变更其他登记事项的证明材料",
        "三年以上其他法律职业经历证明",
        "专家论证意见和相关利益群体意见",
        "转增股本有关情况说明",
        "与经营业务有关的合同",
        "居住地所属有关部门出具的居住证复印件",
        "省科学技术奖-其他佐证材料",
        "身份证明材料",
        "项目建议书批复文件或国家和自治区有关安排资金的通知文件（见备注）",
        "教材清样（完整版、盲评版）",
    ],
)
def test_materials(material: str) -> None:
    assert _objections({"materials": [{"name": material}]}) == []


@pytest.mark.parametrize(
    "name",
    [
        "其他材料",
        "法律、行政法规和国务院决定规定的其他文件",
        "国务院卫生行政部门规定提交的其他材料",
        "登记机关要求提交的其它材料（必要）",
        "营业执照及其他相关材料",
        "其他需提供的材料。",
        "申请人认为需要提供的其他证明",
    ],
)
def test_catch_alls_are_caught_in_every_dress(name: str) -> None:
    assert list(judge("catch-all-material", {"materials": [{"name": name}]}))


@pytest.mark.parametrize(
    "citation",
    [
        {"law": "广东省实施《中华人民共和国价格法》办法", "article": "第二十九条"},
        {"law": "《关于印发〈办法〉的通知》", "number": "国发〔2004〕20号"},
        {"law": "国务院对确需保留的行政审批项目设定行政许可的决定", "article": "附件第204项"},
        {
            "law": "《中华人民共和国水法》",
            "number": "(2016年修订)",
            "text": "第七条 国家对水资源……",
        },
        {"law": "建设项目环境保护管理条例", "article": "第三条第四款"},
    ],
)
def test_bases(citation: dict[str, str]) -> None:
    assert _objections({"legal_basis": [citation]}) == []


@pytest.mark.parametrize(
    "limits",
    [
        {"statutory": {"number": 91, "unit": "2"}, "promised": {"number": 1, "unit": "1"}},
        {"statutory": {"number": 1, "unit": "3"}, "promised": {"number": 20, "unit": "1"}},
        {"statutory": {"number": 30, "unit": "2"}, "promised": {"number": 20, "unit": "1"}},
        {"statutory": {"text": "无"}, "promised": {"number": 5, "unit": "1"}},
        {"statutory": {"number": 20, "unit": "1", "text": "受理之日起20个工作日。"}},
        {"statutory": {"number": 20, "unit": "1", "text": "二十日内…经批准，可以延长十日"}},
        {"statutory": {"number": 1, "unit": "4", "text": "12个月"}},
        {"promised": {"number": 0, "unit": "1", "text": "即办"}},
        {"promised": {"number": 5, "unit": "1", "note": "当场受理，五个工作日内办结。"}},
    ],
)
def test_limits(limits: dict[str, Any]) -> None:
    assert _objections({"time_limit": limits}) == []


@pytest.mark.parametrize(
    "handling",
    [
        {"visits": 1, "visits_reason": "须现场核验材料"},
        {"visits": 0, "online": False, "delivery": True, "mail_in": True},
        {"visits": 1, "online": True, "depth": ["1", "3", "9"]},
        {"visits": 0, "visits_reason": "不需要到现场"},
        {"visits": 0, "online": True, "depth": ["5", "6", "7"]},
        {"hall": False, "hall_reason": "场地有特殊要求"},
        {"project_type": "2", "review_type": "3"},
        {"online": False},
    ],
)
def test_handling(handling: dict[str, Any]) -> None:
    assert _objections({"handling": handling}) == []


@pytest.mark.parametrize(
    "own",
    [
        {"code": f"{BODY}3440102003001", "handling_code": f"{BODY}300010500400006"},
        {"code": f"{BODY}344211105N003", "base_code": "44211105N003"},
        {"base_code": "44010200200Y", "type": "01"},
        {"base_code": "442199806003", "type": "20"},
        {"base_code": "44200500100Y", "type": "10"},
        {"base_code": "44TC12049000", "type": "TC"},
        {"code": "511A0138000000-511602000000-000-115113010833722043-1-00"},
        {"code": "62052400MZ-XK-0001"},
        {"code": f"{BODY}7000117001001", "level": "3"},
        {"code": "11310115MB0A00018R3312000356001", "level": "4"},
        {"links": {"online": "http://bsxt.example.cn/caption?approveSeq=5587&token=", "pc": "无"}},
        {"links": {"online": "https://www.example.gov.cn/gaio/apply.html#/11440000"}},
        {"region": "441900000000", "town_code": "441900003000"},
    ],
)
def test_own_part(own: dict[str, Any]) -> None:
    accepted = ("overlong-text",) if len(own.get("code", "")) > 50 else ()
    assert _objections(own, *accepted) == []


@pytest.mark.parametrize("visits, owed", [(0, False), (None, False), (1, True), (3, True)], ids=str)
def test_a_place_is_owed_where_people_must_come(visits: int | None, owed: bool) -> None:
    """Most public services that are only looked up online have no window at all."""
    document = {"type": "20", "handling": {} if visits is None else {"visits": visits}}
    gaps = {gap.field.pointer for gap in load_standard("implementation").missing(document)}
    assert ("/contact/address" in gaps) is owed
