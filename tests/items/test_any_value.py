"""Whatever the structure lets in can be stored, judged, compared and read back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from app.auditing import registry
from app.auditing.comparing import _compare
from app.auditing.filters import FindingFilter
from app.auditing.findings import read_findings
from app.elements.comparison import COMPARATORS, Answer
from app.elements.kinds import KINDS, Kind
from app.elements.schemas import acceptance_schema
from app.items.columns import COLUMNS_OF, columns_of
from app.items.documents import read_documents
from app.items.models import BASE, IMPLEMENTATION
from app.items.own import RECORDS
from app.items.presence import presence_of
from app.items.values import malformed, tidied
from app.kernel.db import Database
from app.kernel.hashing import canonical_bytes
from tests.factories.audited import emptied, found_again, found_now, put
from tests.factories.catalogue import base, local

ODD = st.sampled_from(
    ("", " ", "无", "/", "0", "-1", "²", "１０", "%", "'", '"', "\\", "\x00", "\u200b", "\ufeff", "😀",
     "《", "《》", "（）", "((", "第", "第条", "第零条", "1.5", "1e30", "2021-02-30", "0年", "http://", "=1+1",
     "20(工作日)", "最多到现场2次", "其他材料", "<p>", "&nbsp;", "{0}", "{name}", "{", "}", "%s", "010-",
     "1" * 40, "甲" * 300)
)  # fmt: skip
TEXTS = st.one_of(ODD, st.text(max_size=8), st.lists(ODD, max_size=3).map("".join))
MODEST = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def values_of(schema: dict[str, Any]) -> SearchStrategy[Any]:
    """Draw what a schema lets in: few members, odd texts, numbers at their bounds."""
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of(*(_of_type(name, schema) for name in types))


def _of_type(name: str, schema: dict[str, Any]) -> SearchStrategy[Any]:
    low, high = schema.get("minimum", -(2**31)), schema.get("maximum", 2**31)
    strategies: dict[str, SearchStrategy[Any]] = {
        "null": st.none(),
        "boolean": st.booleans(),
        "integer": st.sampled_from((0, 1, 5, 5.0, low, high)) | st.integers(low, high),
        "number": st.sampled_from((0, 0.5, 10.0, 1e300)) | st.integers(0, 10),
    }
    if name == "string":
        codes = schema.get("x-enumeration") or schema.get("examples") or []
        known = [code for code in codes if isinstance(code, str)] if codes else []
        return st.one_of(TEXTS, st.sampled_from(known)) if known else TEXTS
    if name == "array":
        return st.lists(values_of(schema["items"]), max_size=3)
    if name == "object" and "properties" in schema:
        fields = {key: values_of(part) for key, part in schema["properties"].items()}
        return st.fixed_dictionaries({}, optional=fields)
    if name == "object":
        return st.dictionaries(TEXTS.map("/".__add__), TEXTS, max_size=2)
    return strategies[name]


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
            assert _compare(name, (b"a", mine), (b"a", theirs)).answer is Answer.SAME

    check()


def _documents(kind: int) -> SearchStrategy[dict[str, Any]]:
    make = base if kind == BASE else local
    parts = acceptance_schema(RECORDS[kind])["properties"]
    kept = {"name", "code", "base_code", "region", "issuer", "effective_date", "cancel_date"}
    free = {name: values_of(part) for name, part in parts.items() if name not in kept}
    return st.fixed_dictionaries({}, optional=free).map(lambda drawn: {**make(), **drawn})


@MODEST
@given(document=st.one_of(_documents(IMPLEMENTATION), _documents(BASE)))
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
