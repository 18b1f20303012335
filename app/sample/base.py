"""基本目录: the base items of the nation, the province and its two cities."""

from __future__ import annotations

from functools import cache

from app.sample import shorthand
from app.sample.manner import handling
from app.sample.places import PROVINCE
from app.sample.shipped import Document, draw, kind_files, read_json

LIMITS = ("promised", "steps")
YEARS = ("2023-03-01", "2023-09-01", "2024-01-01", "2024-07-01")


@cache
def kinds() -> dict[str, Document]:
    """Return the kinds by their provincial base code, each with its line, department and parent."""
    found: dict[str, Document] = {}
    for file in kind_files():
        for kind in file["kinds"]:
            code = f"99{kind['type']}{file['department']}{kind['number']}"
            parent = file.get("parents", {}).get(kind["number"][:3])
            line = kind.get("line", file["line"])
            found[code] = {**kind, "line": line, "parent": parent}
    return found


def standard(code: str, kind: Document) -> Document:
    """Return the base item of a kind: identity and the elements of the standard."""
    basis = shorthand.cite(kind["bases"][0])
    return {
        "base_code": code,
        "issuer": kind.get("issuer", PROVINCE),
        "name": kind["name"],
        "type": kind["type"],
        "levels": kind["levels"],
        "status": kind.get("status", "1"),
        "version": 1 + draw("version", code) % 3,
        "effective_date": YEARS[draw("year", code) % len(YEARS)],
        **({"cancel_date": kind["cancel_date"]} if "cancel_date" in kind else {}),
        **_parent(code, kind),
        "legal_basis": [shorthand.citation(entry) for entry in kind["bases"]],
        "conditions": kind["conditions"],
        "audience": _audience(kind),
        "time_limit": _time_limit(kind),
        "process": shorthand.process(kind["steps"], code),
        "materials": [
            shorthand.material(entry, f"{code}-{number}", basis)
            for number, entry in enumerate(kind["materials"], 1)
        ],
        "fees": shorthand.fees(kind),
        "result": shorthand.result(kind["result"], code),
        "handling": handling(kind),
        "questions": kind["questions"],
    }


def _parent(code: str, kind: Document) -> Document:
    return (
        {"parent_code": f"{code[:9]}00Y", "parent_name": kind["parent"]} if kind["parent"] else {}
    )


def _audience(kind: Document) -> Document:
    topics = {"personal_topics": kind.get("personal"), "corporate_topics": kind.get("corporate")}
    return {"objects": kind["objects"], **{name: codes for name, codes in topics.items() if codes}}


def _time_limit(kind: Document) -> Document:
    limits = {
        "statutory": shorthand.limit(kind["statutory"], kind.get("statutory_note")),
        "promised": shorthand.limit(kind["promised"]),
    }
    procedures = kind.get("special_procedures")
    return {**limits, "special_procedures": procedures} if procedures else limits


@cache
def base_items() -> tuple[Document, ...]:
    """Return the base catalogue: the nation's entries, the province's, then those of cities."""
    own = [standard(code, kind) for code, kind in kinds().items()]
    own.sort(key=lambda item: (item["issuer"], item["base_code"]))
    changes = read_json("other_issuers.json")
    by_code = {item["base_code"]: item for item in own}
    national = [_national(by_code[entry["of"]], entry) for entry in changes["national"]]
    upper = {entry["of"]: entry["code"] for entry in changes["national"]}
    for item in own:
        if item["base_code"] in upper:
            item["upper_code"] = upper[item["base_code"]]
    return (*national, *own, *(_reissued(by_code[entry["of"]], entry) for entry in changes["city"]))


def _national(item: Document, entry: Document) -> Document:
    """The nation's entry above a provincial one: the same elements under a code of its own."""
    return {**_with_limits(item, entry), "base_code": entry["code"], "issuer": "000000000000"}


def _reissued(item: Document, entry: Document) -> Document:
    """A city's own entry for a provincial code: the nearest issuer's standard is the one to follow."""
    return {**_with_limits(item, entry), "issuer": entry["issuer"]}


def _with_limits(item: Document, entry: Document) -> Document:
    kind = {**kinds()[item["base_code"]], **{k: v for k, v in entry.items() if k in LIMITS}}
    changed = {
        "time_limit": _time_limit(kind),
        "process": shorthand.process(kind["steps"], entry["of"]),
    }
    parents = ("parent_code", "parent_name", "upper_code")
    return {**{k: v for k, v in item.items() if k not in parents}, **changed}
