"""名称相近: how alike two item names are, once what people add to a name is taken off.

Places, levels, handlings and words of deciding (广东省…, （县级）, -变更, 核发) are no difference of
the matter; what is left is compared piece by piece. Words that one name has and the other lacks may
be detail (基本, 业务) or tell matters apart (分公司, 临时…); the last words of a name say what it is
about, so more of them is another matter. Words in each other's place are another matter (食品…,
药品…) unless they are known to mean the same, and so are acts of two kinds (备案, 许可) and two
handlings (变更, 注销). A handling that only one name states is part of the other's matter.

How well it does is measured, on pairs it was made with and on pairs that nobody looked at while it
was made: ``docs/survey.md`` has the figures, ``tests/surveying/test_likeness.py`` holds them.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from app.surveying.lexicon import ASIDE, DECISIONS, LIGHT, SYNONYMS, TELLING
from app.surveying.wording import WAY, Wording, read_name

ALIKE = 0.8
"""From here on two names are taken for one matter; a proposal, never a finding."""
APART = 0.7
"""What a likeness is multiplied by for each sign that two names mean two matters."""
CONFUSED = 0.95
"""… for acts that names confuse (许可, 认定)."""
BESIDE = 0.85
"""… for an act beside the matter that only one name states (查询)."""
OF_HANDLING = 0.95
"""What is left of certainty where only one of two names says which handling it is."""
DETAILED = 0.9
"""Likeness of names that differ by detail, by synonyms, or by the order of their words."""
LONG = 8
"""Characters of a core from which on one more of those it has anyway is no difference."""
STRANGE = 0.3
"""Below this share of common pairs of characters nothing is looked at closely."""
_LIGHT = re.compile(f"(?:{LIGHT})+")
_TELLING = re.compile(TELLING)


class Difference(NamedTuple):
    """One thing in which two names differ: its kind, and what each of them says.

    Kinds: ``place``, ``scope``, ``handling``, ``act``, ``filler``, ``order``, ``detail``, ``synonym``,
    ``more`` (of which nothing is known), ``matter``.
    """

    kind: str
    here: str
    there: str


class Likeness(NamedTuple):
    """How alike two names are, both read apart, and in what they differ."""

    score: float
    here: Wording
    there: Wording
    differences: tuple[Difference, ...]

    @property
    def certainty(self) -> float:
        """The score, less where only one of the names says which handling it is."""
        return _less(self.score, self.here, self.there)


def core(name: str) -> str:
    """Return what a name says of the matter itself.

    >>> core("食品经营许可证核发（变更）")
    '食品经营'
    """
    return read_name(name).core


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, from 0 (nothing in common) to 1 (one matter)."""
    return alike(read_name(one), read_name(other))


def alike(here: Wording, there: Wording) -> float:
    """Return how alike two names are that have been read apart."""
    return matter(here.core, there.core) * _deeds(here, there)


def certainty(here: Wording, there: Wording) -> float:
    """Return how alike two names are, less where only one of them says which handling it is."""
    return _less(alike(here, there), here, there)


def _less(score: float, here: Wording, there: Wording) -> float:
    return score if here.handling == there.handling else score * OF_HANDLING


def compared(one: Wording, other: Wording) -> Likeness:
    """Return how alike two names are, and why."""
    found = [
        Difference(kind, here, there)
        for kind in ("place", "scope", "handling", "act")
        if (here := getattr(one, kind)) != (there := getattr(other, kind))
    ]
    return Likeness(alike(one, other), one, other, (*found, *_pieces(one.core, other.core)))


def _deeds(one: Wording, other: Wording) -> float:
    """Weigh acts and handlings: two of one kind contradict each other, one beside none does not."""
    acts = {one.act, other.act}
    aside = len(acts) > 1 and bool(acts & ASIDE)
    weight = 1.0
    if one.handling != other.handling and (aside or not _one_says_more(one, other)):
        weight *= APART
    if len(acts) > 1 and "" not in acts:
        weight *= CONFUSED if acts <= DECISIONS else APART
    elif aside:
        weight *= BESIDE
    return weight


def _one_says_more(one: Wording, other: Wording) -> bool:
    """Tell whether a handling is none, or the other's less what it notes (注销, 注销·延续)."""
    shorter, longer = sorted((one.handling, other.handling), key=len)
    return not shorter or longer.startswith(f"{shorter}{WAY}")


@lru_cache(maxsize=65536)
def matter(one: str, other: str) -> float:
    """Return how alike two cores are: Dice's ratio of their pairs of characters, set right."""
    if one == other:
        return 1.0
    ratio = shared(one, other)
    if ratio < STRANGE and not _reordered(one, other):
        return ratio
    pieces = _pieces(one, other)
    kinds = {piece.kind for piece in pieces}
    if "matter" in kinds:
        return ratio * APART
    details = {bool(piece.here) for piece in pieces if piece.kind == "detail"}
    plain = "more" not in kinds and len(details) < 2
    return max(ratio, DETAILED) if plain else ratio


def _reordered(one: str, other: str) -> bool:
    """Tell whether two cores say the same in another order: 中医…医师, …中医师 share a character."""
    if sorted(one) == sorted(other):
        return True
    lengths = sorted((len(one), len(other)))
    return lengths[0] > LONG and lengths[1] - lengths[0] < 2 and set(one) == set(other)


def shared(one: str, other: str) -> float:
    """Return the share of pairs of characters that two texts have in common (Dice)."""
    pairs, others = _pairs(one), _pairs(other)
    total = pairs.total() + others.total()
    return 2 * sum((pairs & others).values()) / total if total else 0.0


@lru_cache(maxsize=65536)
def _pieces(one: str, other: str) -> tuple[Difference, ...]:
    """Return in which pieces two cores differ; in the shapes of ``Difference``."""
    if one > other:  # matching blocks depend on the order
        return tuple(Difference(kind, there, here) for kind, here, there in _pieces(other, one))
    if one != other and _reordered(one, other):
        return (Difference("order", one, other),)
    pieces = _differing(one, other)
    lost = [here for here, there, _ in pieces if here and not there]
    moved = {there for here, there, _ in pieces if there and not here and there in lost}
    return tuple(
        Difference(_kind(here, there, at_end, one, other), here, there)
        for here, there, at_end in pieces
        if not (here in moved or there in moved)
    ) + tuple(Difference("order", piece, piece) for piece in sorted(moved))


def _differing(one: str, other: str) -> list[tuple[str, str, bool]]:
    """Return what stands where two texts differ, and whether it begins or ends them."""
    return [
        (
            one[start:end],
            other[begin:finish],
            start == begin == 0 or (end == len(one) and finish == len(other)),
        )
        for verb, start, end, begin, finish in SequenceMatcher(
            None, one, other, False
        ).get_opcodes()
        if verb != "equal"
    ]


def _kind(here: str, there: str, at_end: bool, one: str, other: str) -> str:
    """Tell what a differing piece means."""
    if here and there:
        return "synonym" if any({here, there} <= words for words in SYNONYMS) else "matter"
    piece = here or there
    if _LIGHT.fullmatch(piece):
        return "detail"
    if len(piece) > 1 and piece in (one if there else other):
        return "detail"  # says again what both names say
    if at_end or len(piece) == 1 or _TELLING.search(piece):
        return "matter"
    return "more"


@lru_cache(maxsize=65536)
def _pairs(text: str) -> Counter[str]:
    return Counter(text[place : place + 2] for place in range(len(text) - 1))
