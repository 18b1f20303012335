"""各地的做法: what authorities do better than the standard, and where people go twice."""

from __future__ import annotations

from app.sample.shipped import Document, draw

TWICE = {
    "990222000000": 46,
    "990122000000": 38,
    "990221000000": 27,
    "990121000000": 20,
    "990200000000": 20,
    "990202000000": 10,
}
"""Out of a hundred items: those that take two visits in a region (elsewhere 8)."""
APART = {"990222000000": 45, "990221000000": 35, "990122000000": 30}
"""Out of a hundred items in the hall: those with a window of their own (elsewhere 15)."""
SECOND_VISIT = "须现场核验原件，领取结果时再次到场签收"
SHORTER, FEWER = 14, 10


def practise(document: Document, key: str) -> None:
    """Vary a document the way its authority works."""
    if draw("shorter", key) < SHORTER:
        shorten(document)
    if draw("fewer", key) < FEWER:
        drop_optional(document)
    _visits(document, key)
    if draw("apart", key) < APART.get(document["region"], 15):
        document["handling"]["one_window"] = False


def shorten(document: Document) -> None:
    """A shorter promise: a third of the longest step is saved; at least a day remains."""
    promised = document["time_limit"]["promised"]
    if promised["unit"] != "1" or promised["number"] < 3:
        return
    step = max(document["process"]["steps"], key=lambda each: int(each["number"]))
    saved = min(max(1, step["number"] // 3), promised["number"] - 2)
    step["number"] -= saved
    promised["number"] -= saved
    promised["text"] = f"{promised['number']}个工作日"


def drop_optional(document: Document) -> None:
    """No copy of what the authority can look up itself: optional materials are dropped."""
    document["materials"] = [each for each in document["materials"] if each["necessity"] != "2"]


def _visits(document: Document, key: str) -> None:
    handling = document["handling"]
    often = TWICE.get(document["region"], 8)
    if handling["visits"] == 0:
        often = often * 2 // 3
    if handling["project_type"] == "2" and draw("twice", key) < often:
        _twice(handling)


def _twice(handling: Document) -> None:
    """Two visits: accepted at the counter, with the reason stated."""
    handling.update(visits=2, visits_reason=SECOND_VISIT, delivery=False, mail_in=False)
    handling["result_delivery"] = ["6"]
    handling["service_forms"] = [form for form in handling["service_forms"] if form != "4"]
    if handling["online"]:
        handling["depth"] = ["1", "2", "3"]
