"""编码、名称、网址与日期的瑕疵: what is wrong in an item's own part."""

from __future__ import annotations

from dataclasses import replace

from app.codes.check_digits import CREDIT_ALPHABET
from app.sample.bodies import credit_code
from app.sample.faults.declare import UNCLAIMED, fault
from app.sample.faults.edits import Edit, put, rewrite
from app.sample.shipped import Document

CENTRAL = "100000"
"""Where bodies of the central government are registered, and those that report to them."""


def miscopied_body() -> Edit:
    """A vertically managed body whose credit code was copied with its last character wrong."""

    def change(document: Document) -> None:
        right = credit_code("11", CENTRAL, document["agency"]["code"][8:16])
        last = CREDIT_ALPHABET.index(right[17])
        wrong = right[:17] + CREDIT_ALPHABET[(last + 1) % len(CREDIT_ALPHABET)]
        document["agency"]["code"] = wrong
        document["code"] = wrong + document["code"][18:]

    return Edit(("/agency/code", "/code"), change)


FAULTS = (
    fault(
        "公共场所卫生许可@临河县",
        rewrite("/code", lambda code: code[:-1]),
        ("malformed-implementation-code", "/code"),
        note="实施编码少了一位",
    ),
    fault(
        "烟草专卖零售许可证核发@城东区",
        miscopied_body(),
        ("failed-check-digit", "/agency/code"),
        note="统一社会信用代码抄错一位，校验不符",
    ),
    fault(
        "出租汽车驾驶员从业资格证核发@云泽市",
        rewrite("/code", lambda code: f"{code[:18]}4{code[19:]}"),
        ("level-digit-differs", "/level"),
        note="编码第 19 位写成县级，实为市级",
    ),
    fault(
        "食品经营许可@青石县#变更",
        rewrite("/handling_code", lambda code: f"{code[:-2]}2"),
        ("malformed-implementation-code", "/handling_code"),
        note="业务办理项编码只有 32 位",
    ),
    fault(
        "食品经营许可@白杨县#延续",
        rewrite("/handling_code", lambda code: f"{code[:19]}990131006000{code[31:]}"),
        ("handling-code-apart", "/handling_code"),
        note="业务办理项编码的前 31 位是另一事项的",
    ),
    fault(
        "工伤认定@南岭县",
        rewrite("/code", lambda code: f"{code[:19]}990714004000"),
        ("base-code-differs", "/base_code"),
        note="编码末 12 位与基本编码不一致",
    ),
    replace(
        fault(
            "法律援助申请@白杨县",
            rewrite("/base_code", lambda code: code[:-1]),
            ("malformed-base-code", "/base_code"),
            ("without-standard", "/base_code"),
            note="基本编码少了一位，对不上标准，目录里也就没人认领",
        ),
        elsewhere=(UNCLAIMED,),
    ),
    fault(
        "城镇供水报装@临河县",
        put("/code", "1.19901215503E+30"),
        ("damaged-code", "/code"),
        note="编码被电子表格存成了数值",
    ),
    fault(
        "城乡居民基本养老保险待遇申领@白杨县",
        put("/code", "BYX-RS-0042"),
        ("unrecognised-code", "/code"),
        note="沿用当地旧编码，没有改成 31 位",
    ),
    fault(
        "计量标准器具核准@湖滨区",
        put("/type", "07"),
        ("different-type", "/type"),
        ("type-digits-differ", "/type"),
        note="许可事项填成了行政确认",
    ),
    fault(
        "失业保险金申领@临河县",
        put("/type", "25"),
        ("different-type", "/type"),
        note="类型用了本地扩展的代码",
    ),
)
