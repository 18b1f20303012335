"""改映射: what people change in a proposed mapping: the field of a column, the reading of codes."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from app.elements.schemas import Record
from app.elements.standard import Field, fold_header, load_standard
from app.importing.mappings.loading import spec_at

Document = dict[str, Any]
UNREAD = "不读"
CORRESPONDENCE = "correspondence"
"""Name of the table that says which base code a local one stands for."""
_BY_HAND = "由人略去。"


class NotAmendable(ValueError):
    """What was asked for cannot be done; the message says why, Chinese first."""


def set_field(document: Document, column: str, wanted: str) -> Document:
    """Return the document with a column read as another field, or as none (``不读``, "").

    ``wanted`` is a pointer, a title or an alias of a field.

    Raises:
        NotAmendable: there is no such field.
    """
    made = deepcopy(document)
    fields = made.setdefault("fields", {})
    field = None if wanted in ("", UNREAD) else field_named(made["record"], wanted)
    for pointer in [p for p, spec in fields.items() if spec.get("from") == column]:
        _drop(made, pointer)
    ignored = made.setdefault("ignored", {})
    if field is None:
        ignored[column] = _BY_HAND
    else:
        _drop(made, field.pointer)
        ignored.pop(column, None)
        fields[field.pointer] = _spec(field, column)
    _tidy(made)
    return made


def set_member(document: Document, listed: str, column: str, wanted: str) -> Document:
    """Return the document with a column of a list's members read as another field of theirs.

    Raises:
        NotAmendable: the list is not read, or its members have no such field.
    """
    made = deepcopy(document)
    members = made.get("fields", {}).get(listed, {}).get("members")
    if members is None:
        raise NotAmendable(f"没有读取列表 {listed}")
    for name in [name for name, spec in members.items() if spec.get("from") == column]:
        del members[name]
        made.get("undecided", {}).pop(f"{listed}/*/{name}", None)
    if wanted not in ("", UNREAD):
        field = field_named(made["record"], wanted)
        if not field.pointer.startswith(f"{listed}/*/"):
            raise NotAmendable(f"{field.title} 不是 {listed} 的字段")
        made.get("undecided", {}).pop(field.pointer, None)
        members[field.pointer.removeprefix(f"{listed}/*/")] = _spec(field, column)
    _tidy(made)
    return made


def settle(document: Document, column: str, reading: str) -> Document:
    """Return the document with the codes of an undecided column read in one of the ways offered.

    Raises:
        NotAmendable: nothing is open about the column, or there is no such reading.
    """
    made = deepcopy(document)
    pointer = _undecided(made, column)
    readings = made["undecided"][pointer]["readings"]
    chosen = next((one for one in readings if one["name"] == reading), None)
    if chosen is None:
        names = "、".join(one["name"] for one in readings)
        raise NotAmendable(f"“{column}”没有读法“{reading}”，可选：{names}")
    _put_table(made, pointer, chosen["table"])
    del made["undecided"][pointer]
    _tidy(made)
    return made


def put_value(document: Document, column: str, word: str, code: str | None) -> Document:
    """Return the document with one word of a column standing for a code (None: for none).

    An undecided column is settled once each of its values has been given a code by hand.

    Raises:
        NotAmendable: the column holds no codes, or there is no such code.
    """
    made = deepcopy(document)
    pointer = _pointer_of(made, column)
    field = load_standard(_record(made)).field(pointer)
    if field.enumeration is None:
        raise NotAmendable(f"“{column}”读作{field.title}，没有代码表")
    code = _code(field, code)
    spec = spec_at(made, pointer) or {}
    _put_table(made, pointer, {**_table(made, spec), word: code})
    told = made.get("undecided", {}).get(pointer)
    if told:
        given = {fold_header(one) for one in _table(made, spec_at(made, pointer) or {})}
        if all(fold_header(one) in given for one in told.get("values", {})):
            del made["undecided"][pointer]
    _tidy(made)
    return made


def correspond(document: Document, table: Document) -> Document:
    """Return the document with base codes looked up in a correspondence of local ones.

    An implementation item keeps its local base code beside the base code it is given; a base item
    keeps its own code as its identity, and is held against the code it corresponds to.

    Raises:
        NotAmendable: no column holds a local base code.
    """
    made = deepcopy(document)
    fields, base = made.setdefault("fields", {}), made["record"] == "base"
    own, target = ("/base_code", "/upper_code") if base else ("/local_base_code", "/base_code")
    if own not in fields and target in fields and "table" not in fields[target]:
        fields[own] = {**fields[target]}
    if own not in fields:
        raise NotAmendable("没有读取地方基本编码的列，对照表用不上")
    kept = {key: fields[own][key] for key in ("from", "reader", "scheme") if key in fields[own]}
    made.setdefault("tables", {})[CORRESPONDENCE] = table
    fields[target] = {**kept, "table": CORRESPONDENCE, "unknown": "refuse"}
    return made


def field_named(record: str, wanted: str) -> Field:
    """Return the field that a pointer, a title or an alias names.

    Raises:
        NotAmendable: there is none.
    """
    standard = load_standard("base" if record == "base" else "implementation")
    pointer = wanted if wanted.startswith("/") else standard.header_index().get(fold_header(wanted))
    if pointer is not None and pointer != "/raw":
        try:
            return standard.field(pointer)
        except KeyError:
            pass
    raise NotAmendable(f"没有名为“{wanted}”的字段")


def _spec(field: Field, column: str) -> Document:
    spec: Document = {"from": column}
    if field.pointer.endswith("/unit"):
        spec["needs"] = "number"
    return spec


def _drop(made: Document, pointer: str) -> None:
    made["fields"].pop(pointer, None)
    made.get("undecided", {}).pop(pointer, None)


def _record(made: Document) -> Record:
    return "base" if made["record"] == "base" else "implementation"


def _undecided(made: Document, column: str) -> str:
    for pointer, told in made.get("undecided", {}).items():
        if column in (told["column"], pointer):
            return str(pointer)
    raise NotAmendable(f"“{column}”没有待选定的读法")


def _pointer_of(made: Document, column: str) -> str:
    if column.startswith("/") and spec_at(made, column):
        return column
    standard = load_standard(_record(made))
    for pointer, spec in made.get("fields", {}).items():
        if spec.get("from") == column and standard.field(pointer).enumeration:
            return str(pointer)
        for name, member in spec.get("members", {}).items():
            if member.get("from") == column and standard.field(f"{pointer}/*/{name}").enumeration:
                return f"{pointer}/*/{name}"
    raise NotAmendable(f"“{column}”没有读作带代码表的字段")


def _code(field: Field, code: str | None) -> str | None:
    if not code:
        return None
    known = field.enumeration or {}
    by_title = {title: one for one, title in known.items()}
    found = code if code in known else by_title.get(code)
    if found is None:
        shown = "、".join(f"{one} {title}" for one, title in known.items())
        raise NotAmendable(f"{field.title}没有代码“{code}”，只有：{shown}")
    return found


def _table(made: Document, spec: Document) -> Document:
    table = spec.get("table", {})
    found: Document = made.get("tables", {}).get(table, {}) if isinstance(table, str) else table
    return found


def _put_table(made: Document, pointer: str, table: Document) -> None:
    """Give a field a table of its own: two columns may number the same codes differently."""
    spec = spec_at(made, pointer)
    if spec is None:
        raise NotAmendable(f"{pointer} 没有读取")
    if not table:
        spec.pop("table", None)
        return
    name = pointer.strip("/").replace("/*", "").replace("/", "_")
    made.setdefault("tables", {})[name] = table
    spec["table"] = name


def _tidy(made: Document) -> None:
    """Leave out what is empty, and tables that nothing names any more."""
    used = {spec.get("table") for spec in _specs(made)}
    tables = made.get("tables", {})
    for name in [name for name in tables if name not in used]:
        del tables[name]
    for key in ("tables", "undecided", "ignored", "sheets"):
        if not made.get(key, True):
            del made[key]


def _specs(made: Document) -> list[Document]:
    own = list(made.get("fields", {}).values())
    return own + [member for spec in own for member in spec.get("members", {}).values()]
