"""拟改标准: what a form says about a standard, as the merge patch (RFC 7396) that it amounts to.

The form shows what is tried most: name, time limits, conditions, steps, materials, bases, fees,
result. Lines are kept or crossed out, new ones are written below, one to a line; whatever else is
to be tried is written as a patch of its own. What the form leaves as it was is not in the patch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from app.elements.readers import read_bases
from app.elements.value import dump
from app.kernel.handlers import RequestRefused
from app.mending.trying.patching import merge

LIMITS = ("statutory", "promised")
NEEDED, WORKING_DAYS = "1", "1"
Fields = Mapping[str, Any]


def patch_of(document: dict[str, Any], form: Fields) -> dict[str, Any]:
    """Return what ``form`` changes in ``document``, with the members that name the base item.

    Raises:
        RequestRefused: what was written as a patch is no JSON object.
    """
    changes = dict(_changes(document, form))
    written = merge(changes, _written(form))
    named = {name: document[name] for name in ("base_code", "issuer") if name in document}
    return {**written, **named}


def _changes(document: dict[str, Any], form: Fields) -> Iterator[tuple[str, Any]]:
    for name in ("name", "conditions"):
        said = _text(form, name)
        if said != _flat(document.get(name, "")):
            yield name, said or None
    for name, part in (
        ("time_limit", _limits(document, form)),
        ("process", _process(document, form)),
        ("fees", _fees(document, form)),
        ("result", _result(document, form)),
    ):
        if part:
            yield name, part
    for name, kept in (
        ("materials", _materials(document, form)),
        ("legal_basis", _bases(document, form)),
    ):
        if kept != (document.get(name) or []):
            yield name, kept


def _limits(document: dict[str, Any], form: Fields) -> dict[str, Any]:
    """A changed number takes the wording with it: the wording said the old one."""
    changed: dict[str, Any] = {}
    for name in LIMITS:
        now = document.get("time_limit", {}).get(name) or {}
        number, unit = _text(form, f"{name}-number"), _text(form, f"{name}-unit")
        if (number, unit) == (str(now.get("number", "")), now.get("unit", "")):
            continue
        changed[name] = _limit(int(number), unit) if number.isdecimal() else None
    return changed


def _limit(number: int, unit: str) -> dict[str, Any]:
    return {"number": number, "unit": unit or WORKING_DAYS, "text": None, "note": None}


def _process(document: dict[str, Any], form: Fields) -> dict[str, Any]:
    steps = document.get("process", {}).get("steps") or []
    kept = [one for _, one in _kept(steps, form, "steps")]
    kept += [{"name": line} for line in _lines(_text(form, "steps-new"))]
    return {} if kept == steps else {"steps": kept, "text": None, "chart": None}


def _fees(document: dict[str, Any], form: Fields) -> dict[str, Any]:
    now, said = document.get("fees", {}).get("charged"), _text(form, "charged")
    wanted = {"yes": True, "no": False}.get(said)
    return {} if wanted == now else {"charged": wanted, **({} if wanted else {"items": None})}


def _result(document: dict[str, Any], form: Fields) -> dict[str, Any]:
    said = _text(form, "result")
    return (
        {} if said == _flat(document.get("result", {}).get("name", "")) else {"name": said or None}
    )


def _kept(members: list[Any], form: Fields, name: str) -> list[tuple[int, Any]]:
    """Return the members whose boxes are still ticked, with their places."""
    return [(place, one) for place, one in enumerate(members) if form.get(f"{name}-{place}")]


def _needed(material: dict[str, Any], form: Fields, place: int) -> dict[str, Any]:
    said = _text(form, f"necessity-{place}")
    return material if said == material.get("necessity", "") else {**material, "necessity": said}


def _materials(document: dict[str, Any], form: Fields) -> list[dict[str, Any]]:
    kept = _kept(document.get("materials") or [], form, "materials")
    new = _lines(_text(form, "materials-new"))
    return [
        *(_needed(one, form, place) for place, one in kept),
        *({"name": line, "necessity": NEEDED} for line in new),
    ]


def _bases(document: dict[str, Any], form: Fields) -> list[dict[str, Any]]:
    kept = _kept(document.get("legal_basis") or [], form, "legal_basis")
    new = [one for line in _lines(_text(form, "legal_basis-new")) for one in read_bases(line) or ()]
    added: list[dict[str, Any]] = dump(tuple(new))  # type: ignore[assignment]
    return [*(one for _, one in kept), *added]


def _written(form: Fields) -> dict[str, Any]:
    said = _text(form, "patch")
    if not said:
        return {}
    try:
        patch = orjson.loads(said)
    except orjson.JSONDecodeError as error:
        raise RequestRefused(reason=f"合并补丁不是 JSON：{error}") from error
    if not isinstance(patch, dict):
        raise RequestRefused(reason="合并补丁应是一个 JSON 对象 {…}")
    return patch


def _text(form: Fields, name: str) -> str:
    return _flat(str(form.get(name) or ""))


def _flat(text: str) -> str:
    """Browsers send line breaks as CR LF."""
    return text.replace("\r\n", "\n").strip()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
