"""比对结论: the five answers, and how the answers to parts make the answer to the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Difference = dict[str, Any]


class Answer(StrEnum):
    """结论. Better and worse are seen from the applicant's side."""

    SAME = "same"
    BETTER = "better"
    WORSE = "worse"
    DIFFERENT = "different"
    UNPROVEN = "unproven"


_WEIGHT = (Answer.SAME, Answer.BETTER, Answer.UNPROVEN, Answer.DIFFERENT, Answer.WORSE)


@dataclass(frozen=True, slots=True)
class Comparison:
    """比对结果: the answer, and what differs, fit to be shown side by side.

    ``difference`` may have: ``missing`` (of the standard, not here), ``extra`` (here, not of the
    standard), ``changed`` (``[{"of", "field", "standard", "local"}]``, both spellings) and
    ``reason`` (why it is unproven: a word that pages have a sentence for).
    """

    answer: Answer
    difference: Difference = field(default_factory=dict)


def unproven(reason: str, **more: object) -> Comparison:
    """Return an unproven comparison and why."""
    return Comparison(Answer.UNPROVEN, {"reason": reason, **more})


def weightiest(answers: Iterable[Answer]) -> Answer:
    """Return the answer to the whole: a proven fault outweighs a doubt, a doubt what is better."""
    return max(answers, key=_WEIGHT.index, default=Answer.SAME)


def changed(of: str, name: str, standard: object, local: object) -> Difference:
    """Return one entry of ``changed``."""
    return {"of": of, "field": name, "standard": standard, "local": local}


def combine(parts: Mapping[str, Comparison]) -> Comparison:
    """Join the comparisons of parts; lists are joined, the reason of the weightiest doubt stays."""
    joined: Difference = {}
    for part in parts.values():
        for key, content in part.difference.items():
            if key == "reason":
                joined.setdefault("reason", content)
            else:
                joined.setdefault(key, []).extend(content)
    answer = weightiest(part.answer for part in parts.values())
    if answer is not Answer.UNPROVEN:
        joined.pop("reason", None)
    return Comparison(answer, joined)
