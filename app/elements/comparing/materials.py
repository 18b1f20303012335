"""申请材料: one more required material is worse, one fewer is better.

Copies, paper and sources are not compared: 材料 are “the same” by name and necessity. Names that
differ on both sides may be a renaming that nobody recognises; they count as different, and as
worse only as far as there are more of them here than in the standard.
"""

from __future__ import annotations

from app.elements.comparing.aligning import Alignment, Pair, align
from app.elements.comparing.answers import (
    Answer,
    Comparison,
    Difference,
    changed,
    unproven,
    weightiest,
)
from app.elements.materials import LATER, OPTIONAL, REQUIRED, Material, Materials

_BURDEN = {OPTIONAL: 0, LATER: 1, REQUIRED: 2}


def compare_materials(standard: Materials, local: Materials) -> Comparison:
    """Compare two lists of materials, aligned by name."""
    alignment = align(standard, local)
    if alignment is None:
        return unproven("unnamed-material")
    listed_only = all(material.necessity is None for material in local)
    answers = [_answer_necessity(pair) for pair in alignment.matched]
    answers += [Answer.UNPROVEN for _ in alignment.doubtful]
    answers.append(_answer_unmatched(alignment, listed_only))
    answer = weightiest(answers)
    difference = _difference(alignment)
    if answer is Answer.UNPROVEN:
        difference["reason"] = "similar-name" if alignment.doubtful else "necessity-not-stated"
    return Comparison(answer, difference)


def _answer_necessity(pair: Pair) -> Answer:
    standard, local = (_BURDEN.get(material.necessity or "") for material in pair)
    if local is None or standard is None or local == standard:
        return Answer.SAME
    return Answer.WORSE if local > standard else Answer.BETTER


def _answer_extra(material: Material, listed_only: bool) -> Answer:
    """Answer one more material: worse when required, different when optional.

    Where a list states no necessity at all, to be listed is to be required.
    """
    if material.exempt:
        return Answer.SAME
    if material.necessity is None:
        return Answer.WORSE if listed_only else Answer.UNPROVEN
    return Answer.DIFFERENT if material.necessity == OPTIONAL else Answer.WORSE


def _answer_unmatched(alignment: Alignment, listed_only: bool) -> Answer:
    extra = [_answer_extra(material, listed_only) for material in alignment.extra]
    worse = extra.count(Answer.WORSE)
    if alignment.missing:
        if worse and worse <= len(alignment.missing):
            return Answer.DIFFERENT
        return weightiest([*extra, Answer.BETTER])
    return weightiest(extra)


def _difference(alignment: Alignment) -> Difference:
    found: Difference = {}
    if alignment.missing:
        found["missing"] = [material.name for material in alignment.missing]
    if alignment.extra:
        found["extra"] = [material.name for material in alignment.extra]
    entries = [entry for pair in alignment.matched for entry in _changes(pair)]
    entries += [
        changed(one.name or "", "name", one.name, two.name) for one, two in alignment.doubtful
    ]
    if entries:
        found["changed"] = entries
    return found


def _changes(pair: Pair) -> list[Difference]:
    standard, local = pair
    return [
        changed(standard.name or "", name, theirs, ours)
        for name in ("necessity", "originals", "copies")
        if (theirs := getattr(standard, name)) != (ours := getattr(local, name))
        and theirs is not None
        and ours is not None
    ]
