"""表头: finds the field that a column header names.

Portals and spreadsheets write “八、法定期限：”, “*事项名称（必填）”, ``task_name``: looks, numbering
and marks are folded away, and each field is known by its title, its aliases, its pointer and its
column in the national exchange tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from app.elements.fields import Field
from app.kernel.text import fold

# What says in a row of another sheet which item it belongs to.
IDENTITY = ("/code", "/handling_code", "/local_code", "/row_id", "/base_code", "/name")

_TAG = re.compile(r"</?[a-z][^<>]{0,40}>", re.IGNORECASE)
_NUMBERING = re.compile(r"^(?:\(?[一二三四五六七八九十]{1,3}[),.]|\(?\d{1,2}(?:\.\d{1,2})*[),.])")
_HINT = re.compile(r"\((?:必填|选填|可多选|多选|单选|必填项|选填项|如有)\)$")


def fold_header(header: str) -> str:
    """Fold a header: looks, tags, numbering in front, marks and hints of forms."""
    folded = fold(_TAG.sub("", header)).strip("*")
    folded = _NUMBERING.sub("", folded, count=1) or folded
    return _HINT.sub("", folded).strip(".,;:")


def index_headers(fields: Iterable[Field], sheet: str) -> dict[str, str]:
    """Return {folded header: pointer} for the columns of one sheet.

    A title of this sheet's own goes before one of the item's identity.

    Raises:
        ValueError: one header names two fields.
    """
    fields = tuple(fields)
    own = [one for one in fields if one.sheet == sheet and (one.leaf or one.aliases)]
    keys = [one for one in fields if one.pointer in IDENTITY and one.sheet != sheet]
    index = _index(own, _names)
    for guest in (_index(keys, _names), _columns(own, keys)):
        index = {**guest, **index}
    return index


def _index(fields: Iterable[Field], names: Callable[[Field], Iterable[str]]) -> dict[str, str]:
    index: dict[str, str] = {}
    for one in fields:
        for name in names(one):
            known = index.setdefault(fold_header(name), one.pointer)
            if known != one.pointer:
                raise ValueError(f"header {name} names both {known} and {one.pointer}")
    return index


def _names(one: Field) -> Iterator[str]:
    if one.leaf or one.spelled:
        yield from (one.title, *one.aliases, one.pointer)


def _columns(own: list[Field], keys: list[Field]) -> dict[str, str]:
    """Return the exchange columns that are unambiguous within the tables of this sheet."""
    tables = {column.partition(".")[0] for one in own for column in one.exchange}
    index: dict[str, str] = {}
    doubtful = set()
    for one in (*own, *keys):
        for table, _, column in (entry.partition(".") for entry in one.exchange):
            if table in tables and index.setdefault(column, one.pointer) != one.pointer:
                doubtful.add(column)
    return {column: pointer for column, pointer in index.items() if column not in doubtful}
