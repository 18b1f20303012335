"""Faults that take several items: the same code twice, one name for two matters, a gap."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

Document = dict[str, Any]
Made = tuple[list[int], list[Document], list[tuple[str, str, str]]]
"""Places of the documents used, documents added, and what must be found."""
Make = Callable[[list[Document], list[int], Random], Made | None]


@dataclass(frozen=True, slots=True)
class Several:
    """埋错器 over several items: it gets the documents and the places that are still open."""

    rule: str
    make: Make
    follows: frozenset[str] = frozenset()


def _same_code(documents: list[Document], open_: list[int], chance: Random) -> Made | None:
    """The same item entered twice, from two sources."""
    place = open_[0]
    again = {**deepcopy(documents[place]), "row_id": f"yc-{chance.randint(1, 99999):05}"}
    code = again.get("handling_code") or again.get("code")
    if code is None or again.get("status") != "1":
        return None
    return [place], [again], [(str(code), "duplicate-code", "/code")] * 2


def _two_codes(documents: list[Document], open_: list[int], _chance: Random) -> Made | None:
    """The same item under the province's code and under the nation's."""
    place = open_[0]
    again = deepcopy(documents[place])
    if "agency" not in again or "handling_code" in again or again["status"] != "1":
        return None
    code = again["code"]
    again["code"] = f"{code[:19]}00{code[21:]}"
    again.pop("other_codes", None)
    rule = "several-codes-for-one-base"
    return [place], [again], [(code, rule, "/code"), (again["code"], rule, "/code")]


def _same_name(documents: list[Document], open_: list[int], _chance: Random) -> Made | None:
    """Two matters of one body under one name."""
    one = documents[open_[0]]
    rule = "one-name-several-codes"
    for place in open_[1:]:
        other = documents[place]
        alike = all(one.get(name) == other.get(name) for name in ("agency", "level", "status"))
        if alike and "agency" in one and _apart(one, other):
            other["name"] = one["name"]
            keys = (
                one.get("handling_code", one["code"]),
                other.get("handling_code", other["code"]),
            )
            return [open_[0], place], [], [(key, rule, "/name") for key in keys]
    return None


def _apart(one: Document, other: Document) -> bool:
    return bool(one["base_code"] != other["base_code"] and one["status"] == "1")


def _gap(documents: list[Document], open_: list[int], _chance: Random) -> Made | None:
    """An item that the region should list and does not."""
    gone = documents[open_[0]]
    if "agency" not in gone or "handling_code" in gone or gone["status"] != "1":
        return None
    documents[open_[0]] = {}
    return [open_[0]], [], [(gone["base_code"], "unclaimed-base-item", "/levels")]


SEVERAL = (
    Several("duplicate-code", _same_code),
    Several("several-codes-for-one-base", _two_codes),
    Several("one-name-several-codes", _same_name, frozenset({"different-name"})),
    Several("unclaimed-base-item", _gap),
)
