"""办理方式: what follows from a kind's visits, promise, fees and topics."""

from __future__ import annotations

from app.sample.shipped import Document

AT_COUNTER, ONLINE, BY_POST = "1", "2", "3"
WHOLLY_ONLINE = ["1", "2", "3", "4", "5", "6"]
ACCEPTED_ONLINE = ["1", "2", "3", "4"]


def handling(kind: Document) -> Document:
    """Return the element of a kind: one visit at most, online wherever the law lets it be."""
    online = kind.get("online", True)
    stated: Document = {
        **_promise(kind),
        **_visits(kind),
        "channels": kind.get("channels", [AT_COUNTER, ONLINE]),
        "online": online,
        **_hall(kind),
        "area": kind.get("area", "3" if "1" in kind["objects"] else "0"),
        "online_payment": "fees" in kind,
        "self_service": kind["promised"] == "即办" and online,
        "pc_sign_on": online,
        "mobile_sign_on": online,
        "intermediary": "无",
        "quantity_limit": kind.get("quantity", "无"),
        "special_procedure": _special(kind),
        "commitment": kind.get("commitment", False),
    }
    if online:
        stated["depth"] = _depth(kind)
    return stated


def _promise(kind: Document) -> Document:
    at_once = kind.get("project_type", "1" if kind["promised"] == "即办" else "2") == "1"
    review = "2" if at_once else kind.get("mode", "1")
    forms = ["1", "4"] if at_once else ["4"]
    online = ["2"] if kind.get("online", True) else []
    return {
        "project_type": "1" if at_once else "2",
        "review_type": review,
        "service_forms": sorted([*forms, *online]),
    }


def _visits(kind: Document) -> Document:
    stated: Document = {"visits": kind["visits"]}
    if "reason" in kind:
        stated["visits_reason"] = kind["reason"]
    in_person = kind.get("online", True) is False
    delivery = {"delivery": not in_person, "mail_in": kind["visits"] == 0}
    return {**stated, **delivery, "result_delivery": ["6"] if in_person else ["4", "6"]}


def _hall(kind: Document) -> Document:
    if kind.get("hall", True):
        return {"hall": True, "one_window": True, "appointment": True}
    reason = {"hall_reason": kind["hall_reason"]}
    return {"hall": False, **reason, "one_window": False, "appointment": True}


def _depth(kind: Document) -> list[str]:
    if kind["visits"]:
        return list(ACCEPTED_ONLINE)
    return [*WHOLLY_ONLINE, "7"] if kind["result"]["type"] == "10" else list(WHOLLY_ONLINE)


def _special(kind: Document) -> str:
    procedures = kind.get("special_procedures", [])
    return "、".join(each["name"] for each in procedures) or "无"
