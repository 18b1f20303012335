"""目录的瑕疵: documents beside others and beside the base catalogue, too many or too few."""

from __future__ import annotations

from dataclasses import replace

from app.sample.bodies import agency
from app.sample.faults.declare import addition, fault, removal, spot
from app.sample.faults.edits import Edit, put, rewrite
from app.sample.places import region
from app.sample.shipped import Document

RENEWAL, FIRST = "烟草专卖零售许可证延续@白杨县", "烟草专卖零售许可证核发@白杨县"
SAME_NAME = ("one-name-several-codes", "/name")


def made_locally(name: str, base_code: str) -> Edit:
    """An item with a name and a base code that no catalogue has."""

    def change(document: Document) -> None:
        document.update(name=name, type=base_code[2:4], base_code=base_code)
        document["code"] = document["code"][:19] + base_code

    return Edit(("/name", "/type", "/base_code", "/code"), change)


def claimed_by(line: str, place: str) -> Edit:
    """The same item, claimed by the body of a line in another region."""

    def change(document: Document) -> None:
        body, level = agency(line, place), region(place).level
        document["code"] = f"{body.code}{level}{document['base_code']}"
        document["agency"] = {"code": body.code, "name": body.name}
        document.update(level=level, region=place)

    return Edit(("/code", "/agency", "/level", "/region"), change)


STANDARDS = (
    addition(
        "动物防疫条件合格证核发@青石县",
        made_locally("犬类养殖登记", "991020901000"),
        ("without-standard", "/base_code"),
        note="县里自建的事项，基本目录里没有",
    ),
    addition(
        "城市建筑垃圾处置核准@湖滨区",
        made_locally("装修垃圾清运备案", "991055902000"),
        ("without-standard", "/base_code"),
        note="区里自建的事项，基本目录里没有",
    ),
    addition(
        "第二类医疗器械经营备案@云泽市",
        claimed_by("市场监督管理", "990221000000"),
        ("level-outside-standard", "/level"),
        note="目录只到市级，县里也认领了",
    ),
    fault(
        "升放无人驾驶自由气球或者系留气球活动审批@江平市",
        put("/status", "1"),
        ("standard-not-in-use", "/status"),
        note="目录已取消，这里仍在用",
    ),
    fault(
        "第一类医疗器械产品备案@江平市",
        put("/status", "1"),
        ("standard-not-in-use", "/status"),
        note="目录已暂停，这里仍在用",
    ),
)

NEIGHBOURS = (
    addition(
        "个体工商户设立登记@湖滨区",
        put("/row_id", "yc-2024-00017"),
        ("duplicate-code", "/code"),
        note="同一编码登记了两条",
        beside=("duplicate-code", "/code"),
    ),
    addition(
        "企业设立登记@南岭县",
        rewrite("/code", lambda code: f"{code[:19]}000131001001"),
        ("several-codes-for-one-base", "/code"),
        note="同一事项按省码、国码各登记了一条",
        beside=("several-codes-for-one-base", "/code"),
    ),
    replace(
        fault(
            RENEWAL,
            put("/name", "烟草专卖零售许可证核发"),
            ("different-name", "/name"),
            SAME_NAME,
            note="延续写成了核发，同一主体两个事项同名",
        ),
        elsewhere=((spot(FIRST), SAME_NAME),),
    ),
)

GAPS = (
    removal("校车使用许可@白杨县", "白杨县没有认领"),
    removal("残疾人证办理@南岭县", "南岭县没有认领"),
    removal("农村村民宅基地审批@杨树乡", "杨树乡没有认领"),
)
FAULTS = (*STANDARDS, *NEIGHBOURS, *GAPS)
