"""申请材料: what the applicant brings, line by line, with its forms 表单."""

from __future__ import annotations

from operator import itemgetter

from pydantic import TypeAdapter

from app.elements.material_names import split_name
from app.elements.prose import fold_title
from app.elements.value import Code, Flag, Transform, Value, Whole, fold_fields
from app.kernel.hashing import canonical_bytes
from app.kernel.text import fold

FORM = "2"
"""材料类型 申请表格文书."""
REQUIRED, OPTIONAL, LATER = "1", "2", "3"
NECESSITIES = {REQUIRED: "必要", OPTIONAL: "非必要", LATER: "容缺后补"}
"""材料必要性."""


class Form(Value):
    """空白表格: a blank form, known by id and version or by the digest of its file."""

    id: str | None = None
    name: str | None = None
    version: Code | None = None
    digest: str | None = None
    url: str | None = None


class Material(Value):
    """材料: one document."""

    name: str | None = None
    code: Code | None = None
    type: Code | None = None
    format: Code | None = None
    necessity: Code | None = None
    source: Code | None = None
    source_note: str | None = None
    issuer: str | None = None
    originals: Whole | None = None
    copies: Whole | None = None
    paper_size: str | None = None
    form: Form | None = None
    sample: str | None = None
    fill_note: str | None = None
    acceptance_note: str | None = None
    basis: str | None = None
    remark: str | None = None
    licence_code: Code | None = None
    exempt: Flag | None = None
    deadline: str | None = None


Materials = tuple[Material, ...]

_ADAPTER: TypeAdapter[Materials] = TypeAdapter(Materials)


def parse(data: object) -> Materials:
    """Validate plain data; an empty list says that no material is needed."""
    return _ADAPTER.validate_python(data)


def _fold_paper(size: str) -> str | None:
    return fold(size).removesuffix("纸") or None


def _fold_form(form: Form) -> dict[str, object]:
    as_written = dict.fromkeys(("id", "digest", "url"), str.strip)
    return fold_fields(form, {**as_written, "name": fold_title})


_SPECIAL: dict[str, Transform] = {
    "name": fold_title,
    "paper_size": _fold_paper,
    "form": lambda form: _fold_form(form) or None,
    "sample": lambda sample: sample.strip() or None,
}


def canonical_material(material: Material) -> dict[str, object]:
    """Fold one material; copies and necessity inside its name go where they belong."""
    folded = fold_fields(material, _SPECIAL)
    if material.name is None:
        return folded
    name, stated = split_name(material.name)
    if stated and all(folded.get(field, value) == value for field, value in stated.items()):
        folded.update(stated, name=fold_title(name))
    return folded


def canonical(value: Materials) -> list[dict[str, object]]:
    """Fold looks; the order of materials means nothing."""
    folded = [canonical_material(material) for material in value]
    keyed = sorted(((canonical_bytes(one), one) for one in folded), key=itemgetter(0))
    return [one for _, one in keyed]
