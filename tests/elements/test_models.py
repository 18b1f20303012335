"""The schemas and the models of the values say the same."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from app.elements import (
    audience,
    authority,
    contact,
    fees,
    handling,
    legal_basis,
    materials,
    process,
    questions,
    result,
    time_limit,
)
from app.elements.kinds import KINDS
from app.elements.standard import (
    Field,
    element_validator,
    load_standard,
)

IMPLEMENTATION = load_standard("implementation")
MODELS: dict[str, type[BaseModel]] = {
    "/authority": authority.Authority,
    "/legal_basis/*": legal_basis.Citation,
    "/audience": audience.Audience,
    "/time_limit": time_limit.TimeLimit,
    "/time_limit/statutory": time_limit.Limit,
    "/time_limit/promised": time_limit.Limit,
    "/time_limit/special_procedures/*": time_limit.SpecialProcedure,
    "/process": process.Process,
    "/process/steps/*": process.Step,
    "/materials/*": materials.Material,
    "/materials/*/form": materials.Form,
    "/fees": fees.Fees,
    "/fees/items/*": fees.Fee,
    "/result": result.Result,
    "/handling": handling.Handling,
    "/contact": contact.Contact,
    "/questions/*": questions.Question,
}


def children(pointer: str) -> dict[str, Field]:
    return {
        one.pointer.rpartition("/")[2]: one
        for one in IMPLEMENTATION.fields
        if one.pointer.rpartition("/")[0] == pointer
    }


def shape(annotation: Any) -> str:
    """Name the JSON type of a model's annotation."""
    if get_origin(annotation) in (Union, types.UnionType):
        parts = {shape(part) for part in get_args(annotation) if part is not type(None)}
        return "number" if parts == {"integer", "number"} else parts.pop()
    if get_origin(annotation) is tuple:
        return "array"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "object"
    plain = getattr(annotation, "__origin__", annotation)
    return {str: "string", int: "integer", bool: "boolean", float: "number"}[plain]


@pytest.mark.parametrize("pointer, model", MODELS.items())
def test_models_have_the_fields_of_the_schemas(pointer: str, model: type[BaseModel]) -> None:
    fields = children(pointer)
    assert fields.keys() == model.model_fields.keys()
    for name, info in model.model_fields.items():
        assert fields[name].json_type == shape(info.annotation), f"{pointer}/{name}"


def test_every_kind_of_the_code_has_its_schema_under_the_same_title() -> None:
    for kind in KINDS:
        assert IMPLEMENTATION.field(f"/{kind.name}").title == kind.title
    assert {one.kind for one in IMPLEMENTATION.fields if one.kind} == {kind.name for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_the_strict_schema_takes_the_model_takes(kind: Any) -> None:
    validator = element_validator(kind.name, strict=True)
    for example in documents_of(kind.name):
        assert validator.is_valid(example)
        kind.parse(example)


def documents_of(kind: str) -> Iterator[Any]:
    field = IMPLEMENTATION.field(f"/{kind}")
    yield from field.examples
    if field.json_type == "object":
        owned = children(f"/{kind}").items()
        yield {name: one.examples[0] for name, one in owned if one.examples}
