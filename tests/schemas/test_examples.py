"""The example documents, whole and mutated: two validators, one reading."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator

from app.elements.schemas import RECORD_FILES, Record, record_validator, schemas_root
from app.elements.standard import load_standard
from tests.schemas.test_files import read, registry

EXAMPLES = sorted((schemas_root() / "examples").glob("*.json"))
WRONG: tuple[Any, ...] = (None, "", "无此代码", "字" * 1001, -1, 2.5, True, [], ["无此代码"], {})


def record_of(path: Path) -> Record:
    return "base" if "base-item" in path.name else "implementation"


@lru_cache(maxsize=2)
def oracle(record: Record) -> Draft202012Validator:
    """The slow reference validator over the files as they stand, references and all."""
    schema = read(schemas_root() / RECORD_FILES[record])
    return Draft202012Validator(schema, registry=registry())


def places(part: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if place:
        yield place
    members: Any = ()
    if isinstance(part, dict):
        members = part.items()
    elif isinstance(part, list):
        members = list(enumerate(part))[:1]
    for name, member in members:
        yield from places(member, (*place, name))


def mutants(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the document with one thing wrong: replaced, removed, or added."""
    for place in places(document):
        for value in WRONG:
            mutant = copy.deepcopy(document)
            owner = _owner(mutant, place)
            owner[place[-1]] = value
            yield mutant
        mutant = copy.deepcopy(document)
        owner = _owner(mutant, place)
        del owner[place[-1]]
        yield mutant
        if isinstance(owner, dict):
            owner["unheard_of"] = 1
            yield mutant


def _owner(document: Any, place: tuple[str | int, ...]) -> Any:
    for step in place[:-1]:
        document = document[step]
    return document


def complaints(validator: Any, document: Any) -> set[tuple[str | int, ...]]:
    """Where a validator finds something wrong."""
    place = "absolute_path" if isinstance(validator, Draft202012Validator) else "instance_path"
    return {tuple(getattr(error, place)) for error in validator.iter_errors(document)}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_is_valid(path: Path) -> None:
    document, record = read(path), record_of(path)
    assert [error.message for error in oracle(record).iter_errors(document)] == []
    assert [error.message for error in record_validator(record, True).iter_errors(document)] == []
    assert record_validator(record).is_valid(document)


@pytest.mark.parametrize("name", ["minimal-implementation-item", "minimal-base-item", "base-item"])
def test_both_validators_find_the_same(name: str) -> None:
    path = schemas_root() / "examples" / f"{name}.json"
    compare(read(path), record_of(path))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["implementation-item", "public-service"])
def test_both_validators_find_the_same_in_long_documents(name: str) -> None:
    compare(read(schemas_root() / "examples" / f"{name}.json"), "implementation")


def compare(document: dict[str, Any], record: Record) -> None:
    fast, slow = record_validator(record, True), oracle(record)
    for mutant in mutants(document):
        assert complaints(fast, mutant) == complaints(slow, mutant), orjson.dumps(mutant)[:200]


@pytest.mark.parametrize("name", ["implementation-item", "base-item"])
def test_full_examples_leave_nothing_owed(name: str) -> None:
    path = schemas_root() / "examples" / f"{name}.json"
    standard = load_standard(record_of(path))
    assert [gap.pointer for gap in standard.missing(read(path))] == []


def test_full_example_shows_every_field() -> None:
    document = read(schemas_root() / "examples" / "implementation-item.json")
    service = read(schemas_root() / "examples" / "public-service.json")
    shown = {
        "/" + "/".join("*" if isinstance(step, int) else str(step) for step in place)
        for example in (document, service)
        for place in places(example)
    }
    seldom = {
        "/local_code",
        "/village_code",
        "/village_name",
        "/handling/hall_reason",
        "/fees/basis",
    }
    fields = {one.pointer for one in load_standard("implementation").fields if not one.in_list}
    assert fields - shown <= seldom | {"/audience/personal_local_topics"}
