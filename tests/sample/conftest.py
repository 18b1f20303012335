"""Judging one document without a database: value rules, own rules, obligations, comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.auditing import registry
from app.auditing.generated_rules import missing_code
from app.auditing.judging import own_of
from app.auditing.rule import Severity
from app.elements.comparison import COMPARATORS, Answer
from app.elements.kinds import KIND_BY_NAME, KINDS
from app.elements.profiles import load_profile
from app.elements.standard import load_standard
from app.items.record import BASE, IMPLEMENTATION
from app.sample.claims import standard_for

Document = dict[str, Any]
Found = tuple[Severity, str, str]
Judge = Callable[[Document], set[Found]]


def _values(document: Document) -> Iterator[Found]:
    for kind in KINDS:
        if kind.name in document:
            value = kind.parse(document[kind.name])
            for rule in registry.by_kind(kind.name):
                assert rule.function is not None
                for pointer, _ in rule.function(value):
                    yield rule.severity, rule.code, pointer


def _own(document: Document, record: str) -> Iterator[Found]:
    own = {name: value for name, value in document.items() if name not in KIND_BY_NAME}
    subject = own_of(IMPLEMENTATION if record == "implementation" else BASE, own)
    for rule in registry.own_rules():
        if rule.applies in ("any", record):
            assert rule.function is not None
            for pointer, _ in rule.function(subject):
                yield rule.severity, rule.code, pointer


def _gaps(document: Document, record: str) -> Iterator[Found]:
    standard = load_standard("implementation" if record == "implementation" else "base")
    for gap in standard.missing(document):
        rule = registry.find(missing_code(gap.field.pointer))
        assert rule is not None
        yield rule.severity, rule.code, gap.pointer


def _pairs(document: Document, standard: Document) -> Iterator[Found]:
    for element in load_profile(registry.DEFAULT_PROFILE).elements:
        both = element.kind in KIND_BY_NAME and element.kind in standard
        if both and element.kind in document:
            kind = KIND_BY_NAME[element.kind]
            values = (kind.parse(one[element.kind]) for one in (standard, document))
            answer = COMPARATORS[element.comparator].compare(*values).answer
            rule = registry.find(f"{answer}-{element.element}".replace("_", "-"))
            if answer is not Answer.SAME:
                assert rule is not None
                yield rule.severity, rule.code, f"/{element.kind}"
    if document["type"] != standard["type"]:
        yield Severity.ERROR, "different-type", "/type"


def judge_document(document: Document) -> set[Found]:
    """Return what can be found in one document alone, or beside its standard."""
    record = "implementation" if "agency" in document else "base"
    found = {*_values(document), *_own(document, record), *_gaps(document, record)}
    if record == "implementation":
        standard = standard_for(document.get("base_code", ""), document["region"])
        found.update(_pairs(document, standard) if standard else ())
    return found


@pytest.fixture(scope="session")
def judge() -> Judge:
    """Return the judge of one document."""
    return judge_document
