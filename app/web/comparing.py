"""并列: an element in a few lines, to stand beside the standard's; what differs is marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from app.kernel.language import Language
from app.kernel.text import fold
from app.publishing.labels import labelled
from app.web.words import label_of, limit, say, title

LIMITS = ("statutory", "promised")


class Line(NamedTuple):
    """One line of one side."""

    text: str
    differs: bool = False


def side(
    element: str, value: Any, difference: Mapping[str, Any], key: str, language: Language
) -> list[Line]:
    """Return one side of an element; ``key`` names what only this side has: extra or missing."""
    if value is None:
        return []
    if element == "type":
        return [Line(label_of("item-type", value, language))]
    only = {fold(str(one)) for one in difference.get(key, ())}
    kind = {"forms": "materials"}.get(element, element)
    told = _SHORT.get(element, _fields)(labelled(kind, value, language), language)
    return [Line(text, fold(text) in only) for text in told if text] or [Line(say([], language))]


def _materials(value: Any, _language: Language) -> list[str]:
    return [material.get("name") or "?" for material in value]


def _forms(value: Any, _language: Language) -> list[str]:
    forms = [material["form"] for material in value if material.get("form")]
    return [
        " ".join(str(form[part]) for part in ("name", "version") if form.get(part))
        for form in forms
    ]


def _process(value: Any, language: Language) -> list[str]:
    steps = value.get("steps") or ()
    told = [step.get("name") or "?" for step in steps]
    return [" → ".join(told)] if told else [say(value.get("text"), language)]


def _limits(value: Any, language: Language) -> list[str]:
    colon = ": " if language == "en" else "："
    return [
        f"{title(f'/time_limit/{name}', language)}{colon}{limit(value[name], language)}"
        for name in LIMITS
        if value.get(name)
    ]


def _bases(value: Any, _language: Language) -> list[str]:
    return [
        f"《{basis['law']}》{basis.get('article') or ''}"
        if basis.get("law")
        else basis.get("text") or "?"
        for basis in value
    ]


def _fields(value: Any, language: Language) -> list[str]:
    if not isinstance(value, dict):
        return [say(value, language)]
    return [say(one, language) for name, one in value.items() if name != "sample"]


def _fees(value: Any, language: Language) -> list[str]:
    charged = value.get("charged")
    words = {True: ("收费", "charged"), False: ("不收费", "free of charge")}
    head = [words[charged][language == "en"]] if charged in words else []
    rows = value.get("items") or ()
    return head + [
        " ".join(str(fee[part]) for part in ("name", "standard") if fee.get(part)) for fee in rows
    ]


_SHORT: dict[str, Callable[[Any, Language], list[str]]] = {
    "materials": _materials,
    "forms": _forms,
    "process": _process,
    "time_limit": _limits,
    "legal_basis": _bases,
    "fees": _fees,
}
