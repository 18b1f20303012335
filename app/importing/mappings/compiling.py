"""Specs and the headers of one table → a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from app.elements.standard import Field, Standard, fold_header
from app.importing.mappings.cell_readers import CODES, default_reader
from app.importing.mappings.converting import converter
from app.importing.mappings.leaf import Leaf
from app.importing.mappings.plan import Group, Listing
from app.importing.mappings.specs import Spec
from app.importing.readers.known import member_lists
from app.importing.readers.rows import Row, Table

PlanOf = Callable[[Row], Group]
_LONG_TEXTS = frozenset({"/conditions", "/process/text", "/materials/*/basis"})


class Compiler:
    """Makes the plan of each table a mapping meets, once."""

    def __init__(self, standard: Standard, specs: tuple[Spec, ...], *, inherit: bool) -> None:
        self._standard = standard
        self._specs = specs
        self._inherit = inherit
        self._plans: dict[tuple[str, Table], Group] = {}

    def plan(self, table: Table) -> Group:
        """The plan for a table of items."""
        return self._plan("", table, self._specs)

    def _plan(self, base: str, table: Table, specs: tuple[Spec, ...]) -> Group:
        plan = self._plans.get((base, table))
        if plan is None:
            plan = self._plans[base, table] = self._compile(base, table, specs)
        return plan

    def _compile(self, base: str, table: Table, specs: tuple[Spec, ...]) -> Group:
        root = Group(base)
        prefix = f"{base}/*" if base else ""
        inherited = self._inherited(base, table, specs) if self._inherit else ()
        for spec in (*specs, *inherited):
            bound = _bind(spec, table)
            stated = spec.constant is not None or spec.default is not None
            if bound.columns or stated or (spec.stacked and table.stacked):
                *path, _ = spec.pointer.removeprefix(prefix).strip("/").split("/")
                group = _descend(root, path)
                self._place(group, bound, table)
        return root

    def _place(self, group: Group, spec: Spec, table: Table) -> None:
        field = self._field(spec.pointer)
        if spec.members is not None or (field and field.lists):
            listing = self._listing(spec, field)
            known = spec.stacked or spec.pointer in member_lists(table.headers)
            listing.stacked = table.stacked and known
            group.lists.append(listing)
        elif field and field.json_type == "object":
            _descend(group, [spec.key]).own = _leaf(spec, field)
        else:
            leaf = _leaf(spec, field)
            group.leaves.append(leaf)
            if leaf.needs:
                group.dependent.append(leaf)

    def _listing(self, spec: Spec, field: Field | None) -> Listing:
        listing = Listing(spec.pointer, spec.columns)
        members = spec.members or ()
        listing.plan_of = lambda row: self._plan(spec.pointer, _members_table(row), members)
        listing.order = spec.order
        listing.empty_states_none = spec.empty_list == "none"
        if field is not None and (spec.reader or default_reader(field)):
            listing.spelled = _leaf(spec, field)
        return listing

    def _field(self, pointer: str) -> Field | None:
        try:
            return self._standard.field(pointer)
        except KeyError:
            return None

    def _inherited(self, base: str, table: Table, specs: tuple[Spec, ...]) -> Iterable[Spec]:
        """What the standard's own header names add to what the mapping says."""
        stated = {spec.pointer for spec in specs}
        sheet = next(name for name, pointer in self._standard.sheets().items() if pointer == base)
        index = self._standard.header_index(sheet)
        headers: dict[str, dict[str, None]] = {}
        names = self._names(index) if table.open else table.headers
        if base and table.stacked:
            own = self._standard.header_index()
            names = [header for header in names if fold_header(header) not in own]
        for header in names:
            pointer = index.get(fold_header(header))
            if (
                pointer
                and pointer not in stated
                and pointer.startswith(f"{base}/*/" if base else "/")
            ):
                headers.setdefault(pointer, {})[header] = None
        if not base:
            for pointer in self._standard.sheets().values():
                if pointer and pointer not in stated:
                    headers.setdefault(pointer, {})[pointer] = None
        for pointer, columns in headers.items():
            yield self._by_standard(pointer, tuple(columns))

    def _names(self, index: dict[str, str]) -> Iterable[str]:
        """Every literal spelling of the headers in an index: JSON keys are looked up as they are."""
        for field in self._standard.fields:
            columns = (entry.partition(".")[2] for entry in field.exchange)
            yield from (field.title, *field.aliases, *columns)
        yield from index

    def _by_standard(self, pointer: str, columns: tuple[str, ...]) -> Spec:
        spec = Spec(pointer, columns)
        number = pointer.removesuffix("/unit") + "/number"
        if pointer.endswith("/unit") and self._field(number):
            return replace(spec, needs="number")
        return spec


def _members_table(row: Row) -> Table:
    """The table a member stands in: a sheet, or the open record of a JSON list."""
    return OPEN if row.table.open else row.table


OPEN = Table(None, (), open=True)


def _bind(spec: Spec, table: Table) -> Spec:
    """The spec with the columns as this table writes them."""
    if table.open:
        return spec
    written: dict[str, str] = {}
    for header in table.headers:
        written.setdefault(fold_header(header), header)
    found = (written.get(fold_header(column)) for column in spec.columns)
    columns = [column for column in found if column]
    lists = [column for column in spec.columns if column.startswith("/")]
    return replace(spec, columns=tuple(dict.fromkeys((*columns, *lists))))


def _leaf(spec: Spec, field: Field | None) -> Leaf:
    remember = spec.pointer not in CODES | _LONG_TEXTS
    leaf = Leaf(spec.pointer, spec.columns, converter(spec, field), remember=remember)
    leaf.constant, leaf.default, leaf.needs = spec.constant, spec.default, spec.needs
    return leaf


def _descend(group: Group, path: list[str]) -> Group:
    """The object at a path below a group, made where it is not there yet."""
    for key in path:
        found = next((inner for inner in group.groups if inner.key == key), None)
        if found is None:
            found = Group(f"{group.pointer}/{key}")
            group.groups.append(found)
        group = found
    return group
