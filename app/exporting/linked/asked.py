"""要求的: the materials and conditions of a service, its process, the laws it stands on."""

from __future__ import annotations

from collections.abc import Iterator

from app.exporting.linked.making import Making
from app.exporting.linked.vocabulary import Node, pointing, said


def asked(making: Making) -> Node:
    """Return what a service asks for and stands on, and add its nodes."""
    laws = list(_laws(making))
    return {
        "cpsv:hasInput": pointing(*_materials(making)),
        "cv:holdsRequirement": pointing(*_requirements(making)),
        "cpsv:follows": pointing(*_rules(making, laws)),
        "cv:hasLegalResource": pointing(*laws),
    }


def _materials(making: Making) -> Iterator[str]:
    for place, material in enumerate(making.values.get("materials") or (), 1):
        if not material.get("name"):
            continue
        address = f"{making.address}#material-{place}"
        evidence: Node = {
            "dct:identifier": f"{making.name}#material-{place}",
            "dct:title": said(material["name"]),
        }
        told = [
            str(material[part])
            for part in ("requirement", "source_note", "basis")
            if material.get(part)
        ]
        if told:
            evidence["dct:description"] = said("\n".join(told))
        if material.get("type"):
            evidence["dct:type"] = {"@id": making.concept("material-type", material["type"])}
        if form := (material.get("form") or {}).get("url"):
            evidence["foaf:page"] = {"@id": making.page(form)}
        making.add(address, "cv:Evidence", **evidence)
        yield address


def _requirements(making: Making) -> Iterator[str]:
    conditions = making.text("conditions")
    if conditions:
        address = f"{making.address}#conditions"
        requirement = {
            "dct:identifier": f"{making.name}#conditions",
            "dct:title": said("受理条件"),
            "dct:description": said(conditions),
        }
        making.add(address, "cv:Requirement", **requirement)
        yield address


def _rules(making: Making, laws: list[str]) -> Iterator[str]:
    process = making.values.get("process") or {}
    steps = " → ".join(step["name"] for step in process.get("steps") or () if step.get("name"))
    told = steps or process.get("text")
    if told:
        address = f"{making.address}#process"
        rule: Node = {
            "dct:identifier": f"{making.name}#process",
            "dct:title": said("办理流程"),
            "dct:description": said(told),
        }
        if laws:
            rule["cpsv:implements"] = pointing(*laws)
        making.add(address, "cpsv:Rule", **rule)
        yield address


def _laws(making: Making) -> Iterator[str]:
    met: set[str] = set()
    for basis in making.values.get("legal_basis") or ():
        name = basis.get("law")
        if name and name not in met:
            met.add(name)
            address = making.addresses.law(name)
            law: Node = {"dct:title": said(name)}
            if basis.get("number"):
                law["dct:identifier"] = basis["number"]
            making.add(address, "eli:LegalResource", **law)
            yield address
