"""提案: an opened file → a proposed mapping with the evidence for each column, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.elements.schemas import RECORDS, Record
from app.elements.standard import load_standard
from app.importing.kept.amending import correspond
from app.importing.proposing.assigning import Assigned, assign
from app.importing.proposing.beside import corroborate
from app.importing.proposing.building import build, spec_of
from app.importing.proposing.codes import own_system
from app.importing.proposing.evidence import Evidence
from app.importing.proposing.likeness import Name, names_for
from app.importing.proposing.lists import key_column, list_of, stacked_columns
from app.importing.proposing.looking import Column, Seen, look
from app.importing.proposing.weighing import candidates
from app.importing.readers.rows import Source

IDENTITIES = ("/code", "/handling_code", "/local_code", "/row_id", "/base_code", "/local_base_code")
_OWED = {"implementation": ("/code", "/handling_code", "/local_code"), "base": ("/base_code",)}
Document = dict[str, Any]


class Proposal:
    """提案: everything that is told of one file."""

    def __init__(self, source: Source, seen: Seen, record: Record, more: Iterable[Name]) -> None:
        self.source, self.seen, self.record = source, seen, record
        self.standard = load_standard(record)
        self._names = names_for(record, tuple(more))
        self._stacked = stacked_columns(source, seen, self.standard)
        apart = {column.header for columns in self._stacked.values() for column in columns}
        self.assigned = self._assign("", self.standard.sheet, apart)
        self.draft = build(self.assigned, self.standard, seen)
        self.correspondence: Document | None = None
        self.lists: dict[str, str] = {}
        self.sheets: dict[str, dict[str, str]] = {}
        self._stack()
        for part in seen.parts():
            self._list(part)

    @property
    def score(self) -> float:
        """How well the file reads as this record: sure columns, and whether items can be told."""
        sure = sum(one.chosen.confidence for one in self.assigned if one.chosen)
        owed = any(pointer in self.draft.fields for pointer in _OWED[self.record])
        return sure + (2 if owed else 0) + (1 if "/name" in self.draft.fields else 0)

    def _assign(self, part: str, sheet: str, without: set[str]) -> list[Assigned]:
        columns = [column for column in self.seen.of(part) if column.header not in without]
        found = [(column, self._candidates(column, sheet)) for column in columns]
        return assign(found if part else corroborate(found, self.seen, self.record))

    def _candidates(self, column: Column, sheet: str) -> list[Any]:
        found = candidates(column, self.standard, self._names, sheet)
        if sheet != self.standard.sheet:
            return found
        like = self._names.like(column.header, sheet)
        return own_system(column, like, found, self.record)

    def _list(self, part: str) -> None:
        """Propose how the members of one list are read, and what ties them to their items."""
        columns = self.seen.of(part)
        pointer = list_of(part, columns, self.standard, self._names)
        if pointer is None or pointer in self.lists.values():
            self.assigned += [Assigned(c, None, [], Evidence("nothing")) for c in columns]
            return
        self.lists[part] = pointer
        json = self.source.format in ("json", "jsonl")
        tied = None if json else key_column(part, self._identities(), self.seen)
        found = self._assign(part, self._sheet(pointer), {tied[0]} if tied else set())
        self.assigned += found
        self._members(pointer, found, {"from": part})
        if tied and (title := next((c.sheet for c in columns if c.sheet), None)):
            self.sheets[title] = {"list": pointer, "key": tied[0], "to": tied[1]}

    def _stack(self) -> None:
        """Propose the lists whose members stand in the items' own table, one per row."""
        for pointer, columns in self._stacked.items():
            found = assign((c, self._candidates(c, self._sheet(pointer))) for c in columns)
            self.assigned += found
            self._members(pointer, found, {"stacked": True})

    def _members(self, pointer: str, found: list[Assigned], spec: Document) -> None:
        members = {
            one.chosen.pointer.removeprefix(f"{pointer}/*/"): spec_of(
                self.standard.field(one.chosen.pointer), one.column, self.seen, self.draft
            )
            for one in found
            if one.chosen
        }
        text = self.draft.fields.get(pointer, {}).get("from")
        if text and "from" in spec:
            spec["from"] = [spec["from"], text]
        if members:
            self.draft.fields[pointer] = {**spec, "members": members}

    def _sheet(self, pointer: str) -> str:
        return next(name for name, one in self.standard.sheets().items() if one == pointer)

    def _identities(self) -> list[Column]:
        headers = {first_column(self.draft.fields.get(pointer)) for pointer in IDENTITIES}
        return [column for column in self.seen.of("") if column.header in headers]

    def missing(self, filled: set[str]) -> list[dict[str, Any]]:
        """Return the fields that every item owes and nothing of the file fills."""
        return [
            {"pointer": one.pointer, "title": one.title, "title_en": one.title_en}
            for one in self.standard.fields
            if one.obligation == "required" and not one.in_list and not covered(one.pointer, filled)
        ]

    def mapping(self, name: str, title: str) -> Document:
        """Return the mapping document; it is a draft as long as ``undecided`` has entries."""
        draft = self.draft
        made: Document = {
            "name": name,
            "title": title,
            "title_en": f"proposed for {title}",
            "record": self.record,
            "recognise": {"all": self._recognised()},
            "tables": draft.tables,
            "fields": draft.fields,
            "undecided": draft.undecided,
            "sheets": self.sheets,
            "ignored": {
                one.column.header: one.why.say() if one.why else "没有提议"
                for one in self.assigned
                if not one.column.part and one.chosen is None and one.column.header not in draft.derived
            },
        }  # fmt: skip
        made = {key: value for key, value in made.items() if value not in ({}, [])}
        return correspond(made, self.correspondence) if self.correspondence else made

    def _recognised(self) -> list[str]:
        """The columns without which a file is another kind: codes, names, whatever is renumbered."""
        tabled = [spec for spec in self.draft.fields.values() if "table" in spec]
        asked = [self.draft.fields[p] for p in self.draft.undecided if p in self.draft.fields]
        telling = [self.draft.fields.get(pointer) for pointer in (*IDENTITIES, "/name")]
        headers = [first_column(spec) for spec in (*telling, *tabled, *asked)]
        return list(dict.fromkeys(header for header in headers if header))


def first_column(spec: Document | None) -> str | None:
    """Return the column that a field is read from first."""
    columns = spec.get("from") if spec else None
    return columns if isinstance(columns, str) else (columns[0] if columns else None)


def covered(pointer: str, filled: set[str]) -> bool:
    """Whether a field, what holds it or what it holds is read from somewhere."""
    if pointer in filled or any(one.startswith(f"{pointer}/") for one in filled):
        return True
    above = pointer.rpartition("/")[0]
    return bool(above) and above in filled


def propose(
    source: Source,
    record: Record | None = None,
    more: Mapping[Record, Iterable[Name]] | None = None,
    correspondence: dict[str, Any] | None = None,
) -> Proposal:
    """Propose how a source is read; of the two records the one that it reads better as."""
    seen = look(source)
    records = (record,) if record else RECORDS
    found = [Proposal(source, seen, one, (more or {}).get(one, ())) for one in records]
    best = max(found, key=lambda one: one.score)
    best.correspondence = correspondence
    return best
