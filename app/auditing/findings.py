"""审核发现的读取: findings by page, with the facts that prove them and the words that tell them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, text

from app.auditing import registry
from app.auditing.filters import ANY, WITHIN, FindingFilter, element_of
from app.auditing.messages import message
from app.auditing.rule import Rule, Severity
from app.auditing.waivers import Waivers, read_waivers
from app.elements.standard import load_standard
from app.items.queries import few_regions
from app.items.record import BASE
from app.kernel.bulk import among
from app.kernel.language import Language
from app.regions import code_of

Key = tuple[int, int, int]
PAGE = 500


class Known(NamedTuple):
    """The rules of this catalogue by code, and by the number findings use."""

    by_code: dict[str, tuple[int, Rule]]
    by_number: dict[int, Rule]


def known_rules(connection: Connection) -> Known:
    """Return the rules that findings of this catalogue may name."""
    rules = registry.all_rules()
    by_code = {
        row.code: (row.id, graded(rules[row.code], row.graded))
        for row in connection.execute(text("SELECT id, code, graded FROM audit_rule"))
        if row.code in rules
    }
    return Known(by_code, dict(by_code.values()))


def graded(rule: Rule, severity: int | None) -> Rule:
    """Return a rule as grave as this installation takes it; None: as it is declared."""
    return rule if severity is None else replace(rule, severity=Severity(severity))


def read_findings(
    connection: Connection,
    wanted: FindingFilter,
    language: Language,
    after: Key | None = None,
    limit: int = 100,
) -> list[tuple[Key, dict[str, Any]]]:
    """Return findings after ``after`` in the order (item, rule, place)."""
    known = known_rules(connection)
    keys = _keys(connection, wanted, known, after, limit)
    return _rendered(connection, keys, known, language)


def show_findings(
    connection: Connection, keys: Sequence[Key], language: Language
) -> Iterator[tuple[Key, dict[str, Any]]]:
    """Yield findings by their keys (item, rule, ref), whether they stand or did until now."""
    known = known_rules(connection)
    for start in range(0, len(keys), PAGE):
        part = [_Key(*key) for key in keys[start : start + PAGE]]
        yield from _rendered(connection, part, known, language)


def _rendered(
    connection: Connection, keys: Sequence[_Key], known: Known, language: Language
) -> list[tuple[Key, dict[str, Any]]]:
    rows = _with_facts(connection, keys, known)
    items = _items(connection, {row.item_id for row in rows})
    waivers = read_waivers(connection, {row.rule_id for row in rows}, items.values())
    return [
        (
            (row.item_id, row.rule_id, row.ref),
            _shown(row, known.by_number[row.rule_id], items[row.item_id], waivers, language),
        )
        for row in rows
        if row.rule_id in known.by_number
    ]


def every_finding(
    connection: Connection, wanted: FindingFilter, language: Language
) -> Iterator[dict[str, Any]]:
    """Yield all findings, read page by page in bounded memory."""
    after: Key | None = None
    while rows := read_findings(connection, wanted, language, after, PAGE):
        yield from (shown for _, shown in rows)
        after = rows[-1][0]


class _Key(NamedTuple):
    item_id: int
    rule_id: int
    ref: int


def _keys(
    connection: Connection,
    wanted: FindingFilter,
    known: Known,
    after: Key | None,
    limit: int,
) -> list[_Key]:
    conditions, parameters = _where(connection, wanted, known)
    if after is not None:
        conditions.append("(f.item_id, f.rule_id, f.ref) > (:item_after, :rule_after, :ref_after)")
        parameters |= dict(zip(("item_after", "rule_after", "ref_after"), after, strict=True))
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    sql = (
        "SELECT f.item_id, f.rule_id, f.ref FROM finding f JOIN item i ON i.id = f.item_id"
        f" {where} ORDER BY f.item_id, f.rule_id, f.ref LIMIT :limit"
    )
    return [_Key(*row) for row in connection.execute(text(sql), {**parameters, "limit": limit})]


def _where(
    connection: Connection, wanted: FindingFilter, known: Known
) -> tuple[list[str], dict[str, Any]]:
    """Return what must hold of findings that are walked in order, or found by their rules or body.

    Of few regions, all may lie far down: there the items are named, so that the walk goes from one
    of them to the next and reads no more findings than are shown.
    """
    few = wanted.region is not None and few_regions(connection, wanted.region) is not None
    if wanted.agency is not None or not few:
        return wanted.where(known.by_code)
    conditions, parameters = replace(wanted, region=None).where(known.by_code)
    named = f"f.item_id {among(connection, f'SELECT i.id FROM item i WHERE {WITHIN}')}"
    return [named, *conditions], {**parameters, "region": wanted.region}


class _Facts(NamedTuple):
    item_id: int
    rule_id: int
    ref: int
    pointer: str | None
    facts: dict[str, Any]


def _with_facts(connection: Connection, keys: Sequence[_Key], known: Known) -> list[_Facts]:
    compared = {number for number, rule in known.by_number.items() if rule.form == "pair"}
    pairs = sorted({key.ref for key in keys if key.ref and key.rule_id in compared})
    others = sorted({key.ref for key in keys if key.ref and key.rule_id not in compared})
    differences = {
        row.id: (None, {"difference": orjson.loads(row.difference)})
        for row in connection.execute(_COMPARISONS, {"ids": pairs})
    }
    verdicts = {
        row.id: (row.pointer, orjson.loads(row.facts))
        for row in connection.execute(_VERDICTS, {"ids": others})
    }
    shown = []
    for key in keys:
        source: dict[int, Any] = differences if key.rule_id in compared else verdicts
        shown.append(_Facts(*key, *source.get(key.ref, (None, {}))))
    return shown


def _items(connection: Connection, ids: set[int]) -> dict[int, Any]:
    rows = connection.execute(_ITEMS, {"ids": sorted(ids)})
    return {row.id: row._mapping for row in rows}


def _shown(
    found: _Facts, rule: Rule, item: Any, waivers: Waivers, language: Language
) -> dict[str, Any]:
    facts = {**found.facts, **{name: item[name] for name in rule.facts}}
    pointer = found.pointer or rule.place or f"/{rule.element or ''}"
    return {
        "rule": rule.code,
        "severity": rule.severity.name.lower(),
        "aspect": rule.aspect,
        "element": element if (element := element_of(rule)) != ANY else pointer.split("/")[1],
        "message": message(rule, facts, language),
        "remedy": rule.remedy if language == "zh" else rule.remedy_en,
        "place": _place(pointer, item, language),
        "facts": facts,
        "waiver": waivers.of(found.rule_id, item, pointer),
        "item": {
            "code": item["code"],
            "qualifier": item["qualifier"],
            "kind": "base" if item["kind"] == 0 else "implementation",
            "name": orjson.loads(item["name_json"]) if item["name_json"] else None,
            "region": code_of(item["region_id"]) if item["region_id"] is not None else None,
            "region_name": item["region_name"],
            "agency": item["agency_code"],
            "agency_name": item["agency_name"],
        },
    }


def _place(pointer: str, item: Any, language: Language) -> dict[str, Any]:
    """Where it stands: in the document, and in the file the document came from."""
    return {
        "pointer": pointer,
        "title": title_of(pointer, item["kind"], language),
        "file": item["file_name"],
        "sheet": item["sheet"],
        "row": item["row"],
    }


def title_of(pointer: str, kind: int, language: Language) -> str | None:
    """Return the name of the field a pointer leads to."""
    titles = _titles(kind, language)
    generic = "/".join("*" if step.isdigit() else step for step in pointer.split("/"))
    while generic and generic not in titles:
        generic = generic.rpartition("/")[0]
    return titles.get(generic)


@lru_cache(maxsize=4)
def _titles(kind: int, language: Language) -> dict[str, str]:
    fields = load_standard("base" if kind == BASE else "implementation").fields
    return {field.pointer: field.title if language == "zh" else field.title_en for field in fields}


_VERDICTS = text("SELECT id, pointer, facts FROM verdict WHERE id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
_COMPARISONS = text("SELECT id, difference FROM element_comparison WHERE id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
_ITEMS = text(
    "SELECT i.*, n.content AS name_json, r.name AS region_name, a.code AS agency_code,"
    " a.name AS agency_name, v.sheet, v.row, m.file_name FROM item i"
    " LEFT JOIN element_value n ON n.id = i.name LEFT JOIN region r ON r.id = i.region_id"
    " LEFT JOIN agency a ON a.id = i.agency_id"
    " LEFT JOIN revision v ON v.item_id = i.id AND v.number = i.number"
    " LEFT JOIN import_batch m ON m.id = v.batch_id WHERE i.id IN :ids"
).bindparams(bindparam("ids", expanding=True))
