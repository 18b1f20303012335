"""关联数据: the published guides of a scope as one CPSV-AP graph, in JSON-LD or Turtle.

Both are written in pieces; a node that several services share (a body, a law, a code) stands in
the graph once, with the first service that refers to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import orjson
from rdflib import RDF, Graph, Literal, URIRef
from sqlalchemy import Connection, text

from app.exporting.linked.addresses import Addresses
from app.exporting.linked.public_service import service_nodes
from app.exporting.linked.vocabulary import CONTEXT, Node, pointing, said, shared
from app.exporting.scope import Scope, pages_of_ids
from app.publishing.errors import GuideNotFound, ItemWithdrawn
from app.publishing.guides import Maker
from app.publishing.records import source_of

PUBLISHER = "一致 Yizhi"


def jsonld(connection: Connection, scope: Scope, base: str) -> Iterator[bytes]:
    """Yield the graph as JSON-LD, UTF-8."""
    yield b'{"@context":' + orjson.dumps(CONTEXT) + b',"@graph":['
    comma = b""
    for nodes in _pages(connection, scope, Addresses(base)):
        for node in nodes:
            yield comma + orjson.dumps(node)
            comma = b",\n"
    yield b"]}\n"


def turtle(connection: Connection, scope: Scope, base: str) -> Iterator[bytes]:
    """Yield the graph as Turtle, UTF-8: the prefixes once, then page by page."""
    yield "".join(f"@prefix {name}: <{address}> .\n" for name, address in CONTEXT.items()).encode()
    for nodes in _pages(connection, scope, Addresses(base)):
        graph = _graph(nodes)
        lines = graph.serialize(format="turtle").splitlines()
        body = [line for line in lines if not line.startswith("@prefix")]
        yield ("\n".join(body) + "\n").encode()


def _graph(nodes: Iterable[Node]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for name, address in CONTEXT.items():
        graph.bind(name, address)
    for node in nodes:
        subject = URIRef(node["@id"])
        for key, told in node.items():
            if key != "@id":
                predicate = RDF.type if key == "@type" else _named(key)
                for one in told if isinstance(told, list) else [told]:
                    graph.add((subject, predicate, _object(key, one)))
    return graph


def _object(key: str, told: Any) -> URIRef | Literal:
    if key == "@type":
        return _named(told)
    if isinstance(told, str):
        return Literal(told)
    if "@id" in told:
        return URIRef(told["@id"])
    datatype = _named(told["@type"]) if "@type" in told else None
    return Literal(told["@value"], lang=told.get("@language"), datatype=datatype, normalize=False)


def _named(name: str) -> URIRef:
    prefix, _, rest = name.partition(":")
    return URIRef(CONTEXT[prefix] + rest)


def _pages(connection: Connection, scope: Scope, addresses: Addresses) -> Iterator[list[Node]]:
    met: set[str] = set()
    yield _first(addresses, met)
    maker, source = Maker.fresh(), source_of(connection)
    for codes in _codes(connection, replace(scope, kind="implementation", published=True)):
        nodes: list[Node] = []
        for code, qualifier in codes:
            try:
                guide = orjson.loads(maker.guide(source, code, "zh", qualifier))
            except (GuideNotFound, ItemWithdrawn):
                continue  # published means in use: a draft or a cancelled item has no guide
            nodes += _fresh(_part_of(service_nodes(guide, addresses), addresses), met)
        if nodes:
            yield nodes


def _first(addresses: Addresses, met: set[str]) -> list[Node]:
    publisher = addresses.of("publisher")
    data_set: Node = {
        "@id": addresses.of("catalogue"),
        "@type": "dcat:Dataset",
        "dct:title": said("政务服务事项目录"),
        "dct:description": said("公布的政务服务事项的办事指南。"),
        "dct:publisher": {"@id": publisher},
    }
    agent = {
        "@id": publisher,
        "@type": "foaf:Agent",
        "dct:identifier": publisher,
        "dct:title": said(PUBLISHER),
    }
    return _fresh([data_set, agent, *shared()], met)


def _part_of(nodes: list[Node], addresses: Addresses) -> list[Node]:
    nodes[0]["dct:isPartOf"] = pointing(addresses.of("catalogue"))
    return nodes


def _fresh(nodes: list[Node], met: set[str]) -> list[Node]:
    """Leave out what the graph has already. What lies within a service is told once anyway."""
    own = f"{nodes[0]['@id']}#"
    fresh = []
    for node in nodes:
        address = node["@id"]
        if address.startswith(own):
            fresh.append(node)
        elif address not in met:
            met.add(address)
            fresh.append(node)
    return fresh


def _codes(connection: Connection, scope: Scope) -> Iterator[list[tuple[str, str | None]]]:
    for ids in pages_of_ids(connection, scope):
        listed = ", ".join(str(identity) for identity in ids)
        rows: Any = connection.execute(
            text(f"SELECT code, qualifier FROM item WHERE id IN ({listed}) ORDER BY id")
        )
        yield [(row.code, row.qualifier or None) for row in rows]
