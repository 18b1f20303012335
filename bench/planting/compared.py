"""Departures from the standard: for each of the ten elements, every answer but *the same*."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from bench.planting.fault import Document, Places, Spot, plants, standing
from bench.planting.manner import FEE, charges, free, promises

NEGATING = "非不无未新原"
"""Twice or once, these make another document."""
Change = Callable[[Document, Spot], bool]
"""Edits a document; tells whether it could."""


def _departs(answer: str, element: str, place: str, *follows: str) -> Callable[[Change], Change]:
    def declare(change: Change) -> Change:
        def make(item: Document, at: Spot) -> Places:
            return (place,) if "agency" in item and change(item, at) else None

        plants(f"{answer}-{element}", follows=follows, kind=change.__name__)(make)
        return change

    return declare


@_departs("different", "name", "/name")
def _renamed(item: Document, at: Spot) -> bool:
    item["name"] = at.choice(("便民事项综合办理", "惠民事项集中服务", "涉企事项一次办结"))
    item["name"] += f"第{at.randint(100, 999)}项"
    return True


@_departs("unproven", "name", "/name")
def _suffixed(item: Document, at: Spot) -> bool:
    if at.standard.get("name") != item["name"] or "handling_code" in item:
        return False
    item["name"] += at.choice(("（新办）", "（变更）", "（延续）"))
    return True


@_departs("different", "type", "/type")
def _local_type(item: Document, at: Spot) -> bool:
    item["type"] = at.choice(("21", "25", "TC"))
    return item["authority"].get("power_source") is None


@_departs("different", "legal-basis", "/legal_basis")
def _one_law_less(item: Document, at: Spot) -> bool:
    if len({one["law"].strip("《》") for one in item["legal_basis"]}) < 2:
        return False
    law = at.choice(item["legal_basis"])["law"]
    item["legal_basis"] = [one for one in item["legal_basis"] if one["law"] != law]
    return True


@_departs("different", "legal-basis", "/legal_basis")
def _another_article(item: Document, at: Spot) -> bool:
    at.choice(item["legal_basis"])["article"] = (
        f"第一百{at.choice('七八九')}十{at.choice('二四六')}条"
    )
    return True


@_departs(
    "unproven",
    "legal-basis",
    "/legal_basis",
    "missing-legal-basis-article",
    "basis-without-article",
)
def _no_article(item: Document, at: Spot) -> bool:
    citation = at.choice(item["legal_basis"])
    citation.pop("text", None)
    return citation.pop("article", None) is not None and _alone(item, citation["law"])


def _alone(item: Document, law: str) -> bool:
    return sum(one["law"].strip("《》") == law.strip("《》") for one in item["legal_basis"]) == 1


@_departs("worse", "process", "/process")
def _one_step_more(item: Document, at: Spot) -> bool:
    steps = item["process"]["steps"]
    names = [step["name"] for step in steps]
    if "审查" not in names:
        return False
    extra = at.choice(("集体会审", "专家论证", "社会公示"))
    steps.insert(names.index("审查") + 1, {"name": extra, "number": 0, "unit": "1"})
    return True


@_departs("better", "process", "/process", "process-lacks-stage")
def _one_step_less(item: Document, at: Spot) -> bool:
    steps = item["process"]["steps"]
    inner = [step for step in steps[2:-2] if step["name"] not in ("受理", "审查", "决定")]
    if not inner:
        return False
    steps.remove(at.choice(inner))
    return True


@_departs("different", "process", "/process", "steps-out-of-order")
def _other_order(item: Document, at: Spot) -> bool:
    steps = item["process"]["steps"]
    inner = range(2, len(steps) - 1)
    if len(inner) < 2:
        return False
    one, other = at.sample(inner, 2)
    steps[one], steps[other] = steps[other], steps[one]
    return True


@_departs("unproven", "process", "/process")
def _running_text(item: Document, _at: Spot) -> bool:
    text = "申请人到窗口提出申请，窗口人员当面核对，符合条件的予以办理并告知结果。"
    item["process"] = {"text": text, "chart": item["process"]["chart"]}
    return True


@_departs("worse", "time-limit", "/time_limit")
def _slower(item: Document, at: Spot) -> bool:
    limit, statutory = item["time_limit"]["promised"], item["time_limit"]["statutory"]
    room = (statutory.get("number") or 0) - limit["number"]
    if not promises(item) or room < 1 or statutory["unit"] != "1" or not _as_standard(item, at):
        return False
    _set_days(item, "promised", limit["number"] + at.randint(1, room))
    return True


@_departs("better", "time-limit", "/time_limit", "steps-exceed-promise")
def _quicker(item: Document, at: Spot) -> bool:
    if not promises(item) or not _as_standard(item, at):
        return False
    _set_days(item, "promised", at.randint(1, item["time_limit"]["promised"]["number"] - 1))
    return True


@_departs("different", "time-limit", "/time_limit")
def _another_law(item: Document, at: Spot) -> bool:
    statutory = item["time_limit"]["statutory"]
    if not statutory.get("number") or statutory["unit"] != "1" or not _as_standard(item, at):
        return False
    room = statutory["number"] - item["time_limit"]["promised"].get("number", 0)
    if room < 1:
        return False
    _set_days(item, "statutory", statutory["number"] - at.randint(1, room))
    return True


@_departs("unproven", "time-limit", "/time_limit")
def _calendar_days(item: Document, at: Spot) -> bool:
    if not promises(item) or not _as_standard(item, at):
        return False
    days = item["time_limit"]["promised"]["number"]
    item["time_limit"]["promised"] = {"number": days + 2, "unit": "2", "text": f"{days + 2}日"}
    return days in (7, 8, 9, 10)


def _as_standard(item: Document, at: Spot) -> bool:
    """Whether the limits are still the standard's, so that one change makes one answer."""
    return bool(item["time_limit"] == at.standard["time_limit"])


def _set_days(item: Document, which: str, days: int) -> None:
    item["time_limit"][which] |= {"number": days, "text": f"{days}个工作日"}


@_departs("worse", "materials", "/materials", "material-without-basis")
def _one_more(item: Document, at: Spot) -> bool:
    like = [one for one in item["materials"] if one["type"] != "2" and _demanded(one)]
    if not like or not _all_listed(item, at):
        return False
    more = {**deepcopy(at.choice(like)), "name": at.choice(("无犯罪记录证明", "银行资信证明"))}
    item["materials"].append(more)
    return True


@_departs("better", "materials", "/materials", "material-issued-by-the-asker")
def _one_less(item: Document, at: Spot) -> bool:
    plain = [one for one in item["materials"] if "form" not in one]
    if len(plain) < 2:
        return False
    item["materials"].remove(at.choice(plain))
    return True


@_departs("different", "materials", "/materials", "material-without-basis")
def _exchanged(item: Document, at: Spot) -> bool:
    plain = [one for one in item["materials"] if "form" not in one and _demanded(one)]
    if not plain:
        return False
    at.choice(plain)["name"] = at.choice(("婚育情况声明", "环保达标承诺", "水电缴纳回单"))
    return True


@_departs("unproven", "materials", "/materials", "material-without-basis")
def _nearly(item: Document, at: Spot) -> bool:
    plain = [one for one in item["materials"] if "form" not in one and len(one["name"]) > 10]
    if not plain or not _all_listed(item, at):
        return False
    one = at.choice(plain)
    slip = at.randrange(2, 5)
    if one["name"][slip - 1] in NEGATING:
        return False
    one["name"] = one["name"][:slip] + one["name"][slip - 1 :]
    return True


def _demanded(material: Document) -> bool:
    return material["necessity"] == "1" and not material.get("exempt")


def _all_listed(item: Document, at: Spot) -> bool:
    """Whether no material of the standard is left out, which would change the answer."""
    return len(item["materials"]) == len(at.standard["materials"])


@_departs("different", "forms", "/materials")
def _old_version(item: Document, at: Spot) -> bool:
    forms = [one["form"] for one in item["materials"] if "form" in one]
    if not forms:
        return False
    at.choice(forms)["version"] = at.choice(("2016版", "2019版"))
    return True


@_departs("unproven", "forms", "/materials")
def _other_number(item: Document, at: Spot) -> bool:
    forms = [one["form"] for one in item["materials"] if "form" in one]
    if not forms:
        return False
    at.choice(forms).update(id=f"JD-{at.randint(1, 999)}", url="https://form.yunchuan.example/1")
    return True


@_departs("worse", "fees", "/fees")
def _charged(item: Document, _at: Spot) -> bool:
    if not free(item):
        return False
    item["fees"] = {"charged": True, "items": [deepcopy(FEE)], "basis": FEE["basis"]}
    item["handling"]["online_payment"] = True
    return True


@_departs("worse", "fees", "/fees")
def _dearer(item: Document, at: Spot) -> bool:
    return _priced(item, at, lambda amount: amount + at.randint(1, 90))


@_departs("better", "fees", "/fees")
def _cheaper(item: Document, at: Spot) -> bool:
    return _priced(item, at, lambda amount: round(amount / 2, 1))


def _priced(item: Document, at: Spot, price: Callable[[float], float]) -> bool:
    priced = [one for one in item["fees"].get("items", ()) if one.get("amount")]
    if not charges(item) or not priced:
        return False
    fee = at.choice(priced)
    fee["amount"] = price(fee["amount"])
    fee["standard"] = f"{fee['amount']:g}元"
    return True


@_departs("better", "fees", "/fees")
def _remitted(item: Document, _at: Spot) -> bool:
    if not charges(item):
        return False
    item["fees"] = {"charged": False, "items": []}
    item["handling"]["online_payment"] = False
    return True


@_departs("different", "fees", "/fees")
def _other_fee(item: Document, _at: Spot) -> bool:
    if not charges(item):
        return False
    item["fees"]["items"][0]["name"] = "综合服务费"
    return True


@_departs("unproven", "fees", "/fees")
def _unpriced(item: Document, at: Spot) -> bool:
    if not charges(item) or at.standard["fees"] != item["fees"]:
        return False
    fee = item["fees"]["items"][0]
    fee["standard"] = "按物价部门核定的标准收取"
    return fee.pop("amount", None) is not None


@_departs("different", "result", "/result")
def _other_result(item: Document, at: Spot) -> bool:
    if "result" not in item or item["result"].get("types") == ["99"]:
        return False
    item["result"] |= {"types": ["20"], "name": at.choice(("准予办理决定书", "准予通过通知书"))}
    return True


@_departs("unproven", "result", "/result", "result-name-against-type")
def _longer_name(item: Document, _at: Spot) -> bool:
    if item.get("result", {}).get("types") == ["99"] or not list(standing(item, "/result/name")):
        return False
    item["result"]["name"] = f"云川省{item['result']['name']}"
    return True
