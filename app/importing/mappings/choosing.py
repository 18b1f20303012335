"""Which mapping reads a source: the one asked for, or the one its headers fit best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from app.elements.schemas import RECORDS
from app.elements.standard import fold_header, load_standard
from app.importing.errors import SourceError, cut
from app.importing.mappings.kept import KeptMapping
from app.importing.mappings.loading import load_mapping, load_mappings
from app.importing.mappings.mapping import Mapping
from app.importing.readers.rows import Source

_SEEN = 12
_LOCAL_CODES = ("/code", "/handling_code", "/local_code")
_SPECIFIC = 1.0
"""What a mapping made for one source gains over the general ones."""
_CONFIRMED = 2.0
"""What one gains that people here made for a file and confirmed."""
_NEARLY_ALL = 0.8


def choose(
    source: Source,
    name: str | None = None,
    folders: Sequence[Path] = (),
    kept: Sequence[KeptMapping] = (),
) -> Mapping:
    """The mapping that reads a source.

    Raises:
        SourceError: none does, or people have not settled what the one named leaves open.
    """
    if name is None:
        return detect(source, folders, kept)
    mapping = load_mapping(name, folders, kept)
    if mapping.undecided:
        columns = (one["column"] for one in mapping.undecided.values())
        raise SourceError("mapping-undecided", name, columns="、".join(columns))
    if not mapping.confirmed:
        raise SourceError("mapping-unconfirmed", name)
    return mapping


def detect(
    source: Source, folders: Sequence[Path] = (), kept: Sequence[KeptMapping] = ()
) -> Mapping:
    """Choose by the headers: the highest score wins."""
    ready = [one for one in load_mappings(folders, kept).values() if _is_ready(one)]
    scored = [(score(mapping, source), mapping) for mapping in ready]
    best, mapping = max(scored, key=lambda pair: pair[0])
    if best <= 0:
        raise _unknown(source, [mapping for _, mapping in scored])
    return _by_length(source, mapping, {one.name: one for _, one in scored})


def _by_length(source: Source, mapping: Mapping, mappings: dict[str, Mapping]) -> Mapping:
    """“事项编码” names the code of either record: 12 or 14 characters are a base code."""
    if not {mapping.name} <= {"sheet", "sheet-base"} <= mappings.keys():
        return mapping
    local, base = (load_standard(record).header_index() for record in ("implementation", "base"))
    columns = [h for h in source.headers if local.get(fold_header(h)) in _LOCAL_CODES]
    if not columns or any(base.get(fold_header(column)) != "/base_code" for column in columns):
        return mapping
    cells = [str(row.cells.get(c, "")) for row in islice(source.rows(), _SEEN) for c in columns]
    lengths = [len(cell) for cell in cells if cell]
    short = sum(length <= 14 for length in lengths)
    return mappings["sheet-base" if short > len(lengths) / 2 else "sheet"]


def score(mapping: Mapping, source: Source) -> float:
    """How well a mapping fits the headers of a source; 0 where it does not.

    Columns under ``all`` must be there, those under ``none`` must not, of those under ``any`` at
    least one. What counts then is the share of the source's headers that the mapping reads.
    """
    headers = {*map(fold_header, source.headers)}
    if not headers or not _fits(mapping, headers, source):
        return 0
    known = set(mapping.columns)
    if mapping.inherit or mapping.native:
        known |= inherited_headers(mapping)
    share = len(headers & known) / len(headers)
    if mapping.version is not None:
        return share + _CONFIRMED if _close(mapping, headers) else 0
    return share + (_SPECIFIC if mapping.recognise.get("all") else 0)


def _is_ready(mapping: Mapping) -> bool:
    return mapping.confirmed and not mapping.undecided


def _close(mapping: Mapping, headers: set[str]) -> bool:
    """Whether a file has nearly all columns of the one that a kept mapping was made for.

    Two codes and a name are in many files; the numbers in their columns may mean other things.
    """
    own = {fold_header(c) for spec in mapping.specs for c in spec.columns if not c.startswith("/")}
    own |= {*map(fold_header, mapping.ignored)}
    return len(own & headers) >= _NEARLY_ALL * len(own)


def _fits(mapping: Mapping, headers: set[str], source: Source) -> bool:
    wanted = {key: {*map(fold_header, names)} for key, names in mapping.recognise.items()}
    if mapping.native and source.format not in ("jsonl", "json"):
        return False
    if not wanted.get("all", set()) <= headers or wanted.get("none", set()) & headers:
        return False
    if "any" in wanted and not wanted["any"] & headers:
        return False
    return not any(key.startswith("fields") for key in wanted) or _fields_fit(mapping, headers)


def _fields_fit(mapping: Mapping, headers: set[str]) -> bool:
    """What a mapping demands of the fields that the headers name, whatever the alias."""
    index = load_standard("base" if mapping.record == "base" else "implementation").header_index()
    fields = {index[header] for header in headers if header in index}
    some, every = (mapping.recognise.get(f"fields_{key}", ()) for key in ("any", "all"))
    return fields.issuperset(every) and not (some and fields.isdisjoint(some))


def inherited_headers(mapping: Mapping) -> set[str]:
    """The folded headers (for our own JSON: keys) that the standard knows for a record."""
    names: set[str] = set()
    for record in RECORDS if mapping.native else (mapping.record,):
        standard = load_standard("base" if record == "base" else "implementation")
        if mapping.native:
            names |= {field.pointer.split("/")[1] for field in standard.fields}
        else:
            names |= standard.header_index().keys()
    return names


def _unknown(source: Source, mappings: Iterable[Mapping]) -> SourceError:
    """List what was seen, and the nearest known spelling of each."""
    known: dict[str, str] = {}
    for record in RECORDS:
        for field in load_standard(record).fields:
            for title in (field.title, *field.aliases) if field.leaf or field.spelled else ():
                known.setdefault(fold_header(title), title)
    for mapping in mappings:
        known.update({column: column for column in mapping.columns if column not in known})
    near: dict[str, None] = {}
    for header in source.headers:
        for match in get_close_matches(fold_header(header), known, n=1, cutoff=0.7):
            near[f"{cut(header)} → {known[match]}"] = None
    return SourceError(
        "unknown-headers",
        source.name,
        seen="、".join(map(cut, source.headers[:_SEEN])) or "–",
        nearest="、".join(list(near)[:_SEEN]) or "–",
    )
