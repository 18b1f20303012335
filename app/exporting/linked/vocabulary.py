"""CPSV-AP 的词汇: the terms that a service is told in, and the code lists typed beside it.

Source: CPSV-AP 3.2.0 (SEMIC, © European Union, CC BY 4.0).
"""

from __future__ import annotations

from typing import Any

Node = dict[str, Any]

CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
CHINESE = "http://publications.europa.eu/resource/authority/language/ZHO"
YUAN = "http://publications.europa.eu/resource/authority/currency/CNY"


def said(text: str) -> Node:
    """Return a text in Chinese."""
    return {"@value": text, "@language": "zh"}


def pointing(*addresses: str) -> list[Node]:
    """Return references to other nodes."""
    return [{"@id": address} for address in addresses]


def concept(address: str, label: str, scheme: str | None = None, notation: str = "") -> Node:
    """Return a member of a code list, typed in the graph that uses it."""
    node: Node = {"@id": address, "@type": "skos:Concept", "skos:prefLabel": said(label)}
    if scheme:
        node["skos:inScheme"] = {"@id": scheme}
    if notation:
        node["skos:notation"] = notation
    return node


def shared() -> list[Node]:
    """Return what every graph refers to: the language and the currency."""
    language = {
        "@id": CHINESE,
        "@type": "dct:LinguisticSystem",
        "skos:prefLabel": said("中文"),
    }
    return [language, concept(YUAN, "人民币", notation="CNY")]
