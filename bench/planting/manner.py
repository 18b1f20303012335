"""Faults in time limits, steps, fees, results and the manner of handling."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from bench.planting.fault import (
    FEES,
    LIMITS,
    PROCESS,
    RESULT,
    Document,
    Places,
    Spot,
    plants,
    swap,
)

INSTANT, PROMISED = "1", "2"
WORKING_DAY = "1"
AT_ONCE = frozenset({"instant-with-days", "instant-with-special-procedure"})


def _promise(item: Document) -> Document | None:
    """Return the promised limit of an item that is not done at once."""
    limit: Document | None = item.get("time_limit", {}).get("promised")
    days = limit is not None and limit.get("unit") == WORKING_DAY and limit["number"] > 1
    return limit if days and item["handling"]["project_type"] == PROMISED else None


def promises(item: Document) -> bool:
    """Tell whether an item promises several working days."""
    return _promise(item) is not None


@plants("promise-longer-than-statutory", follows=LIMITS)
def _too_long(item: Document, at: Spot) -> Places:
    statutory = item.get("time_limit", {}).get("statutory", {})
    if not promises(item) or not statutory.get("number") or statutory["unit"] != WORKING_DAY:
        return None
    days = statutory["number"] + at.randint(1, 30)
    item["time_limit"]["promised"] |= {"number": days, "text": f"{days}个工作日"}
    return ("/time_limit/promised",)


@plants("promise-longer-than-statutory", follows=LIMITS, kind="another unit")
def _in_months(item: Document, _at: Spot) -> Places:
    statutory = item.get("time_limit", {}).get("statutory", {})
    if not promises(item) or not 0 < statutory.get("number", 0) <= 20:
        return None
    if statutory["unit"] != WORKING_DAY:
        return None
    item["time_limit"]["promised"] = {"number": 3, "unit": "3", "text": "3个月"}
    return ("/time_limit/promised",)


@plants("limit-text-differs")
def _two_words(item: Document, at: Spot) -> Places:
    which = at.choice(("statutory", "promised"))
    limit = item.get("time_limit", {}).get(which, {})
    if limit.get("number") is None or limit.get("unit") != WORKING_DAY:
        return None
    limit["text"] = (
        f"{limit['number'] + at.randint(1, 40)}{at.choice(('个工作日', '工作日', '日'))}"
    )
    return (f"/time_limit/{which}",)


for which in ("statutory", "promised"):
    swap(
        "limit-without-number", f"/time_limit/{which}",
        {"text": "视项目规模分阶段确定"}, {"text": "按照规定的期限"},
        follows=LIMITS | {f"missing-time-limit-{which}-unit", f"missing-time-limit-{which}"},
    )  # fmt: skip


@plants("at-once-yet-days")
def _on_the_spot(item: Document, at: Spot) -> Places:
    limit = _promise(item)
    if limit is None:
        return None
    limit["note"] = at.choice(("当场办结", "即时办结", "即审即办"))
    return ("/time_limit/promised",)


@plants("instant-with-days", follows=AT_ONCE)
def _instant(item: Document, _at: Spot) -> Places:
    if not promises(item):
        return None
    item["handling"] |= {"project_type": INSTANT, "review_type": "2"}
    return ("/time_limit/promised",)


@plants("instant-with-special-procedure", follows=AT_ONCE)
def _instant_hearing(item: Document, _at: Spot) -> Places:
    if item["handling"]["project_type"] != INSTANT:
        return None
    basis = "《中华人民共和国行政许可法》第四十七条"
    hearing = {"name": "听证", "number": 20, "unit": WORKING_DAY, "basis": basis}
    item["time_limit"]["special_procedures"] = [hearing]
    return ("/time_limit/special_procedures",)


@plants("promised-at-once", follows=LIMITS)
def _nothing_promised(item: Document, _at: Spot) -> Places:
    if not promises(item):
        return None
    item["time_limit"]["promised"] = {"number": 0, "unit": WORKING_DAY, "text": "当场办结"}
    for step in item.get("process", {}).get("steps", ()):
        step["number"] = 0
    return ("/time_limit/promised",)


def _steps(item: Document) -> list[Document]:
    found: list[Document] = item.get("process", {}).get("steps", [])
    return found


@plants("steps-exceed-promise")
def _long_steps(item: Document, at: Spot) -> Places:
    limit, steps = _promise(item), _steps(item)
    uniform = {step.get("unit") for step in steps} == {WORKING_DAY}
    if limit is None or not uniform or item["time_limit"].get("special_procedures"):
        return None
    at.choice(steps)["number"] += limit["number"] + at.randint(1, 9)
    return ("/process/steps",)


@plants("step-without-limit")
def _untimed(item: Document, at: Spot) -> Places:
    timed = [step for step in _steps(item) if "number" in step]
    if len(timed) < 2:
        return None
    del at.choice(timed)["number"]
    return ("/process/steps",)


@plants("process-lacks-stage", follows=PROCESS)
def _undecided(item: Document, _at: Spot) -> Places:
    names = [step["name"] for step in _steps(item)]
    if "审查" not in names or names.index("审查") < 1:
        return None
    del _steps(item)[names.index("审查") + 1 :]
    return ("/process/steps",)


@plants("process-lacks-stage", follows=PROCESS, kind="acceptance")
def _unaccepted(item: Document, _at: Spot) -> Places:
    if len(_steps(item)) < 2:
        return None
    step = {"number": 0, "unit": WORKING_DAY}
    item["process"]["steps"] = [{"name": "审查", **step}, {"name": "决定", **step}]
    return ("/process/steps",)


@plants("steps-out-of-order", follows=PROCESS, kind="acceptance")
def _reviewed_first(item: Document, _at: Spot) -> Places:
    return _before(item, "审查", "受理")


@plants("steps-out-of-order", follows=PROCESS, kind="delivery")
def _delivered_first(item: Document, _at: Spot) -> Places:
    return _before(item, "送达", "决定")


def _before(item: Document, later: str, earlier: str) -> Places:
    steps = _steps(item)
    names = [step["name"] for step in steps]
    if later not in names or earlier not in names:
        return None
    place = names.index(earlier)
    steps.insert(place, steps.pop(names.index(later)))
    return (f"/process/steps/{place}",)


@plants("repeated-step", follows=PROCESS)
def _stuttering(item: Document, at: Spot) -> Places:
    steps = _steps(item)
    if not steps:
        return None
    place = at.randrange(len(steps))
    steps.insert(place + 1, {**deepcopy(steps[place]), "number": 0})
    return (f"/process/steps/{place + 1}",)


def charges(item: Document) -> bool:
    """Tell whether an item costs something, by items that are listed."""
    fees = item.get("fees", {})
    return bool(fees.get("charged") and fees.get("items"))


def free(item: Document) -> bool:
    """Tell whether an item costs nothing."""
    return item.get("fees", {}).get("charged") is False and not item["fees"].get("items")


FEE = {
    "name": "工本费",
    "standard": "每件10元",
    "amount": 10,
    "unit": "元/件",
    "basis": "云川省发展和改革委员会《关于工本费标准的通知》（云发改〔2023〕8号）",
    "reducible": False,
}
swap(
    "fee-items-though-free", "/fees/items", [FEE], [{"name": "评审费", "standard": "每次200元"}],
    when=free, shown="/fees/items/0",
    follows={"missing-fees-items-basis", "missing-fees-items-standard"},
)  # fmt: skip


def _each(item: Document, **facts: Any) -> None:
    for fee in item["fees"]["items"]:
        fee.update(facts)


@plants("charged-at-nothing", follows=FEES)
def _for_nothing(item: Document, at: Spot) -> Places:
    if not charges(item):
        return None
    _each(item, standard=at.choice(("免费", "不收费", "免征")), amount=0)
    return ("/fees/charged",)


@plants("charged-on-no-basis", follows={"missing-fees-items-basis"})
def _no_basis(item: Document, at: Spot) -> Places:
    if not charges(item):
        return None
    item["fees"]["basis"] = at.choice(("无", "/", "暂无", "待定"))
    for fee in item["fees"]["items"]:
        fee.pop("basis", None)
    return ("/fees/basis",)


@plants("fee-without-amount", follows=FEES)
def _no_figure(item: Document, at: Spot) -> Places:
    if not charges(item):
        return None
    place = at.randrange(len(item["fees"]["items"]))
    fee = item["fees"]["items"][place]
    fee["standard"] = at.choice(("由窗口告知", "请到窗口咨询"))
    fee.pop("amount", None)
    return (f"/fees/items/{place}/standard",)


@plants("fee-amount-differs", follows=FEES)
def _two_prices(item: Document, at: Spot) -> Places:
    if not charges(item):
        return None
    place = at.randrange(len(item["fees"]["items"]))
    fee = item["fees"]["items"][place]
    fee["standard"] = f"每件{at.randint(1, 300)}元"
    fee["amount"] = at.randint(301, 900)
    return (f"/fees/items/{place}/amount",)


@plants("reduction-though-not-allowed")
def _not_reducible(item: Document, at: Spot) -> Places:
    if not charges(item):
        return None
    place = at.randrange(len(item["fees"]["items"]))
    item["fees"]["items"][place] |= {"reducible": False, "reduction": "小微企业减半收取。"}
    return (f"/fees/items/{place}/reducible",)


swap("payment-though-free", "/handling/online_payment", True, when=free)
swap("charged-without-online-payment", "/handling/online_payment", False, when=charges)

LICENCES, PAPERS = ("证", "证书", "执照"), ("批复", "决定书", "通知书", "意见书")
LIKE = frozenset({"result-name-against-type", "missing-result-licence-code"})


@plants("result-name-against-type", follows=RESULT | {"missing-result-licence-code"})
def _wrong_type(item: Document, _at: Spot) -> Places:
    result = item.get("result", {})
    types, name = result.get("types"), result.get("name", "")
    if types == ["10"] and name.endswith(("许可证", "证书", "合格证")):
        result["types"] = ["20"]
    elif types == ["20"] and name.endswith(PAPERS):
        result["types"] = ["10"]
    else:
        return None
    return ("/result/types",)


swap(
    "none-among-results", "/result/types", lambda types: [*types, "99"],
    when=lambda item: item["result"].get("types") != ["99"], follows=RESULT,
)  # fmt: skip
swap(
    "result-named-though-none", "/result/types", ["99"],
    when=lambda item: bool(item["result"].get("name")), follows=RESULT | LIKE,
)  # fmt: skip


def _handle(
    rule: str,
    field: str,
    *,
    trips: int | None = None,
    net: bool | None = None,
    drop: Iterable[str] = (),
    **facts: Any,
) -> None:
    """Declare a planter that sets several fields of 办理方式, so that they contradict each other.

    ``trips`` and ``net`` say which items it is made in: those that take visits or none, those
    that are online or not.
    """
    gone = tuple(drop)

    def make(item: Document, _at: Spot) -> Places:
        handling = item["handling"]
        if trips is not None and min(handling["visits"], 1) != trips:
            return None
        if net is not None and handling["online"] is not net:
            return None
        handling.update(deepcopy(facts))
        for name in gone:
            handling.pop(name, None)
        return (f"/handling/{field}",)

    plants(rule, kind=field)(make)


NO_POST = {"delivery": False, "mail_in": False, "self_service": False, "result_delivery": ["6"]}
OFFLINE = {"online": False, "channels": ["1"], "service_forms": ["3"]}
for reason in ("无", "/", "按规定执行"):
    _handle("hollow-visit-reason", "visits_reason", trips=1, visits_reason=reason)
    _handle(
        "hollow-hall-reason", "hall_reason", hall=False, one_window=False, hall_reason=reason
    )  # fmt: skip
_handle("reason-without-visit", "visits_reason", trips=0, visits_reason="现场核验材料")
_handle(
    "one-window-outside-hall", "one_window", hall=False, hall_reason="须在专用考场办理",
    one_window=True,
)  # fmt: skip
_handle("courier-yet-no-delivery", "delivery", trips=1, delivery=False, result_delivery=["4"])
_handle("no-way-to-apply", "visits", trips=0, drop=("depth", "visits_reason"), **OFFLINE, **NO_POST)
_handle("wholly-online-yet-visits", "visits", trips=1, net=True, depth=["1", "2", "3", "4", "5"])
_handle("no-visit-yet-shallow", "visits", trips=0, net=True, depth=["2", "3"], **NO_POST)
for depth in (["1"], ["9"], ["1", "9"]):
    _handle("online-in-name-only", "depth", trips=1, net=True, depth=depth)
_handle("online-traces-though-offline", "depth", trips=1, depth=["3", "4"], **OFFLINE)
_handle(
    "online-traces-though-offline", "channels", trips=1, drop=("depth",),
    **{**OFFLINE, "channels": ["1", "2"]},
)  # fmt: skip
_handle("visits-though-only-online", "channels", trips=1, channels=["2"])


@plants("review-against-case-type")
def _wrong_review(item: Document, _at: Spot) -> Places:
    instant = item["handling"]["project_type"] == INSTANT
    item["handling"]["review_type"] = "1" if instant else "2"
    return ("/handling/review_type",)


@plants("service-form-contradicted")
def _wrong_form(item: Document, at: Spot) -> Places:
    handling = item["handling"]
    wrong = []
    if handling["project_type"] == PROMISED:
        wrong.append(["1"])
    if handling["visits"] > 1:
        wrong.append(["4"])
    if handling["online"] is False:
        wrong.append(["2"])
    handling["service_forms"] = at.choice([*wrong, ["5", "3"]])
    return ("/handling/service_forms",)
