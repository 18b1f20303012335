"""Whatever the structure lets in can be stored, judged, compared and read back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from app.auditing import registry
from app.auditing.comparing import Stored, _compare
from app.auditing.filters import FindingFilter
from app.auditing.findings import read_findings
from app.elements.comparison import COMPARATORS, Answer
from app.elements.kinds import KINDS, Kind
from app.elements.schemas import acceptance_schema
from app.items.columns import COLUMNS_OF, columns_of
from app.items.documents import read_documents
from app.items.presence import presence_of
from app.items.record import BASE, IMPLEMENTATION
from app.items.values import malformed, tidied
from app.kernel.db import Database
from app.kernel.hashing import canonical_bytes
from tests.factories.audited import emptied, found_again, found_now, put
from tests.factories.catalogue import base
from tests.factories.drawn import documents_of, values_of

MODEST = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _kind(kind: Kind) -> SearchStrategy[Any]:
    schema = acceptance_schema("implementation")["properties"][kind.name]
    return values_of(schema).filter(lambda value: value is not None).map(tidied)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_value_can_be_judged_and_compared(kind: Kind) -> None:
    rules = registry.by_kind(kind.name)
    comparators = [name for name, one in COMPARATORS.items() if one.kind == kind.name]

    @MODEST
    @given(one=_kind(kind), other=_kind(kind))
    def check(one: Any, other: Any) -> None:
        assert malformed(kind, one) == []
        columns = columns_of(kind.name, one)
        assert len(columns) == len(COLUMNS_OF.get(kind.name, ()))
        assert all(value is None or -(2**31) <= value < 2**31 for value in columns)
        assert presence_of(kind.name, one) >= 0
        mine, theirs = kind.parse(one), kind.parse(other)
        assert canonical_bytes(kind.canonical(mine))
        for rule in rules:
            assert rule.function is not None
            for pointer, facts in rule.function(mine):
                assert pointer.startswith("/")
                assert canonical_bytes(facts)
        for name in comparators:
            compare = COMPARATORS[name].compare
            assert compare(mine, mine).answer is Answer.SAME
            for answer in (compare(mine, theirs), compare(theirs, mine)):
                assert canonical_bytes(answer.difference)
            stored = (Stored(kind.number, b"a", canonical_bytes(v).decode()) for v in (one, other))
            assert _compare(name, *stored).answer is Answer.SAME

    check()


@MODEST
@given(document=st.one_of(documents_of(IMPLEMENTATION), documents_of(BASE)))
def test_every_document_can_be_written_judged_and_told(
    database: Database, document: dict[str, Any]
) -> None:
    emptied(database)
    put(database, base())
    outcome = put(database, document)[0]
    assert {error.code for error in outcome.errors} <= {"too-long"}
    for language in ("zh", "en"):
        with database.read() as connection:
            for _, shown in read_findings(
                connection, FindingFilter(secrets=True), language, None, 500
            ):
                assert shown["message"]
                assert shown["place"]["pointer"].startswith("/")
    standing = found_now(database)
    assert found_again(database, anew=True) == (0, standing)
    if outcome.item_id is not None:
        with database.read() as connection:
            (read,) = read_documents(connection, [outcome.item_id])
        assert put(database, read.content)[0].verb == "unchanged"
