"""编码各段规则: what the parts of a code say, beside what the item says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.auditing.rule import Own, Place, Severity, own_rule, place
from app.codes import normalise, split_task_code
from app.codes.item_types import LOCAL_TYPES, TYPES
from app.codes.levels import MUNICIPALITIES

_BASE = re.compile(r"[0-9]{2}[0-9A-Z]{10}(?:[0-9]{2})?")
_BODY = re.compile(r"[0-9A-Z]{18}")
NATION = "00"


@own_rule(
    Severity.WARNING,
    zh="业务办理项编码“{handling_code}”不以本事项的实施编码“{code}”开头",
    en="Handling code “{handling_code}” does not begin with the implementation code “{code}”",
    aspect="consistency",
)
def handling_code_apart(own: Own) -> Iterator[Place]:
    """业务办理项编码不属于本事项的实施编码。

    The handling code does not belong to the item's implementation code.

    为何要紧：业务办理项编码是实施编码加两位顺序号，前 31 位不同，说的就是另一事项。国家编码与
    地方编码并存的（如 00… 与 44…）不在此列。
    如何改正：核对两个编码；同一事项的国家编码填在“其他编码”。
    Why it matters: a handling code is the implementation code plus two digits; a different
    beginning names another item. A national code beside a provincial one is not meant.
    Put right by: checking both; the national code of the same item goes to the other codes.
    Source: codes as they are in use; GB/T 39554.1-2020 is said to define them
    """
    code = split_task_code(normalise(own.code or ""))
    handling = split_task_code(normalise(own.handling_code or ""))
    if code is None or handling is None or not handling[3] or code[:3] == handling[:3]:
        return
    if code[0] == handling[0] and code[2][:2] != handling[2][:2]:
        return
    yield place("/handling_code", code=own.code, handling_code=own.handling_code)


@own_rule(
    Severity.ERROR,
    zh="实施编码的前 18 位“{body}”不是实施主体编码“{agency_code}”",
    en="The code begins with “{body}”, the implementing body is “{agency_code}”",
    aspect="consistency",
)
def code_of_another_agency(own: Own) -> Iterator[Place]:
    """实施编码中的主体不是本事项的实施主体。

    The code names another body than the item does.

    为何要紧：编码说是甲单位的事项，内容却写乙单位办理，群众不知该找谁。
    如何改正：机构改革后沿用旧编码的，按新主体重新编码；主体填错的，改正主体。
    Why it matters: the code says one authority, the guide another.
    Put right by: coding the item anew after a reorganisation, or correcting the body.
    Source: codes as they are in use; GB/T 39554.1-2020 is said to define them
    """
    parts = split_task_code(normalise(own.code or ""))
    agency = normalise(own.agency_code or "")
    if parts and _BODY.fullmatch(agency) and parts[0] != agency:
        yield place("/agency/code", body=parts[0], agency_code=own.agency_code)


@own_rule(
    Severity.ERROR,
    zh="实施编码第 19 位是 {digit}，行使层级却是{level}",
    en="Character 19 of the code is {digit}, the level of exercise is {level}",
    aspect="consistency",
)
def level_digit_differs(own: Own) -> Iterator[Place]:
    """实施编码中的层级与行使层级不一致。

    The level in the code differs from the level of exercise.

    为何要紧：按层级汇总时，同一事项会被算到两个层级。分级管理的事项不查；直辖市的区按市级、县级
    编码的都有，也不查。
    如何改正：核对由哪一级行使，改正编码或层级。
    Why it matters: the item is counted at two levels. Shared management and the districts of
    municipalities, which use both 3 and 4, are left alone.
    Put right by: establishing which level exercises the power and correcting code or level.
    Source: codes as they are in use; GB/T 39554.1-2020 is said to define them
    """
    parts = split_task_code(normalise(own.code or ""))
    if not parts or not own.level or "7" in (own.level, parts[1]) or own.level == parts[1]:
        return
    if {own.level, parts[1]} == {"3", "4"} and parts[0][2:4] in MUNICIPALITIES:
        return
    yield place("/level", digit=parts[1], level=own.level)


@own_rule(
    Severity.ERROR,
    zh="实施编码的末 12 位“{found}”不是基本编码“{base_code}”",
    en="The code ends with “{found}”, the base code is “{base_code}”",
    aspect="consistency",
)
def base_code_differs(own: Own) -> Iterator[Place]:
    """实施编码中的基本编码与所填的基本编码不一致。

    The base code inside the implementation code differs from the stated one.

    为何要紧：事项会被连到错误的标准上。依国家目录办理而沿用省编码的（00… 与 44…）不在此列。
    如何改正：核对目录，改正其中之一。
    Why it matters: the item is held against the wrong standard. A national base code beside a
    provincial one is not meant.
    Put right by: looking the item up in the catalogue and correcting either code.
    Source: codes as they are in use; GB/T 39554.1-2020 is said to define them
    """
    parts = split_task_code(normalise(own.code or ""))
    base = normalise(own.base_code or "")
    if not parts or not _BASE.fullmatch(base) or parts[2] == base[:12]:
        return
    issuers = {parts[2][:2], base[:2]}
    if len(issuers) == 2 and NATION in issuers:
        return
    yield place("/base_code", found=parts[2], base_code=own.base_code)


@own_rule(
    Severity.WARNING,
    zh="基本编码第 3、4 位是 {found}，事项类型却是{type}",
    en="Characters 3 and 4 of the base code are {found}, the item type is {type}",
    applies="any",
    aspect="consistency",
)
def type_digits_differ(own: Own) -> Iterator[Place]:
    """基本编码中的类型与事项类型不一致。

    The type in the base code differs from the item's type.

    为何要紧：类型决定适用的要素和程序。各地另有编号的（如广东 20 为其他行政权力、21 为公共服务）
    已经换算，扩展类型不查。
    如何改正：按权责清单核定类型，改正编码或类型。
    Why it matters: the type decides what is owed. Known local numberings are converted first;
    extension types are left alone.
    Put right by: settling the type by the list of powers and correcting code or type.
    Source: codes as they are in use; GB/T 39554.1-2020 is said to define them
    """
    base = normalise(own.base_code or "")
    if not own.type or not _BASE.fullmatch(base) or base[2:4] == own.type:
        return
    found = LOCAL_TYPES.get((base[:2], base[2:4])) or TYPES.get(base[2:4])
    stated = TYPES.get(own.type)
    if found and stated and base[2:4] != "TC" and found.zh != stated.zh:
        yield place("/type", found=base[2:4], type=own.type)


@own_rule(
    Severity.WARNING,
    zh="目录发布地区是 {issuer}，基本编码却以 {found} 开头",
    en="The issuer of the catalogue is {issuer}, the base code begins with {found}",
    applies="base",
    aspect="consistency",
)
def issuer_digits_differ(own: Own) -> Iterator[Place]:
    """基本编码开头两位与目录发布地区不一致。

    The base code begins with another province than the issuer's.

    为何要紧：开头两位说明目录由谁发布，两者不同，下级就会依错标准。
    如何改正：核对发布地区；依上级目录细化的，另填“对应上级基本编码”。
    Why it matters: the first two digits say who issued the entry; local items would follow the
    wrong standard.
    Put right by: checking the issuer; a counterpart above goes to the upper code.
    Source: codes as they are in use; GB/T 39554.1-2020 is said to define them
    """
    base = normalise(own.base_code or "")
    if own.issuer and _BASE.fullmatch(base) and own.issuer[:2] != base[:2]:
        yield place("/issuer", issuer=own.issuer, found=base[:2])
