from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.codes import Code, CodeKind, DamagedCode, parse

IMPLEMENTATION = "11440100007483172Q3440106043001"


def remarks(code: Code) -> list[str]:
    return [remark.code for remark in code.problems]


def meaning(code: Code, key: str) -> str | None:
    part = code.part(key)
    return part.meaning.zh if part and part.meaning else None


@pytest.mark.parametrize(
    "text, kind, body, level, base, serial",
    [
        (IMPLEMENTATION, "implementation", "11440100007483172Q", "3", "440106043001", None),
        (
            "11440100007482575H3440118009000",
            "implementation",
            "11440100007482575H",
            "3",
            "440118009000",
            None,
        ),
        (
            "114403006939513773344201505200802",
            "handling",
            "114403006939513773",
            "3",
            "442015052008",
            "02",
        ),
        (
            "12441500196720244T3442199806003",
            "implementation",
            "12441500196720244T",
            "3",
            "442199806003",
            None,
        ),
        (
            "11310000MB2F30661Y231200356400001",
            "handling",
            "11310000MB2F30661Y",
            "2",
            "312003564000",
            "01",
        ),
    ],
)
def test_published_codes_split_without_remark(
    text: str, kind: str, body: str, level: str, base: str, serial: str | None
) -> None:
    code = parse(text)
    assert code.kind == kind
    assert [code.value(key) for key in ("body", "level", "base", "serial")] == [
        body,
        level,
        base,
        serial,
    ]
    assert remarks(code) == []


def test_every_part_says_what_it_means() -> None:
    code = parse(IMPLEMENTATION)
    assert [(part.name, part.value, part.start, part.length) for part in code.parts] == [
        ("实施主体", "11440100007483172Q", 1, 18),
        ("行使层级", "3", 19, 1),
        ("基本编码", "440106043001", 20, 12),
    ]
    assert meaning(code, "class") == "机关"
    assert meaning(code, "region") == "广东省"
    assert meaning(code, "level") == "市级"
    assert meaning(code, "issuer") == "广东省"
    assert meaning(code, "type") == "行政许可"
    assert meaning(code, "sub") == "第 1 子项"


@pytest.mark.parametrize(
    "text",
    [
        IMPLEMENTATION,
        "114403006939513773344201505200802",
        "440106043001",
        "62052400MZ-XK-0001",
        "00010500400002",
        "TE440000GD030003VV",
    ],
)
def test_parts_are_where_they_say(text: str) -> None:
    for top in parse(text).parts:
        for part in top.walk():
            assert text[part.start - 1 : part.start - 1 + part.length] == part.value
            assert "".join(inner.value for inner in part.parts) in ("", part.value)


def test_a_district_body_registered_with_its_city_is_only_remarked_on() -> None:
    code = parse("11440300MB2D0722464440127028001")
    assert (code.value("level"), code.value("base")) == ("4", "440127028001")
    assert remarks(code) == ["level-differs-from-region"]
    assert "440300" in code.problems[0].message.zh


def test_a_district_of_a_municipality_may_exercise_level_3() -> None:
    code = parse("11310115002421239Q3310100284000")
    assert "level-differs-from-region" not in remarks(code)


def test_types_differ_by_province() -> None:
    assert meaning(parse("442015052008"), "type") == "其他行政权力"
    assert meaning(parse("312003564000"), "type") == "公共服务"
    assert meaning(parse("442199806003"), "type") == "公共服务"
    package = parse("114401134554137174444TC12049000")
    assert meaning(package, "type") == "套餐服务"
    assert remarks(package) == ["letters-in-base"]


def test_main_item_with_sub_items() -> None:
    code = parse("44010200200Y")
    assert code.kind is CodeKind.BASE
    assert code.is_main_item
    assert meaning(code, "sub") == "设有子项的主项"
    assert remarks(code) == []


def test_the_nation_issues_codes_under_00() -> None:
    code = parse("000105004000")
    assert meaning(code, "issuer") == "国家"
    assert meaning(code, "sub") == "未细分子项"


@pytest.mark.parametrize("text", ["44211105N003", "44210104C002", "44212401W000"])
def test_letters_in_base_codes_are_kept(text: str) -> None:
    code = parse(text)
    assert code.kind is CodeKind.BASE
    assert remarks(code) == ["letters-in-base"]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("TE4507211000000003", ["body-not-credit-code"]),
        ("TE440000GD030003VV", ["body-not-credit-code"]),
        ("310000999000YB0000", ["body-not-credit-code"]),
        ("13440000515356094L", ["check-digit", "org-check-digit"]),
        ("11511301452259996u", ["lower-case"]),
        ("114507210081153000", ["check-digit", "rounded-by-excel", "org-check-digit"]),
        ("440199999999", []),
        ("440100000000", ["looks-like-region"]),
        ("990106043001", ["unknown-issuer"]),
        ("443306043001", ["unknown-type"]),
        ("114507210081152081400201420400102 ", ["blank"]),
        ("310100284000-05", ["hyphen"]),
        ("'440106043001", ["apostrophe"]),
        ("４４０１０６０４３００１", ["full-width"]),
        ("440106043001.0", ["decimal-point"]),
        ("105004000", ["leading-zeros-lost"]),
        ("hello", ["unknown-shape"]),
        ("", ["unknown-shape"]),
    ],
)
def test_oddities_are_remarks(text: str, expected: list[str]) -> None:
    code = parse(text)
    assert code.given == text
    assert remarks(code) == expected
    for remark in code.problems:
        assert "{" not in remark.message.zh + remark.message.en


def test_what_was_meant() -> None:
    assert parse("114507210081152081400201420400102\u00a0").text == (
        "114507210081152081400201420400102"
    )
    assert parse("310100284000-05").kind is CodeKind.BASE_HANDLING
    assert parse("105004000").text == "000105004000"
    assert parse("44010200200y").text == "44010200200Y"


def test_codes_of_materials_and_cases() -> None:
    material = parse(IMPLEMENTATION + "007")
    assert (material.kind, material.value("material")) == (CodeKind.MATERIAL, "007")
    for serial in ("0012", "000000012"):
        case = parse(IMPLEMENTATION + "20190930" + serial)
        assert (case.kind, case.value("date"), case.value("case")) == (
            CodeKind.CASE,
            "20190930",
            serial,
        )
        assert meaning(case, "date") == "2019年9月30日"
    assert parse(IMPLEMENTATION + "201999990012").kind is CodeKind.UNKNOWN


def test_fourteen_characters_are_a_handling_item_or_a_supervision_code() -> None:
    handling = parse("00010500400006")
    assert (handling.kind, handling.value("base")) == (CodeKind.BASE_HANDLING, "000105004000")
    assert handling.value("serial") == "06"
    assert parse("01010100110100").kind is CodeKind.SUPERVISION


def test_organisation_codes() -> None:
    assert parse("00877868-5").kind is CodeKind.ORGANISATION
    assert parse("006939756").kind is CodeKind.ORGANISATION


@pytest.mark.parametrize(
    "text",
    [
        "1.14507E+30",
        "1.14507e30",
        "1.1450721008115372e+30",
        " 4.40101E+32",
        "1E+30",
        "1145072100811530000000000000000",  # 15 digits kept
        "1145072100811537200000000000000",  # 17 digits kept
        "114507210081153000000000000000000",
    ],
)
def test_digits_destroyed_by_excel_are_the_one_error(text: str) -> None:
    with pytest.raises(DamagedCode) as raised:
        parse(text)
    assert "Excel" in raised.value.detail()
    assert "重新导出" in raised.value.detail()


@given(st.text(max_size=50) | st.text("0123456789AEYXTI-. +", min_size=9, max_size=48))
def test_anything_can_be_parsed(text: str) -> None:
    try:
        code = parse(text)
    except DamagedCode:
        return
    assert (code.kind is CodeKind.UNKNOWN) == (not code.parts)
    assert code.given == text
