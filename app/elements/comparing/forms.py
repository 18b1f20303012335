"""申请表单: the blank forms of the materials are the same files.

The same id or the same digest proves the same form; a different digest, or another version of the
same id, proves another. Different ids alone prove nothing: every system numbers its own files.
"""

from __future__ import annotations

from app.elements.comparing.aligning import align
from app.elements.comparing.answers import Answer, Comparison, changed, combine, unproven
from app.elements.materials import FORM, Form, Material, Materials
from app.kernel.text import fold


def compare_forms(standard: Materials, local: Materials) -> Comparison:
    """Compare the forms of materials that both lists have; the rest is for the materials."""
    if not any(_is_form(material) for material in (*standard, *local)):
        return Comparison(Answer.SAME)
    alignment = align(standard, local)
    if alignment is None:
        return unproven("unnamed-material")
    with_form = [pair for pair in alignment.matched if any(_is_form(one) for one in pair)]
    parts = {one.name or "": _compare(one, other) for one, other in with_form}
    return combine(parts) if parts else unproven("not-stated")


def _form(material: Material) -> Form | None:
    form = material.form
    return form if form and any((form.id, form.digest, form.url, form.name)) else None


def _is_form(material: Material) -> bool:
    return material.type == FORM or _form(material) is not None


def _compare(standard: Material, local: Material) -> Comparison:
    theirs, ours = _form(standard), _form(local)
    if theirs is None or ours is None:
        return unproven("not-stated")
    same = _same(theirs, ours)
    if same:
        return Comparison(Answer.SAME)
    entry = changed(standard.name or "", "form", _spell(theirs), _spell(ours))
    if same is None:
        return unproven("not-comparable", changed=[entry])
    return Comparison(Answer.DIFFERENT, {"changed": [entry]})


def _same(theirs: Form, ours: Form) -> bool | None:
    """Say whether two forms are the same, None where nothing proves it."""
    if theirs.digest and ours.digest:
        return theirs.digest.casefold() == ours.digest.casefold()
    if theirs.id and ours.id and theirs.id.strip() == ours.id.strip():
        if theirs.version and ours.version:
            return fold(theirs.version) == fold(ours.version)
        return True
    return True if theirs.url and theirs.url == ours.url else None


def _spell(form: Form) -> str:
    named = form.name or form.id or form.url or form.digest or ""
    return f"{named}（{form.version}）" if form.version else named
