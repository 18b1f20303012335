"""Faults in what the standard says of its fields: left out, outside the dictionary, too long.

The fields, their conditions, codes and lengths are read from ``schemas/``; what an item then owes
is asked of ``Standard.missing``, which reads documents and not what the audit keeps.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from app.auditing.generated_rules import missing_code
from app.elements.fields import Field
from app.elements.obligations import Condition
from app.elements.standard import load_standard
from app.sample.faults.edits import owner_of
from bench.planting.fault import OF_ELEMENT, Document, Places, Spot, plants, standing

STANDARD, BASE = load_standard("implementation"), load_standard("base")
IN_ITEM = frozenset(one.pointer for one in STANDARD.fields)
IN_BASE = frozenset(one.pointer for one in BASE.fields)
KEYS = ("/code", "/handling_code", "/base_code", "/region", "/agency/code", "/name")
"""Without these an item is another item, or none."""
HEARING = {
    "name": "听证",
    "number": 20,
    "unit": "1",
    "basis": "《中华人民共和国行政许可法》第四十七条",
}
BESIDE = {
    "/audience/objects": {"topic-of-another-audience"},
    "/audience/personal_topics": {"topic-of-another-audience"},
    "/audience/corporate_topics": {"topic-of-another-audience"},
    "/fees/basis": {"missing-fees-items"},
    "/handling/visits_reason": {"reason-without-visit"},
    "/authority/power_source": {"power-source-of-a-service"},
    "/fees/items/*/basis": {"charged-on-no-basis"},
    "/handling/depth": {"online-traces-though-offline", "no-visit-yet-shallow"},
    "/handling/channels": {"no-way-to-apply"},
    "/materials/*/basis": {"material-without-basis"},
    "/materials/*/form": {"form-without-file"},
    "/materials/*/name": {"form-marked-otherwise"},
    "/materials/*/type": {"form-marked-otherwise", "several-forms"},
    "/materials/*/format": {"electronic-with-copies", "paper-without-copies"},
    "/materials/*/source": {"missing-materials-issuer"},
    "/materials/*/necessity": {"missing-materials-deadline"},
    "/process/steps/*/name": {"process-lacks-stage"},
    "/result/types": {"result-name-against-type"},
    "/type": {"different-type", "type-digits-differ", "basis-too-low"},
    "/level": {"level-digit-differs", "level-outside-standard"},
    "/legal_basis/*/article": {"basis-without-article"},
    "/town_code": {"place-outside-region"},
    "/village_code": {"place-outside-region"},
}
"""Rules that speak of the same field, and have something to say once it has been spoilt."""


def _follows(field: Field) -> set[str]:
    element = field.pointer.split("/")[1]
    conditions = {other for other in _owed_with(field) if other != missing_code(field.pointer)}
    return {*OF_ELEMENT.get(element, ()), *BESIDE.get(field.pointer, ()), *conditions}


def _owed_with(field: Field) -> set[str]:
    """Return what may be missing as well: what the field holds, and what is owed because of it."""
    inside = f"{field.pointer}/"
    return {
        missing_code(other.pointer)
        for other in STANDARD.fields
        if other.pointer.startswith(inside)
        or any(_about(other, one) == field.pointer for one in other.when)
    }


def _about(other: Field, condition: Condition) -> str:
    if condition.relative:
        return f"{other.pointer.rpartition('/')[0]}/{condition.field[2:]}"
    return condition.field


def _left_out(field: Field) -> None:
    """Declare a planter that takes an owed field out."""

    def make(item: Document, at: Spot) -> Places:
        _furnish(item, field)
        places = list(standing(item, field.pointer))
        owed = [one for one in places if _owed_at(item, one, field)]
        if not owed and at.pressed:
            at.shuffle(places)
            owed = [one for one in places[:1] if _made_owed(item, one, field)]
        if not owed:
            return None
        pointer = at.choice(owed)
        owner, key = owner_of(item, pointer)
        del owner[key]
        return (pointer,)

    plants(missing_code(field.pointer), follows=_follows(field), kind=field.pointer)(make)


def _owed_at(item: Document, pointer: str, field: Field) -> bool:
    """Whether the document would lack the field if it were not there; now it lacks nothing."""
    without = deepcopy(item)
    owner, key = owner_of(without, pointer)
    if not field.filled_by(owner[key]):
        return False
    del owner[key]
    standard = STANDARD if "agency" in item else BASE
    return any(gap.pointer == pointer for gap in standard.missing(without))


def _made_owed(item: Document, pointer: str, field: Field) -> bool:
    """Make the conditions hold under which the field at ``pointer`` is owed; tell whether they do."""
    if not field.owed_by(item.get("type")):
        return False
    for one in field.when:
        place = f"{pointer.rpartition('/')[0]}/{one.field[2:]}" if one.relative else one.field
        owner, key = owner_of(item, place)
        if one.value is None:
            owner.pop(key, None)
        else:
            owner[key] = [one.value[0]] if isinstance(owner.get(key), list) else _first(one.value)
    return _owed_at(item, pointer, field)


def _first(value: object) -> object:
    return value[0] if isinstance(value, tuple) else value


def _furnish(item: Document, field: Field) -> None:
    """Give the document what rarely stands in one, so that a field of it can be left out."""
    for pattern, (owners, holds, given) in RARELY.items():
        if field.pointer.startswith(pattern):
            for pointer in standing(item, owners):
                owner, key = owner_of(item, pointer)
                if holds(item, owner[key]):
                    owner[key] |= deepcopy(given)


RARELY: dict[str, tuple[str, Callable[[Document, Document], bool], Document]] = {
    "/time_limit/special_procedures/": (
        "/time_limit",
        lambda item, _: item["handling"]["project_type"] == "2",
        {"special_procedures": [HEARING]},
    ),
    "/authority/entrusted_by": (
        "/authority",
        lambda item, _: item["type"] != "20",
        {"power_source": "5", "body_kind": "3", "entrusted_by": "云川省司法厅"},
    ),
    "/materials/*/deadline": (
        "/materials/*",
        lambda _, material: material.get("necessity") == "3",
        {"deadline": "决定前"},
    ),
    "/materials/*/issuer": (
        "/materials/*",
        lambda _, material: material.get("source") == "20" and "issuer" not in material,
        {"issuer": "公安机关"},
    ),
    "/fees/items/*/reduction": (
        "/fees/items/*",
        lambda _, fee: bool(fee.get("reducible")),
        {"reduction": "小微企业减半收取。"},
    ),
}
"""For fields that seldom stand in a document: where it is given what, and on which condition."""


WRONG_CODES = ("9X", "77", "A", "甲", "66")


def _undefined(field: Field) -> None:
    """Declare a planter that puts a code outside the dictionary."""
    wrong = [code for code in WRONG_CODES if code not in (field.enumeration or ())]
    wrong = ["0Z"] if field.pointer == "/type" else wrong

    def spoil(_stated: str, at: Spot) -> str:
        return at.choice(wrong)

    _spoilt("undefined-code", field, spoil, set())


def _overlong(field: Field, most: int) -> None:
    """Declare a planter that repeats a text until it is longer than its column."""

    def stretch(stated: str, at: Spot) -> str:
        return (f"{stated or '说明'}，" * most)[: most + at.randint(1, 9)]

    besides = {"untidy-name", "malformed-link", "impossible-time", "impossible-date"}
    _spoilt("overlong-text", field, stretch, besides)


def _spoilt(rule: str, field: Field, spoil: Callable[[str, Spot], str], besides: set[str]) -> None:
    """Declare a planter that writes something wrong into a field, whether it is filled or not."""

    def make(item: Document, at: Spot) -> Places:
        if not _knows(item, field):
            return None
        places = list(standing(item, field.pointer)) or _free(item, field.pointer)
        if not places:
            return None
        pointer = at.choice(places)
        owner, key = owner_of(item, pointer)
        if not field.multiple:
            owner[key] = spoil(owner.get(key) or "", at)
            return (pointer,)
        codes = owner.setdefault(key, [])
        codes.append(spoil("", at))
        return (f"{pointer}/{len(codes) - 1}",)

    plants(rule, follows=(_follows(field) | besides) - {rule}, kind=field.pointer)(make)


def _knows(item: Document, field: Field) -> bool:
    return field.pointer in (IN_ITEM if "agency" in item else IN_BASE)


def _free(item: Document, pattern: str) -> list[str]:
    """Return the places where a field could stand: in every object that may have it."""
    owners, _, name = pattern.rpartition("/")
    return [f"{one}/{name}" for one in standing(item, owners)] if owners else [f"/{name}"]


FIELDS = {one.pointer: one for one in (*BASE.fields, *STANDARD.fields)}
for one in FIELDS.values():
    if one.obligation != "optional" and one.pointer not in KEYS:
        _left_out(one)
    if one.enumeration and one.pointer not in KEYS:
        _undefined(one)
    elif one.max_length and one.pointer not in KEYS:
        _overlong(one, one.max_length)
