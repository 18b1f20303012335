"""映射的留存: save, confirm, remove; what is confirmed is used the next time its headers come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from app.importing.kept import store
from app.importing.kept.problems import (
    MappingChangedMeanwhile,
    MappingIncomplete,
    MappingInvalid,
    MappingIsShipped,
    MappingNotFound,
    MappingUndecided,
)
from app.importing.mappings.loading import faults_of, load_mappings, shipped_document
from app.importing.mappings.mapping import Mapping
from app.kernel.clock import now
from app.kernel.paging import Page, decode, encode
from app.kernel.problem import FieldError

Document = dict[str, Any]
SHIPPED = "shipped"
RESERVED = frozenset({"new", "proposals"})
"""Addresses beneath ``/mappings`` that are no mapping's."""
_CODES = {
    "implementation": ("/code", "/handling_code", "/local_code", "/row_id"),
    "base": ("/base_code", "/local_base_code"),
}


def page_of_mappings(connection: Connection, cursor: str | None, limit: int) -> Page:
    """Return a page of the mappings, those made here first, each kind by name.

    Raises:
        InvalidCursor: no page of mappings gave it out.
    """
    shipped, name = decode(cursor, 2) if cursor else (False, "")
    rows = list_mappings(connection, (bool(shipped), str(name)), limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(rows[:limit], encode([last["state"] == SHIPPED, last["name"]]) if last else None)


def list_mappings(
    connection: Connection, after: tuple[bool, str] = (False, ""), limit: int | None = None
) -> list[Document]:
    """Return the mappings that follow (whether it is shipped, name), those made here first."""
    kept, shipped = store.names(connection), load_mappings()
    keys = [(False, name) for name in kept]
    keys += [(True, name) for name in sorted(shipped.keys() - set(kept))]
    wanted = [key for key in keys if key > after][:limit]
    made = [name for comes_along, name in wanted if not comes_along]
    heads = [_head(one) for one in store.newest(connection, made)] if made else []
    return heads + [_shipped_head(shipped[name]) for comes_along, name in wanted if comes_along]


def one_mapping(connection: Connection, name: str, version: int | None = None) -> Document:
    """Return a mapping with its document and its versions.

    Raises:
        MappingNotFound: neither made here nor shipped, or it was removed.
    """
    found = store.find(connection, name, version)
    if found is None or (version is None and found.state == store.REMOVED):
        shipped = load_mappings().get(name)
        if shipped is None or version is not None:
            raise MappingNotFound(name=name)
        return {**_shipped_head(shipped), "versions": [], "mapping": shipped_document(name)}
    versions = store.history(connection, name)
    return {**_head(found), "versions": versions, "mapping": found.document}


def save(
    connection: Connection,
    name: str,
    document: Document,
    *,
    confirmed: bool,
    author: str | None = None,
    based_on: int | None = None,
) -> Document:
    """Save a version of a mapping; the same content again is no new version.

    Raises:
        MappingIsShipped, MappingInvalid, MappingChangedMeanwhile: it cannot be saved.
        MappingUndecided, MappingIncomplete: it cannot be confirmed.
    """
    document = {**document, "name": name}
    _check(name, document)
    if confirmed:
        check_ready(name, document)
    last = store.find(connection, name)
    version = last.version if last else 0
    if based_on is not None and based_on != version:
        raise MappingChangedMeanwhile(name=name, version=version, based_on=based_on)
    state = store.CONFIRMED if confirmed else store.DRAFT
    if last is None or (last.state, last.document) != (state, document):
        store.add(connection, store.Saved(name, version + 1, state, document, author, now()))
    return one_mapping(connection, name)


def remove(connection: Connection, name: str, author: str | None = None) -> None:
    """Take a mapping out of use; its versions stay on record, for the batches that name them.

    Raises:
        MappingIsShipped, MappingNotFound: it cannot be removed.
    """
    last = store.find(connection, name)
    if last is None or last.state == store.REMOVED:
        if name in load_mappings():
            raise MappingIsShipped(name=name)
        raise MappingNotFound(name=name)
    gone = last._replace(
        version=last.version + 1, state=store.REMOVED, author=author, saved_at=now()
    )
    store.add(connection, gone)


def _check(name: str, document: Document) -> None:
    if name in load_mappings():
        raise MappingIsShipped(name=name)
    if name in RESERVED:
        raise MappingInvalid(name=name, count=1, errors=[_error("/mapping/name", "reserved")])
    faults = faults_of(document)
    if document.get("record") == "native":
        raise MappingInvalid(name=name, count=1, errors=[_error("/record", "native")])
    if faults:
        errors = [_error(f"/mapping{fault.pointer}", fault.detail) for fault in faults[:100]]
        raise MappingInvalid(name=name, count=len(faults), errors=errors)


def check_ready(name: str, document: Document) -> None:
    """Tell whether a mapping can be confirmed.

    Raises:
        MappingUndecided, MappingIncomplete: it cannot.
    """
    undecided = document.get("undecided", {})
    if undecided:
        errors = list(_open_questions(undecided))
        raise MappingUndecided(name=name, count=len(undecided), errors=errors)
    fields, codes = document.get("fields", {}), _CODES[document["record"]]
    if not document.get("inherit"):
        if not any(pointer in fields for pointer in codes):
            raise MappingIncomplete(name=name, lacking="编码", lacking_en="a code")
        if "/name" not in fields:
            raise MappingIncomplete(name=name, lacking="事项名称", lacking_en="the name")


def _open_questions(undecided: Document) -> Iterator[FieldError]:
    for pointer, told in undecided.items():
        readings = "；".join(f"{one['name']}＝{one['title']}" for one in told["readings"])
        yield _error(f"/mapping/undecided{pointer}", f"“{told['column']}”：{readings}", "undecided")


def _error(pointer: str, detail: str, code: str = "invalid") -> FieldError:
    return {"pointer": pointer, "code": code, "detail": detail}


def _head(one: store.Saved) -> Document:
    document = one.document
    return {
        "name": one.name, "title": document["title"], "title_en": document["title_en"],
        "record": document["record"], "description": document.get("description", ""),
        "state": one.state, "version": one.version, "author": one.author,
        "saved_at": one.saved_at.isoformat() + "Z", "undecided": len(document.get("undecided", {})),
    }  # fmt: skip


def _shipped_head(one: Mapping) -> Document:
    return {
        "name": one.name, "title": one.title, "title_en": one.title_en,
        "record": None if one.native else one.record, "description": one.description,
        "state": SHIPPED, "version": None, "author": None, "saved_at": None, "undecided": 0,
    }  # fmt: skip
