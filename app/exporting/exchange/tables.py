"""交换库的表: their columns as ``schemas/exchange/national.json`` has them, and what fills each.

Which field fills a column stands with the field (``x-exchange``), so that the way out and the way
in of the import mappings rest on one correspondence.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import orjson

from app.elements.fields import Field
from app.elements.standard import load_standard, schemas_root

NONE = "无"
ABNORMAL = "dn_audit_abnormal"


class Column(NamedTuple):
    """A column: ``length`` in characters; ``none`` says that 无 stands where nothing is stated."""

    name: str
    title: str
    type: str
    length: int | None
    required: bool
    field: Field | None
    none: bool


class Table(NamedTuple):
    """A table; ``rows`` points at the list whose members are its rows, "" for the item itself.

    ``types`` are the item types that it takes, empty for all.
    """

    name: str
    title: str
    record: str
    types: tuple[str, ...]
    rows: str
    columns: tuple[Column, ...]

    @property
    def own(self) -> bool:
        """Whether its row is the item: the row's id is the item's."""
        return self.name.endswith(("_basic", "_directory"))


@lru_cache(maxsize=1)
def tables() -> tuple[Table, ...]:
    """Return the tables that go up."""
    return tuple(one for one in _all() if one.record)


@lru_cache(maxsize=1)
def abnormal() -> Table:
    """Return 审核异常, the table in which the platform above says what it bounced."""
    return next(one for one in _all() if one.name == ABNORMAL)


def tables_of(record: str, item_type: str | None) -> tuple[Table, ...]:
    """Return the tables that an item's rows stand in; none if its type has no table here."""
    return tuple(
        one
        for one in tables()
        if one.record == record and (not one.types or item_type in one.types)
    )


@lru_cache(maxsize=1)
def _all() -> tuple[Table, ...]:
    told = orjson.loads((schemas_root() / "exchange" / "national.json").read_bytes())
    return tuple(
        Table(
            one["name"],
            one["title"],
            one.get("record", ""),
            tuple(one.get("types", ())),
            one.get("rows", ""),
            tuple(_column(one, column) for column in one["columns"]),
        )
        for one in told["tables"]
    )


def _column(table: dict[str, str], told: dict[str, object]) -> Column:
    name, length = str(told["name"]), told.get("length")
    field = _fields(table.get("record", "")).get(f"{table['name']}.{name}")
    return Column(
        name,
        str(told["title"]),
        str(told["type"]),
        int(str(length)) if length else None,
        bool(told["required"]),
        field,
        bool(told["required"]) and field is not None and field.pointer in _says_none(),
    )


@lru_cache(maxsize=4)
def _fields(record: str) -> dict[str, Field]:
    if record not in ("base", "implementation"):
        return {}
    standard = load_standard("base" if record == "base" else "implementation")
    return {column: one for one in standard.fields for column in one.exchange}


@lru_cache(maxsize=1)
def _says_none() -> frozenset[str]:
    """The fields that the import mapping leaves empty where a column says 无."""
    told = orjson.loads((schemas_root() / "mappings" / "national-exchange.json").read_bytes())
    return frozenset(
        pointer for pointer, spec in told["fields"].items() if NONE in spec.get("empty", ())
    )
