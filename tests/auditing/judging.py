"""Judge a document with one rule, the way the engine does, but without a database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.auditing import registry
from app.auditing.judging import own_of
from app.auditing.rule import Place, Rule
from app.elements.kinds import KIND_BY_NAME
from app.items.record import BASE, IMPLEMENTATION

Document = dict[str, Any]


def seats(code: str) -> tuple[Rule, ...]:
    """Return the rule as it is evaluated: once for each element it judges."""
    return tuple(rule for rule in registry.rules() if rule.code == code)


def judge(code: str, document: Document) -> Iterator[Place]:
    """Yield what a value or own rule finds in a document."""
    kind = BASE if "issuer" in document else IMPLEMENTATION
    for rule in seats(code):
        assert rule.function is not None
        if rule.form == "own":
            yield from rule.function(own_of(kind, document))
        elif rule.element in document:
            value = KIND_BY_NAME[rule.element].parse(document[rule.element])
            yield from rule.function(value)


def judge_all(document: Document) -> Iterator[tuple[Rule, Place]]:
    """Yield what all value and own rules find in a document."""
    for code in {rule.code: None for rule in registry.rules() if rule.function}:
        for place in judge(code, document):
            yield registry.all_rules()[code], place
