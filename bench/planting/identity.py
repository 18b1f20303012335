"""Faults in what an item says of itself: codes, dates, links, and its place in the catalogue."""

from __future__ import annotations

from collections.abc import Callable

from app.codes.check_digits import CREDIT_ALPHABET
from app.sample.bodies import credit_code
from app.sample.catalogue import agencies
from bench.planting.fault import BASIS, Document, Places, Spot, plants, swap


def _whole(item: Document) -> bool:
    """Whether the item is not split: its code is its key."""
    return "handling_code" not in item


def _is_item(item: Document) -> bool:
    return "agency" in item


def _own(
    rule: str, change: Callable[[Document, Spot], Places], *, unclaims: bool = False, kind: str = ""
) -> None:
    def make(item: Document, at: Spot) -> Places:
        return change(item, at) if _is_item(item) and _whole(item) else None

    plants(rule, unclaims=unclaims, kind=kind)(make)


def _spoiled(item: Document, at: Spot) -> Places:
    digits = "".join(sign for sign in item["code"] if sign.isdigit())
    item["code"] = f"{digits[0]}.{digits[1 : at.randint(6, 12)]}E+{at.randint(29, 31)}"
    return ("/code",)


def _shortened(item: Document, at: Spot) -> Places:
    place = at.randrange(18, 31)
    item["code"] = item["code"][:place] + item["code"][place + 1 :]
    return ("/code",)


def _local_code(item: Document, at: Spot) -> Places:
    item["code"] = f"{at.choice(('BYX', 'HBQ', 'LHX'))}-RS-{at.randint(1, 9999):04}"
    return ("/code",)


def _miscopied(item: Document, at: Spot) -> Places:
    """A body registered with the central government, its last character copied wrongly."""
    right = credit_code("11", "100000", item["agency"]["code"][8:16])
    last = CREDIT_ALPHABET.index(right[17]) + at.randint(1, 30)
    wrong = right[:17] + CREDIT_ALPHABET[last % len(CREDIT_ALPHABET)]
    item["agency"] = {"code": wrong, "name": item["agency"]["name"]}
    item["code"] = wrong + item["code"][18:]
    return ("/agency/code",)


def _another_body(item: Document, at: Spot) -> Places:
    others = [one for one in agencies() if one.region == item["region"]]
    other = at.choice([one for one in others if one.code != item["agency"]["code"]] or others)
    if other.code == item["agency"]["code"]:
        return None
    item["agency"] = {"code": other.code, "name": other.name}
    return ("/agency/code",)


def _uncoded_body(item: Document, at: Spot) -> Places:
    item["agency"]["code"] = f"YC-{at.randint(1, 9999):04}"
    return ("/agency/code",)


def _another_level(item: Document, at: Spot) -> Places:
    digit = at.choice([one for one in "23456" if one != item["level"]])
    item["code"] = f"{item['code'][:18]}{digit}{item['code'][19:]}"
    return ("/level",)


def _another_item(item: Document, at: Spot) -> Places:
    serial = f"{at.randint(90000, 99999)}{at.randint(0, 999):03}"
    item["code"] = f"{item['code'][:19]}{item['base_code'][:4]}{serial}"
    return ("/base_code",)


def _untidy(item: Document, at: Spot) -> Places:
    letters = [place for place, sign in enumerate(item["code"][:18]) if sign.isalpha()]
    if letters and at.random() < 0.5:
        place = at.choice(letters)
        item["code"] = (
            f"{item['code'][:place]}{item['code'][place].lower()}{item['code'][place + 1 :]}"
        )
    else:
        item["code"] = f"{item['code'][:18]} {item['code'][18:]}"
    return ("/code",)


_own("damaged-code", _spoiled)
_own("malformed-implementation-code", _shortened)
_own("unrecognised-code", _local_code)
_own("failed-check-digit", _miscopied)
_own("code-of-another-agency", _another_body)
_own("agency-without-credit-code", _uncoded_body)
_own("level-digit-differs", _another_level)
_own("base-code-differs", _another_item)
_own("untidy-code", _untidy)


def _nameless(rule: str, name: str, *follows: str) -> None:
    """Declare a planter that leaves out part of what identifies an item."""

    def make(item: Document, _at: Spot) -> Places:
        owner = item["agency"] if name == "code" and _is_item(item) else item
        if not _is_item(item) or owner.pop(name, None) is None:
            return None
        return ("/agency/code" if owner is item["agency"] else f"/{name}",)

    plants(rule, follows=follows, unclaims=True)(make)


_nameless("missing-base-code", "base_code", "without-standard")
_nameless("missing-region", "region")
_nameless("missing-agency-code", "code")


@plants("malformed-base-code", follows={"without-standard"}, unclaims=True)
def _short_base_code(item: Document, at: Spot) -> Places:
    if not _is_item(item):
        return None
    place = at.randrange(12)
    item["base_code"] = item["base_code"][:place] + item["base_code"][place + 1 :]
    return ("/base_code",)


@plants("malformed-implementation-code", kind="handling")
def _short_handling_code(item: Document, _at: Spot) -> Places:
    if _whole(item):
        return None
    item["handling_code"] = item["handling_code"][:-2] + item["handling_code"][-1]
    return ("/handling_code",)


@plants("handling-code-apart")
def _another_handling_code(item: Document, at: Spot) -> Places:
    if _whole(item):
        return None
    code = item["handling_code"]
    item["handling_code"] = f"{code[:23]}{at.randint(90000000, 99999999)}{code[31:]}"
    return ("/handling_code",)


OTHER_TYPES = {"01": ("07", "08"), "05": ("07",), "07": ("01", "10"), "08": ("05",), "10": ("07",)}


@plants(
    "type-digits-differ",
    follows={"different-type", "basis-too-low", "missing-authority-litigation",
             "missing-authority-reconsideration", *BASIS},
)  # fmt: skip
def _another_type(item: Document, at: Spot) -> Places:
    if item["type"] not in OTHER_TYPES:
        return None
    item["type"] = at.choice(OTHER_TYPES[item["type"]])
    return ("/type",)


@plants("issuer-digits-differ")
def _another_province(item: Document, at: Spot) -> Places:
    if _is_item(item):
        return None
    item["base_code"] = at.choice(("44", "33", "00")) + item["base_code"][2:]
    return ("/issuer",)


def _unschemed(address: str) -> str:
    return address.removeprefix("https://")


for name in ("online", "mobile", "appointment"):
    swap(
        "malformed-link", f"/links/{name}", _unschemed, "www.yunchuan.example",
        lambda address: address.replace("//", "// "),
    )  # fmt: skip
    swap(
        "private-link", f"/links/{name}", "http://192.168.10.21:8080/sp/index.do",
        "http://localhost/apply", "https://10.2.3.4/a", "http://172.16.0.9/apply",
    )  # fmt: skip


def _dates(rule: str, shown: str, *dates: tuple[str, str], follows: frozenset[str]) -> None:
    """Declare a planter of one of some pairs of dates: when it takes effect and when it ends."""

    def make(item: Document, at: Spot) -> Places:
        if item.get("status") != "1":
            return None
        begins, ends = at.choice(dates)
        item["effective_date"] = begins
        if ends:
            item["cancel_date"] = ends
        return (shown,)

    plants(rule, follows=follows)(make)


PAST = frozenset({"in-use-past-its-end"})
_dates("in-use-past-its-end", "/status", ("2023-01-01", "2024-12-31"), follows=frozenset())
_dates("in-use-before-its-beginning", "/status", ("2999-01-01", ""), follows=frozenset())
_dates(
    "ends-before-it-begins", "/cancel_date", ("2024-07-01", "2024-01-01"),
    ("2024-07-01", "2024-07-01"), ("2023-12-31", "2022-12-31"), follows=PAST,
)  # fmt: skip


@plants("place-outside-region")
def _town_elsewhere(item: Document, _at: Spot) -> Places:
    if item.get("level") != "5":
        return None
    here = item["town_code"][:6]
    item["town_code"] = "990222101000" if here != "990222" else "990121101000"
    return ("/town_code",)


@plants("power-source-of-a-service")
def _power(item: Document, at: Spot) -> Places:
    if item["type"] != "20" or not _is_item(item):
        return None
    item["authority"]["power_source"] = at.choice("123")
    return ("/authority/power_source",)


@plants("without-standard", unclaims=True)
def _made_here(item: Document, at: Spot) -> Places:
    if not _is_item(item):
        return None
    own = f"{item['base_code'][:4]}{at.randint(90000, 99999)}{at.randint(1, 999):03}"
    item["base_code"] = own
    for name in ("code", "handling_code"):
        if name in item:
            item[name] = item[name][:19] + own + item[name][31:]
    return ("/base_code",)


@plants("level-outside-standard")
def _raised(item: Document, at: Spot) -> Places:
    if not _is_item(item) or not at.standard:
        return None
    outside = [one for one in "23" if one not in at.standard["levels"]]
    if not outside or item["level"] == "5":
        return None
    level = at.choice(outside)
    item["level"] = level
    for name in ("code", "handling_code"):
        if name in item:
            item[name] = item[name][:18] + level + item[name][19:]
    return ("/level",)


swap(
    "standard-not-in-use", "/status", "1",
    when=lambda item: _is_item(item) and item["status"] in ("2", "3"),
)  # fmt: skip
