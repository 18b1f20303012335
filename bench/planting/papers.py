"""Faults in materials and their forms, in legal bases, and in what both say of laws and papers."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from bench.planting.fault import (
    BASIS,
    FEES,
    LIMITS,
    MATERIALS,
    Document,
    Places,
    Spot,
    plants,
    swap,
)

FORM, OTHER = "2", "3"
Member = dict[str, Any]


def _is_form(material: Member) -> bool:
    return material.get("type") == FORM or "form" in material


def _one_more(rule: str, *names: str, follows: frozenset[str] = MATERIALS) -> None:
    """Declare a planter that lists one more material, called by one of ``names``."""

    def make(item: Document, at: Spot) -> Places:
        like = [one for one in item.get("materials", ()) if not _is_form(one)]
        if not like:
            return None
        more = {**deepcopy(at.choice(like)), "name": at.choice(names), "exempt": False}
        item["materials"].append(more)
        return (f"/materials/{len(item['materials']) - 1}/name",)

    plants(rule, follows=follows, kind="one more")(make)


CATCH_ALLS = ("其他材料", "法律、行政法规规定的其他材料", "其他需要提交的材料", "其它相关证明材料")
VAGUE = ("相关证明材料", "有关材料", "与申请事项有关的材料")
NONE = ("无", "无需材料", "不需要提交材料")
for rule, names in (
    ("catch-all-material", CATCH_ALLS),
    ("vague-material", VAGUE),
    ("no-material-as-material", NONE),
):
    _one_more(rule, *names)
    swap(rule, "/materials/*/name", *names, follows=MATERIALS)
_one_more("material-no-longer-issued", "税务登记证", "组织机构代码证", "《税务登记证》复印件")


def _member(
    rule: str,
    change: Callable[[Member, Spot], None],
    when: Callable[[Member], bool],
    shown: str = "",
    follows: frozenset[str] = frozenset(),
    element: str = "materials",
) -> None:
    """Declare a planter that changes one member of a list that ``when`` accepts."""

    def make(item: Document, at: Spot) -> Places:
        places = [place for place, one in enumerate(item.get(element, ())) if when(one)]
        if not places:
            return None
        place = at.choice(places)
        change(item[element][place], at)
        return (f"/{element}/{place}{shown}",)

    plants(rule, follows=follows)(make)


def _plain(material: Member) -> bool:
    notes = ("fill_note", "acceptance_note", "remark", "source_note", "exempt", "licence_code")
    return not any(material.get(name) for name in notes)


def _with(**facts: Any) -> Callable[[Member, Spot], None]:
    return lambda member, _at: member.update(deepcopy(facts))


def _without(*names: str) -> Callable[[Member, Spot], None]:
    def change(member: Member, _at: Spot) -> None:
        for name in names:
            member.pop(name, None)

    return change


_member(
    "paper-without-copies", _with(format="1", originals=0, copies=0), _plain,
    follows=frozenset({"missing-materials-paper-size"}),
)  # fmt: skip
_member("electronic-with-copies", _with(format="2", originals=1, copies=1), _plain)
_member(
    "exempt-yet-asked-for", _with(exempt=True, originals=1, copies=0),
    lambda one: one.get("necessity") != "3" and one.get("format") != "2", "/exempt",
)  # fmt: skip
_member(
    "form-marked-otherwise", _with(type=OTHER),
    lambda one: one.get("type") == FORM and one["name"].endswith(("申请表", "登记表", "备案表")),
    "/type",
)  # fmt: skip
_member(
    "form-without-file", _with(form={"name": "申请表", "version": "2024版"}),
    lambda one: "form" in one, "/form", MATERIALS,
)  # fmt: skip
swap(
    "count-in-material-name", "/materials/*/name",
    *(lambda name, tail=tail: f"{name}{tail}" for tail in ("（原件1份）", "（原件1份、复印件2份）")),
    follows=MATERIALS,
)  # fmt: skip


@plants("duplicate-material", follows=MATERIALS)
def _listed_twice(item: Document, at: Spot) -> Places:
    plain = [one for one in item.get("materials", ()) if not _is_form(one)]
    if not plain:
        return None
    again = deepcopy(at.choice(plain))
    again["name"] = f"{again['name']} "
    item["materials"].append(again)
    return (f"/materials/{len(item['materials']) - 1}/name",)


@plants("several-forms", follows=MATERIALS)
def _another_form(item: Document, _at: Spot) -> Places:
    forms = [one for one in item.get("materials", ()) if one.get("type") == FORM]
    if len(forms) != 1:
        return None
    another = {**deepcopy(forms[0]), "name": "基本情况登记表"}
    another.get("form", {}).update(id="YC-0-2", name="基本情况登记表")
    item["materials"].append(another)
    return ("/materials",)


@plants("material-without-basis", follows=MATERIALS)
def _groundless(item: Document, at: Spot) -> Places:
    founded = [one for one in item.get("materials", ()) if one.get("basis") and not _is_form(one)]
    if not founded:
        return None
    more = {**deepcopy(at.choice(founded)), "name": at.choice(("经营场所情况说明", "业务开展计划"))}
    del more["basis"]
    item["materials"].append(more)
    return (f"/materials/{len(item['materials']) - 1}/basis",)


ISSUED_BY = {
    "公安局": ("普通护照", "居住证"),
    "民政局": ("结婚证", "离婚证"),
    "交通运输局": ("道路运输证", "道路运输经营许可证"),
}


@plants("material-issued-by-the-asker", follows=MATERIALS)
def _their_own(item: Document, at: Spot) -> Places:
    agency = item["agency"]["name"]
    papers = next((own for ending, own in ISSUED_BY.items() if agency.endswith(ending)), ())
    plain = [one for one in item.get("materials", ()) if not _is_form(one)]
    renewing = any(word in item["name"] for word in "换补变注延更遗迁审")
    paper = at.choice(papers) if papers else ""
    if not papers or not plain or renewing or paper in item["name"]:
        return None
    more = {**deepcopy(at.choice(plain)), "name": paper, "necessity": "1", "exempt": False}
    item["materials"].append(more)
    return (f"/materials/{len(item['materials']) - 1}/name",)


_member(
    "basis-without-article", _without("article", "kind", "text"),
    lambda one: one["law"].endswith(("法", "条例", "办法", "规定")), "/article", BASIS, "legal_basis",
)  # fmt: skip
_member(
    "unmatched-marks-in-basis", lambda one, _: one.update(law=f"《{one['law']}"),
    lambda one: "《" not in one["law"], "/law", BASIS, "legal_basis",
)  # fmt: skip
_member(
    "several-laws-in-one",
    lambda one, _: one.update(law=f"《{one['law'].strip('《》')}》《中华人民共和国行政许可法》"),
    lambda one: "《" not in one["law"].strip("《》"), "/law", BASIS, "legal_basis",
)  # fmt: skip


@plants("duplicate-basis", follows=BASIS)
def _cited_twice(item: Document, at: Spot) -> Places:
    if not item.get("legal_basis"):
        return None
    again = deepcopy(at.choice(item["legal_basis"]))
    again["law"] = f"《{again['law'].strip('《》')}》"
    item["legal_basis"].append(again)
    return (f"/legal_basis/{len(item['legal_basis']) - 1}",)


def _cited(rule: str, *citations: Member) -> None:
    """Declare a planter that cites one more law, as people write it down."""

    def make(item: Document, at: Spot) -> Places:
        if not item.get("legal_basis"):
            return None
        item["legal_basis"].append({"kind": "1", "article": "第三条", **at.choice(citations)})
        return (f"/legal_basis/{len(item['legal_basis']) - 1}/law",)

    plants(rule, follows=BASIS, kind="one more")(make)


_cited(
    "repealed-law",
    {"law": "中华人民共和国物权法", "number": "主席令第六十二号"},
    {"law": "《中华人民共和国合同法》"},
    {"law": "公司登记管理条例", "kind": "2"},
    {"law": "中华人民共和国担保法"},
)
_cited(
    "amended-law-version",
    {"law": "医疗器械监督管理条例", "number": "中华人民共和国国务院令第650号", "kind": "2"},
    {"law": "中华人民共和国消防法（2008年修订）"},
)
swap(
    "repealed-law",
    "/materials/*/basis",
    "《合同法》第三百九十六条",
    "《中华人民共和国担保法》第一条",
)
swap("repealed-law", "/fees/items/*/basis", "《公司登记管理条例》第五十七条", follows=FEES)


@plants("repealed-law", follows=LIMITS | {"instant-with-special-procedure"}, kind="procedure")
def _old_procedure(item: Document, _at: Spot) -> Places:
    hearing = {"name": "听证", "number": 20, "unit": "1", "basis": "《城市规划法》第十条"}
    item["time_limit"]["special_procedures"] = [hearing]
    return ("/time_limit/special_procedures/0/basis",)


@plants("basis-too-low", follows=BASIS)
def _document_only(item: Document, _at: Spot) -> Places:
    if item["type"] != "01":
        return None
    document = {"law": "关于进一步规范许可的通知", "number": "建城〔2020〕1号", "kind": "6"}
    item["legal_basis"] = [document]
    return ("/legal_basis/0/law",)


@plants("document-without-number", follows=BASIS)
def _unnumbered(item: Document, _at: Spot) -> Places:
    if not item.get("legal_basis"):
        return None
    item["legal_basis"].append({"law": "关于进一步规范登记收费的通知", "kind": "6"})
    return (f"/legal_basis/{len(item['legal_basis']) - 1}/number",)
