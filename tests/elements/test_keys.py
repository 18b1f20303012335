"""Keys of materials, stages of processes, folded citations."""

from __future__ import annotations

import pytest

from app.elements.citations import fold_article, fold_law, fold_number
from app.elements.material_keys import exact_key, loose_key, resemble
from app.elements.material_names import split_name
from app.elements.numerals import chinese_number, fold_numerals
from app.elements.stages import read_steps, stages


@pytest.mark.parametrize(
    "text,number",
    [
        ("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("一百零八", 108), ("一百二十", 120),
        ("两", 2), ("三千五百", 3500), ("一万二千", 12000), ("二〇一九", 2019), ("叁", 3), ("12", 12),
        ("１２", 12), ("三五", None), ("十百", None), ("", None), ("甲", None), ("1" * 40, None),
    ],
)  # fmt: skip
def test_chinese_numbers(text: str, number: int | None) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    "text,folded",
    [
        ("第三十二条", "32条"), ("二十日内", "20日内"), ("一次性告知", "1次性告知"), ("统一", "统一"),
        ("三五年", "三五年"), ("二万元", "20000元"), ("十一个月", "11个月"),
    ],
)  # fmt: skip
def test_numerals_where_a_number_is_meant(text: str, folded: str) -> None:
    assert fold_numerals(text) == folded


@pytest.mark.parametrize(
    "name,kept,stated",
    [
        ("身份证（原件1份）", "身份证", {"originals": 1}),
        ("身份证原件1份、复印件2份", "身份证", {"originals": 1, "copies": 2}),
        ("身份证复印件一份", "身份证", {"copies": 1}),
        ("身份证（原件及复印件各一份）", "身份证", {"originals": 1, "copies": 1}),
        ("申请表（必要）（原件 1 份）", "申请表", {"originals": 1, "necessity": "1"}),
        ("申请表（可容缺）", "申请表", {"necessity": "3"}),
        ("申请表【非必要】；", "申请表", {"necessity": "2"}),
        ("身份证复印件", "身份证复印件", {}),
        ("原件或者复印件1份", "原件或者复印件1份", {}),
        ("一式两份的合同", "一式两份的合同", {}),
    ],
)
def test_names_are_split(name: str, kept: str, stated: dict[str, object]) -> None:
    assert split_name(name) == (kept, stated)


@pytest.mark.parametrize(
    "name,key",
    [
        ("身份证", "居民身份证"), ("法定代表人身份证件", "法定代表人居民身份证"),
        ("法定代表人身份证明", "法定代表人身份证明"), ("法定代表人身份证明书", "法定代表人身份证明书"),
        ("营业执照（副本）复印件", "营业执照"), ("《申请表》一式三份", "申请表"),
        ("毕业证书原件（核验原件）", "毕业证书"), ("手持身份证照片", "手持身份证照片"),
        ("复印件", "复印件"),
    ],
)  # fmt: skip
def test_exact_keys(name: str, key: str) -> None:
    assert exact_key(name) == key


@pytest.mark.parametrize(
    "one,other", [("某许可申请表", "某许可申请书"), ("死亡的证明材料", "死亡证明")]
)
def test_loose_keys(one: str, other: str) -> None:
    assert exact_key(one) != exact_key(other)
    assert loose_key(one) == loose_key(other)


@pytest.mark.parametrize(
    "one,other,alike",
    [
        ("专业维修人员资格证明", "专业修理人员资格证明", True),
        ("社会团体成立前审批申请表", "社会团体成立前审核申请表", True),
        ("法定代表人身份证", "法定代表人身份证明", True),
        ("停发企业职工基本养老金申请书", "续发企业职工基本养老金申请书", False),
        ("专职律师执业许可申请表格", "兼职律师执业许可申请表格", False),
        ("境内企业投资项目核准申请", "境外企业投资项目核准申请", False),
        ("护照", "户口", False),
    ],
)
def test_names_that_may_be_one(one: str, other: str, alike: bool) -> None:
    assert resemble(one, other) is alike


@pytest.mark.parametrize(
    "steps,found",
    [
        (("申请", "受理", "审核", "办结", "送达"), ("受理", "审查", "决定", "送达")),
        (("申请与受理", "审查与决定", "颁证与送达"), ("受理", "审查", "决定", "送达")),
        (("收件", "受理", "初审", "复审", "决定"), ("受理", "初审", "复审", "决定")),
        (("1.受理环节", "（公示）"), ("受理", "公示")),
    ],
)
def test_stages(steps: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert stages(steps) == found


@pytest.mark.parametrize(
    "text,steps",
    [
        ("申请—受理—决定", ("申请", "受理", "决定")),
        ("申请 -> 受理 => 决定", ("申请", "受理", "决定")),
        ("申请→受理→决定。", ("申请", "受理", "决定")),
        ("（一）申请（二）受理（三）决定", ("申请", "受理", "决定")),
        ("申请人提交材料，窗口受理后三日内决定", None),
        ("受理", None),
        ("甲—乙—丙", None),
    ],
)
def test_steps_in_a_text(text: str, steps: tuple[str, ...] | None) -> None:
    assert read_steps(text) == steps


@pytest.mark.parametrize(
    "one,other",
    [
        ("第三条第四款", "第3条第4款"), ("第三条（七）", "第三条第七项"), ("第三条第（七）项", "第3条第7项"),
        ("附件第204项", "附件204项"), ("附件一第二十三项", "附件1第23项"), ("第五条、第三条", "第3条和第5条"),
        ("第三条第一款、第二款", "第三条第一款、第三条第二款"), ("第十五条之一", "第15条之一"),
    ],
)  # fmt: skip
def test_articles_fold(one: str, other: str) -> None:
    assert fold_article(one) == fold_article(other)


@pytest.mark.parametrize(
    "one,other",
    [
        ("第三条第四款", "第三十四条"), ("第一条", "第十条"), ("附件1第204项", "附件120第4项"),
        ("第三条", "第三款"),
    ],
)  # fmt: skip
def test_articles_stay_apart(one: str, other: str) -> None:
    assert fold_article(one) != fold_article(other)


def test_numbers_and_laws_fold() -> None:
    spellings = [
        "国发〔2004〕20号",
        "国发﹝2004﹞20号",
        "国发［2004］20号",
        "国发(2004)20号",
        "国发<2004>20号",
        "国发【2004】第20号",
    ]
    assert len({fold_number(spelling) for spelling in spellings}) == 1
    assert fold_number("中华人民共和国国务院令第412号") == fold_number("国务院令412号")
    assert fold_number("主席令第七号") == fold_number("主席令第7号")
    assert fold_number("国发〔2004〕20号") != fold_number("国发〔2004〕2号")
    assert fold_law("《甲〈乙〉办法》（）") == fold_law("甲《乙》办法")
