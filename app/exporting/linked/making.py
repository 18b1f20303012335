"""成形中的公共服务: a guide on its way into nodes, and what was made of it so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from app.exporting.linked.addresses import Addresses
from app.exporting.linked.vocabulary import Node, concept, pointing


class Making:
    """One guide on its way into nodes; ``made`` holds what its service refers to."""

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

    def text(self, kind: str) -> str | None:
        """Return an element whose value is a text."""
        value = self.values.get(kind)
        return value if isinstance(value, str) else None

    def page(self, address: str) -> str:
        """Add a page elsewhere and return its address, as an IRI."""
        self.add(quote(address, safe=":/?#[]@!$&'()*+,;=%~"), "foaf:Document")
        return str(self.made[-1]["@id"])

    def concepts(self, table: str, one: Mapping[str, str] | None) -> list[Node]:
        """Add a member of a code list, where one is stated, and return references to it."""
        return pointing(self.concept(table, one)) if one else []

    def concept(self, table: str, one: Mapping[str, str]) -> str:
        """Add a member of a code list and return its address."""
        address = self.addresses.code(table, one["code"])
        scheme = f"{self.addresses.base}/codelists/{quote(table)}"
        self.made.append(concept(address, one.get("label") or one["code"], scheme, one["code"]))
        return address

    def add(self, address: str, kind: str, **told: Any) -> None:
        """Add a node that the service refers to."""
        self.made.append({"@id": address, "@type": kind, **told})
