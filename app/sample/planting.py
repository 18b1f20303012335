"""埋设: plants the declared faults, and lists what an audit must therefore find."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Literal, NamedTuple

from app.sample.base import base_items
from app.sample.betters import practise
from app.sample.claims import Claim, claims
from app.sample.faults import FAULTS, LOOKALIKES, Fault, Finding, Spot
from app.sample.local import implementation
from app.sample.looks import spell
from app.sample.places import NATION
from app.sample.shipped import Document


class Planted(NamedTuple):
    """埋设的瑕疵: what must be found, where, and why.

    ``code`` is the code of the item as the catalogue gives it, wrong ones included; of a base item
    the base code. ``follows`` marks what another planted fault brings with it.
    """

    record: Literal["base", "implementation"]
    code: str
    handling_code: str | None
    rule: str
    pointer: str
    note: str
    follows: bool = False


def spot_of(claim: Claim) -> Spot:
    """Return where a claim stands, in the words of the fault declarations."""
    split = claim.split["name"] if claim.split else ""
    return Spot(claim.standard["name"], claim.region.name, split)


@cache
def clean() -> dict[Spot, Document]:
    """Return the documents without any fault.

    Those that a fault or a look-alike is planted in are plain copies of the standard, so that
    nothing but the fault can be found in them; the others vary as real ones do.
    """
    plain = {each.spot for each in (*FAULTS, *LOOKALIKES)}
    documents = {}
    for claim in claims():
        document = documents[spot_of(claim)] = implementation(claim)
        if spot_of(claim) not in plain:
            key = str(document.get("handling_code", document["code"]))
            practise(document, key)
            spell(document, key)
    return documents


def planted(each: Fault) -> Document:
    """Return the document a fault leaves behind: the edited one, or the copy it adds."""
    document = deepcopy(clean()[each.spot])
    each.edit.change(document)
    return document


def items() -> list[Document]:
    """Return the catalogue with its faults: edited in place, additions last, removals left out."""
    documents = {spot: deepcopy(document) for spot, document in clean().items()}
    additions = []
    for each in (*FAULTS, *LOOKALIKES):
        if each.manner == "remove":
            del documents[each.spot]
        elif each.manner == "add":
            additions.append(planted(each))
        else:
            documents[each.spot] = planted(each)
    return [*documents.values(), *additions]


def manifest() -> list[Planted]:
    """Return what must be found, fault by fault, its own finding first."""
    return [entry for each in FAULTS for entry in _entries(each)]


def _entries(each: Fault) -> list[Planted]:
    found = [_entry(planted(each), finding, each) for finding in each.findings]
    for spot, finding in each.elsewhere:
        shown = _as_shown(spot) if spot else _base_item(each.spot.kind)
        found.append(_entry(shown, finding, each))
    return [entry._replace(follows=place > 0) for place, entry in enumerate(found)]


def _entry(document: Document, finding: Finding, each: Fault) -> Planted:
    if "code" not in document:
        return Planted("base", document["base_code"], None, *finding, each.note)
    codes = (document["code"], document.get("handling_code"))
    return Planted("implementation", *codes, *finding, each.note)


def _base_item(name: str) -> Document:
    return next(item for item in base_items() if item["name"] == name and item["issuer"] != NATION)


def _as_shown(spot: Spot) -> Document:
    """Return a document as the catalogue shows it, with the fault that is planted in it, if any."""
    edits = [each for each in FAULTS if each.spot == spot and each.manner == "edit"]
    return planted(edits[0]) if edits else clean()[spot]
