"""抽签: which faults are planted where, from one seed; every planter has its turn first."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from random import Random

from app.auditing.registry import all_rules
from app.sample.shipped import Document
from bench.planting import compared, generated, identity, manner, papers, texts
from bench.planting.fault import PLANTERS, Planter, Spot
from bench.planting.ground import Ground, ground
from bench.planting.several import SEVERAL, Made, Several

__all__ = ["Planting", "plant"]
DECLARED = (compared, generated, identity, manner, papers, texts)
"""Importing them declares their planters."""
RULES = all_rules()
CANCELLED, REVIVED = "3", "standard-not-in-use"
"""What is cancelled is not judged; it may be in use although its standard is not."""
RARE = ("village", REVIVED, "town", "handling_code", "asker", "entrusted")
"""Words of planters that few documents can bear: these have their turn before the others."""
ROUNDS = 3
"""How often each fault that takes several items is planted."""

Found = tuple[str, str, str]
"""Code of the item, rule, JSON pointer."""


@dataclass
class Planting:
    """埋下的错: the documents, what must be found, and what may be found because of it.

    ``planted`` tells of each fault (planter, findings); ``follows`` holds (code, rule);
    ``was`` tells of documents whose code is new, and of copies, what it was.
    """

    seed: int
    base: list[Document]
    items: list[Document]
    planted: list[tuple[str, list[Found]]] = field(default_factory=list)
    follows: set[tuple[str, str]] = field(default_factory=set)
    was: list[tuple[str, str]] = field(default_factory=list)

    @property
    def expected(self) -> list[Found]:
        """Return what must be found."""
        return [one for _, found in self.planted for one in found]


def key_of(document: Document) -> str:
    """Return the code a document is kept under."""
    code = document.get("handling_code") or document.get("code") or document["base_code"]
    return str(code)


class _Field:
    """Documents that still can be planted, in random order."""

    def __init__(self, seed: int, clean: Ground) -> None:
        self.chance = Random(seed)
        self.clean = clean
        self.documents = [*deepcopy(clean.items), *deepcopy(clean.apart)]
        self.standards = [*clean.standards, *({} for _ in clean.apart)]
        self.open = list(range(len(self.documents)))
        self.chance.shuffle(self.open)
        self.was: list[tuple[str, str]] = []

    def plant(self, planter: Planter) -> tuple[int, list[Found]] | None:
        """Make one fault in the first document that can bear it."""
        for pressed in (False, True):
            made = self._plant(planter, pressed=pressed)
            if made is not None:
                return made
        return None

    def _plant(self, planter: Planter, *, pressed: bool) -> tuple[int, list[Found]] | None:
        items_only = RULES[planter.rule].applies == "implementation"
        for place in self.open:
            document = deepcopy(self.documents[place])
            if document.get("status") == CANCELLED and planter.rule != REVIVED:
                continue
            if items_only and place >= len(self.clean.items):
                continue
            spot = Spot(self.chance.random())
            spot.standard, spot.pressed = self.standards[place], pressed
            try:
                places = planter.make(document, spot)
            except (KeyError, IndexError, AttributeError):
                continue  # the document lacks what the planter needs
            if places is not None:
                self.open.remove(place)
                key = key_of(document)
                if (was := key_of(self.documents[place])) != key:
                    self.was.append((key, was))
                self.documents[place] = document
                return place, [(key, planter.rule, pointer) for pointer in places]
        return None


def plant(seed: int, number: int) -> Planting:
    """Plant ``number`` faults and return the catalogue; the same seed gives the same one.

    Raises:
        LookupError: a planter found no document in the clean catalogue.
    """
    clean = ground()
    meadow = _Field(seed, clean)
    planting = Planting(seed, clean.base, [])
    _plant_several(meadow, planting)
    for planter in _in_turn(meadow.chance):
        if not _plant_one(meadow, planting, planter):
            raise LookupError(f"{planter.rule} {planter.kind}: no document can bear it")
    while len(planting.planted) < number:
        _plant_one(meadow, planting, meadow.chance.choice(PLANTERS))
    apart = len(clean.items)
    planting.items += [one for one in meadow.documents[:apart] if one]
    planting.was = meadow.was
    planting.base = [*clean.base, *meadow.documents[apart:]]
    return planting


def _in_turn(chance: Random) -> list[Planter]:
    """Return all planters in random order, but first those that few documents can bear."""
    every = list(PLANTERS)
    chance.shuffle(every)
    return sorted(every, key=lambda one: not any(word in f"{one.rule} {one.kind}" for word in RARE))


def _plant_one(meadow: _Field, planting: Planting, planter: Planter) -> bool:
    made = meadow.plant(planter)
    if made is None:
        return False
    place, found = made
    planting.planted.append((f"{planter.rule} {planter.kind}".strip(), found))
    planting.follows |= {(code, rule) for code, _, _ in found for rule in planter.follows}
    if planter.unclaims:
        standard = meadow.standards[place]
        planting.follows.add((standard.get("base_code", ""), "unclaimed-base-item"))
    return True


def _plant_several(meadow: _Field, planting: Planting) -> None:
    """Plant what takes several items; each of them is closed to other faults."""
    for several in SEVERAL * ROUNDS:
        made = _some(meadow, several)
        used, more, found = made
        meadow.open = [one for one in meadow.open if one not in used]
        planting.items += more
        meadow.was += [(key_of(one), key_of(meadow.documents[used[0]])) for one in more]
        planting.planted.append((several.rule, found))
        planting.follows |= {(code, rule) for code, _, _ in found for rule in several.follows}


def _some(meadow: _Field, several: Several) -> Made:
    for at in range(len(meadow.open)):
        made = several.make(meadow.documents, meadow.open[at:], meadow.chance)
        if made is not None:
            return made
    raise LookupError(f"{several.rule}: no items can bear it")
