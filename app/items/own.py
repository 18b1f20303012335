"""事项自有部分: what belongs to one item alone — identity as written, links, raw spellings.

It hardly ever repeats, so it is kept as JSON in the revision instead of as a shared value.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import jsonschema_rs

from app.elements.kinds import KIND_BY_NAME
from app.elements.schemas import acceptance_schema
from app.items.record import RECORDS
from app.items.shapes import Malformed, shape_errors
from app.items.values import tidied
from app.kernel.text import tidy


@lru_cache(maxsize=2)
def _validator(kind: int) -> Any:
    """The structure of the own part; elements are checked once per value."""
    schema = dict(acceptance_schema(RECORDS[kind]))
    schema["properties"] = {
        name: rule for name, rule in schema["properties"].items() if name not in KIND_BY_NAME
    }
    for name in ("required", "anyOf"):
        schema.pop(name, None)  # ``identify`` says better what is lacking
    return jsonschema_rs.validator_for(schema)


def own_part(document: dict[str, Any]) -> dict[str, Any]:
    """Return what of a document is no element, as it came."""
    return {name: part for name, part in document.items() if name not in KIND_BY_NAME}


def owned(document: dict[str, Any]) -> dict[str, Any]:
    """Return the tidy own part of a document without unknown fields (see ``refusals``)."""
    own: dict[str, Any] = tidied(own_part(document))
    return own


def refusals(kind: int, document: dict[str, Any], own: dict[str, Any]) -> list[Malformed]:
    """Return why the record itself cannot be taken; elements are judged on their own."""
    name = document.get("name")
    if not name or (isinstance(name, str) and not tidy(name)):
        return [Malformed("/name", "no-name", "", {"columns": "name"})]
    validator = _validator(kind)
    if validator.is_valid(own):
        return []
    return shape_errors("", validator.iter_errors(own))
