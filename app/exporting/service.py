"""公共服务: one guide as a CPSV-AP public service, in JSON-LD nodes.

What a guide does not state is left out; nothing is made up to please a shape. Times in working
days have no length in hours or calendar days, so they are told in words and not as a duration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from app.exporting.vocabulary import CHINESE, YUAN, Node, concept, pointing, said
from app.kernel.hashing import digest

DURATIONS = {"2": "P{}D", "3": "P{}M", "4": "P{}Y", "5": "PT{}H"}
"""Units of time limits that last a definite while; see schemas/enumerations/."""
_AMOUNT = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*元?\s*$")


class Addresses:
    """The addresses of things under the base address of an installation."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/")

    def of(self, *parts: str) -> str:
        """Return the address of a thing by its parts."""
        return "/".join((self.base, *(quote(part, safe="") for part in parts)))

    def code(self, table: str, code: str) -> str:
        """Return the address of a member of a code list."""
        return f"{self.base}/codelists/{quote(table)}#{quote(code, safe='')}"

    def law(self, name: str) -> str:
        """Return the address of a law by its name."""
        return f"{self.base}/laws/by-name/{digest(name.encode()).hex()[:16]}"


def service_nodes(guide: Mapping[str, Any], addresses: Addresses) -> list[Node]:
    """Return the service of a guide and everything it refers to, each node typed."""
    return list(_Service(guide, addresses).nodes())


class _Service:
    """One guide on its way into nodes."""

    def __init__(self, guide: Mapping[str, Any], addresses: Addresses) -> None:
        self.guide = guide
        self.addresses = addresses
        name = guide["code"] + (f"~{guide['qualifier']}" if guide["qualifier"] else "")
        self.name = name
        self.address = addresses.of("guides", name)
        self.values = {
            kind: element["value"]
            for kind, element in guide["elements"].items()
            if element["value"] is not None
        }
        self.made: list[Node] = []

    def nodes(self) -> Iterator[Node]:
        service: Node = {
            "@id": self.address,
            "@type": "cpsv:PublicService",
            "dct:identifier": self.name,
            "dct:title": said(self.guide["name"] or self.name),
            "dct:description": said(self._description()),
            "dct:language": pointing(CHINESE),
            "cv:hasCompetentAuthority": pointing(self._authority()),
            **self._classified(),
            **self._given(),
            **self._asked(),
            **self._access(),
        }
        yield {key: value for key, value in service.items() if value not in ([], None)}
        yield from self.made

    def _description(self) -> str:
        """A service must be described; its conditions, process and limits say what it is."""
        parts = [
            f"{self.guide['name'] or self.name}。",
            self._labelled("办理机构", (self.guide.get("agency") or {}).get("name")),
            self._labelled("受理条件", self._text("conditions")),
            self._labelled("办理流程", (self.values.get("process") or {}).get("text")),
            self._labelled("法定时限", self._limit("statutory")),
            self._labelled("承诺时限", self._limit("promised")),
        ]
        return "\n".join(part for part in parts if part)

    @staticmethod
    def _labelled(label: str, text: str | None) -> str:
        return f"{label}：{text}" if text else ""

    def _text(self, kind: str) -> str | None:
        value = self.values.get(kind)
        return value if isinstance(value, str) else None

    def _limit(self, which: str) -> str | None:
        limit = (self.values.get("time_limit") or {}).get(which) or {}
        if limit.get("text"):
            return str(limit["text"])
        if limit.get("number") is None:
            return None
        return f"{limit['number']}{(limit.get('unit') or {}).get('label', '')}"

    def _authority(self) -> str:
        """The body, or where none is stated the place, under a name that says so."""
        agency, region = self.guide.get("agency"), self.guide.get("region")
        place = (region or {}).get("code") or "000000000000"
        location = self.addresses.of("regions", place)
        self._add(location, "dct:Location", **{"skos:prefLabel": said(_name_of(region, place))})
        code = agency["code"] if agency else f"region-{place}"
        address = self.addresses.of("agencies", code)
        name = _name_of(agency, code) if agency else f"{_name_of(region, place)}（未写明实施主体）"
        self._add(
            address,
            "cv:PublicOrganisation",
            **{
                "dct:identifier": code,
                "skos:prefLabel": said(name),
                "dct:spatial": pointing(location),
            },
        )
        return address

    def _classified(self) -> Node:
        identity = self.guide["identity"]
        audience = self.values.get("audience") or {}
        topics = [
            self._concept(table, one)
            for table, name in (
                ("personal-topic", "personal_topics"),
                ("corporate-topic", "corporate_topics"),
            )
            for one in audience.get(name) or ()
        ]
        return {
            "dct:type": self._concepts("item-type", identity.get("type")),
            "adms:status": self._concepts("status", identity.get("status")),
            "dct:audience": [
                {"@id": self._concept("service-object", one)}
                for one in audience.get("objects") or ()
            ],
            "cv:thematicArea": pointing(*topics),
        }

    def _given(self) -> Node:
        result = self.values.get("result") or {}
        produces = []
        if result.get("name"):
            address = f"{self.address}#result"
            output = {"dct:identifier": f"{self.name}#result", "dct:title": said(result["name"])}
            types = [
                {"@id": self._concept("result-type", one)} for one in result.get("types") or ()
            ]
            self._add(address, "cv:Output", **output, **({"dct:type": types} if types else {}))
            produces.append(address)
        return {
            "cpsv:produces": pointing(*produces),
            "cv:hasCost": pointing(*self._costs()),
            "cv:processingTime": self._duration(),
        }

    def _duration(self) -> Node | None:
        limit = (self.values.get("time_limit") or {}).get("promised") or {}
        pattern = DURATIONS.get((limit.get("unit") or {}).get("code", ""))
        number = limit.get("number")
        if pattern is None or not isinstance(number, int):
            return None
        return {"@value": pattern.format(number), "@type": "xsd:duration"}

    def _costs(self) -> Iterator[str]:
        for place, fee in enumerate((self.values.get("fees") or {}).get("items") or (), 1):
            address = f"{self.address}#fee-{place}"
            told = " ".join(str(fee[part]) for part in ("name", "standard") if fee.get(part))
            cost: Node = {"dct:identifier": f"{self.name}#fee-{place}"}
            cost |= {"dct:description": said(told), "cv:currency": {"@id": YUAN}} if told else {}
            amount = _AMOUNT.match(str(fee.get("standard") or ""))
            if amount:
                cost["cv:hasValue"] = {"@value": amount[1], "@type": "xsd:double"}
            self._add(address, "cv:Cost", **cost)
            yield address

    def _asked(self) -> Node:
        laws = list(self._laws())
        return {
            "cpsv:hasInput": pointing(*self._materials()),
            "cv:holdsRequirement": pointing(*self._requirements()),
            "cpsv:follows": pointing(*self._rules(laws)),
            "cv:hasLegalResource": pointing(*laws),
        }

    def _materials(self) -> Iterator[str]:
        for place, material in enumerate(self.values.get("materials") or (), 1):
            if not material.get("name"):
                continue
            address = f"{self.address}#material-{place}"
            evidence: Node = {
                "dct:identifier": f"{self.name}#material-{place}",
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
                evidence["dct:type"] = {"@id": self._concept("material-type", material["type"])}
            if form := (material.get("form") or {}).get("url"):
                evidence["foaf:page"] = {"@id": self._page(form)}
            self._add(address, "cv:Evidence", **evidence)
            yield address

    def _requirements(self) -> Iterator[str]:
        conditions = self._text("conditions")
        if conditions:
            address = f"{self.address}#conditions"
            requirement = {
                "dct:identifier": f"{self.name}#conditions",
                "dct:title": said("受理条件"),
                "dct:description": said(conditions),
            }
            self._add(address, "cv:Requirement", **requirement)
            yield address

    def _rules(self, laws: list[str]) -> Iterator[str]:
        process = self.values.get("process") or {}
        steps = " → ".join(step["name"] for step in process.get("steps") or () if step.get("name"))
        told = steps or process.get("text")
        if told:
            address = f"{self.address}#process"
            rule: Node = {
                "dct:identifier": f"{self.name}#process",
                "dct:title": said("办理流程"),
                "dct:description": said(told),
            }
            if laws:
                rule["cpsv:implements"] = pointing(*laws)
            self._add(address, "cpsv:Rule", **rule)
            yield address

    def _laws(self) -> Iterator[str]:
        met: set[str] = set()
        for basis in self.values.get("legal_basis") or ():
            name = basis.get("law")
            if name and name not in met:
                met.add(name)
                address = self.addresses.law(name)
                law: Node = {"dct:title": said(name)}
                if basis.get("number"):
                    law["dct:identifier"] = basis["number"]
                self._add(address, "eli:LegalResource", **law)
                yield address

    def _access(self) -> Node:
        return {
            "cv:hasChannel": pointing(*self._channels()),
            "cv:contactPoint": pointing(*self._contacts()),
        }

    def _channels(self) -> Iterator[str]:
        contact, links = self.values.get("contact") or {}, self.guide["links"]
        doors = [
            ("online", "网上办理", links.get("online")),
            ("mobile", "移动端办理", links.get("mobile")),
        ]
        doors.append(("window", "窗口办理", contact.get("address")))
        for name, title, where in doors:
            if where:
                address = f"{self.address}#{name}"
                channel = {
                    "dct:identifier": f"{self.name}#{name}",
                    "dct:type": {"@id": self._concept("access", {"code": name, "label": title})},
                    "dct:description": said(f"{title}：{where}"),
                }
                self._add(address, "cv:Channel", **channel)
                yield address

    def _contacts(self) -> Iterator[str]:
        contact = self.values.get("contact") or {}
        for name, title in (("consult", "咨询"), ("complaint", "投诉")):
            if contact.get(name):
                address = f"{self.address}#{name}"
                point: Node = {"cv:telephone": contact[name], "rdfs:label": said(title)}
                if contact.get("hours"):
                    hours = f"{self.address}#hours"
                    self._add(
                        hours, "time:TemporalEntity", **{"dct:description": said(contact["hours"])}
                    )
                    point["cv:openingHours"] = {"@id": hours}
                self._add(address, "cv:ContactPoint", **point)
                yield address

    def _page(self, address: str) -> str:
        self._add(quote(address, safe=":/?#[]@!$&'()*+,;=%~"), "foaf:Document")
        return str(self.made[-1]["@id"])

    def _concepts(self, table: str, one: Mapping[str, str] | None) -> list[Node]:
        return pointing(self._concept(table, one)) if one else []

    def _concept(self, table: str, one: Mapping[str, str]) -> str:
        address = self.addresses.code(table, one["code"])
        scheme = f"{self.addresses.base}/codelists/{quote(table)}"
        self.made.append(concept(address, one.get("label") or one["code"], scheme, one["code"]))
        return address

    def _add(self, address: str, kind: str, **told: Any) -> None:
        self.made.append({"@id": address, "@type": kind, **told})


def _name_of(named: Mapping[str, Any] | None, otherwise: str) -> str:
    return str((named or {}).get("name") or otherwise)
