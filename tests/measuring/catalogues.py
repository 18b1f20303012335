"""Random small catalogues in which everything that an indicator turns on takes every value."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.factories import catalogue as c

Document = dict[str, Any]
REGIONS = tuple(c.BODIES)
NUMBERS = (None, 0, 1, 5, 20, 30, 90)


def documents(random: Random, number: int) -> list[Document]:
    """Return so many random implementation items, each under a code of its own."""
    return [document(random, place) for place in range(number)]


def document(random: Random, place: int) -> Document:
    """Return one random item."""
    region = REGIONS[place % len(REGIONS)]
    return c.local(
        region,
        serial=1 + place // len(REGIONS),
        name=f"事项{place}",
        type=random.choice(["01", "01", "05", "06", "07", "11", "20", "77", None]),
        status=random.choice(["1", "1", "1", "1", None, "2", "3", "4"]),
        secret=random.choice([None, None, None, False, True]),
        links=random.choice([None, {"online": LINK}, {"mobile": LINK}, {"pc": LINK}]),
        handling=handling(random),
        **elements(random),
    )


LINK = "https://zwfw.example.org/apply/0421"


def handling(random: Random) -> Document:
    """Return a random way of handling."""
    flags = ("online", "hall", "one_window", "delivery", "mail_in")
    return c.handled(
        **{name: random.choice([True, True, False, None]) for name in flags},
        visits=random.choice([None, -1, 0, 0, 1, 2, 3]),
        depth=random.choice([None, [], ["1"], ["9"], ["2"], ["1", "4"], ["5", "7"], ["6"]]),
        project_type=random.choice(["1", "2", "2", None]),
        hall_reason=random.choice([None, None, "场地有特殊要求。"]),
    )


def elements(random: Random) -> Document:
    """Return random time limits, materials, steps, fees and results."""
    names = ("申请表", "身份证", "营业执照", "检测报告")
    limits = {
        name: limit
        for name in ("statutory", "promised")
        if (limit := random_limit(random)) is not None
    }
    return {
        "time_limit": limits or None,
        "materials": random.choice(
            [None, [], *([{"name": name} for name in names[:n]] for n in (1, 2, 3, 4))]
        ),
        "process": random.choice(
            [None, *({"steps": [{"name": f"环节{step}"} for step in range(n)]} for n in (1, 3, 5))]
        ),
        "fees": random.choice(
            [None, {"charged": False}, {"charged": True, "items": [{"name": "工本费"}]}]
        ),
        "result": random.choice([None, {"types": ["10"]}, {"types": ["99"]}]),
    }


def random_limit(random: Random) -> Document | None:
    """Return a time limit: stated, half stated, or not at all."""
    number = random.choice(NUMBERS)
    limit = {"number": number, "unit": random.choice(["1", "1", "2", "3", "4", "5", None])}
    return {name: part for name, part in limit.items() if part is not None} or None
