"""CPSV-AP: what we write passes the official shapes by itself, and says what the guide says."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
import pytest
from pyshacl import validate
from rdflib import DCTERMS, RDF, Graph, Literal, Namespace, URIRef
from starlette.testclient import TestClient

from app.kernel.db import Database
from tests.conftest import WRITE_KEY
from tests.factories import catalogue as c

# rdflib's own reader of JSON-LD uses what rdflib has deprecated
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:pyshacl"
)
SHAPES = Path(__file__).parent / "shapes" / "cpsv-ap-3.2.0-shacl.ttl"
BASE = "http://testserver"
CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
FORMATS = ("cpsv-turtle", "cpsv-jsonld")
FULL: dict[str, Any] = {
    "conditions": "排放的污水符合国家或者地方规定的有关排放标准。",
    "materials": [
        {"name": "排水许可申请表", "type": "2", "form": {"name": "表", "url": "https://a.example/表.docx"}},
        {"name": "水质检测报告", "type": "3", "basis": "《城镇排水与污水处理条例》第二十一条"},
    ],
    "fees": {"charged": True, "items": [{"name": "工本费", "standard": "10元"}]},
    "time_limit": {"promised": {"number": 5, "unit": "2"}, "statutory": {"number": 20, "unit": "1"}},
    "process": {"steps": [{"name": "受理"}, {"name": "决定"}]},
    "contact": {"address": "示例路 1 号", "consult": "010-55550000", "hours": "工作日 9:00—17:00"},
    "audience": {"objects": ["1", "2"]},
}  # fmt: skip


@pytest.fixture
def catalogue(database: Database) -> Database:
    """A full item, a bare one, one that is secret and one that is not in use."""
    c.write(
        database,
        c.base(),
        c.local(c.CITY, **FULL),
        c.local(c.COUNTY, agency=None),
        c.local(c.OTHER_COUNTY, name="不该看到的事项", secret=True),
        c.local(c.PROVINCE, status="3", name="已取消的事项"),
    )
    return database


def written(client: TestClient, name: str, query: str = "", **headers: str) -> str:
    """Return an export."""
    answer = client.get(f"/exports/{name}?{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.text


def graph_of(text: str, name: str) -> Graph:
    """Read an export back."""
    return Graph().parse(data=text, format="turtle" if name == "cpsv-turtle" else "json-ld")


@pytest.mark.parametrize("name", FORMATS)
def test_it_passes_the_official_shapes(name: str, catalogue: Database, client: TestClient) -> None:
    graph = graph_of(written(client, name), name)
    assert len(list(graph.subjects(RDF.type, CPSV.PublicService))) == 2
    passes, _, told = validate(graph, shacl_graph=str(SHAPES), allow_warnings=True)
    assert passes, told


def test_a_node_without_its_type_would_not_pass(catalogue: Database, client: TestClient) -> None:
    graph = graph_of(written(client, "cpsv-turtle"), "cpsv-turtle")
    body = next(graph.subjects(RDF.type, CV.PublicOrganisation))
    graph.remove((body, RDF.type, None))
    passes, _, _ = validate(graph, shacl_graph=str(SHAPES), allow_warnings=True)
    assert not passes


def test_both_formats_say_the_same(catalogue: Database, client: TestClient) -> None:
    turtle, linked = (graph_of(written(client, name), name) for name in FORMATS)
    assert set(turtle) == set(linked)


def test_it_says_what_the_guide_says(catalogue: Database, client: TestClient) -> None:
    graph = graph_of(written(client, "cpsv-turtle"), "cpsv-turtle")
    service = URIRef(f"{BASE}/guides/{c.code_of(c.local(c.CITY))}")
    assert graph.value(service, DCTERMS.title) == Literal(c.NAME, lang="zh")
    assert str(graph.value(service, CV.processingTime)) == "P5D"
    assert _titles(graph, graph.objects(service, CPSV.hasInput)) == {
        "排水许可申请表",
        "水质检测报告",
    }
    cost = graph.value(service, CV.hasCost)
    assert float(str(graph.value(cost, CV.hasValue))) == 10
    described = str(graph.value(service, DCTERMS.description))
    assert "20工作日" in described  # no duration: working days last as long as the calendar says
    assert len(list(graph.objects(service, DCTERMS.audience))) == 2


def test_only_what_is_public_goes_out(catalogue: Database, client: TestClient) -> None:
    for name in FORMATS:
        told = written(client, name)
        assert "不该看到的事项" not in told
        assert "已取消的事项" not in told
        assert "不该看到的事项" not in written(client, name, **{"X-API-Key": WRITE_KEY})


def test_a_part_of_the_catalogue(catalogue: Database, client: TestClient) -> None:
    nodes = orjson.loads(written(client, "cpsv-jsonld", f"region={c.COUNTY}"))["@graph"]
    services = [node for node in nodes if node["@type"] == "cpsv:PublicService"]
    assert [node["dct:identifier"] for node in services] == [c.code_of(c.local(c.COUNTY))]
    none = orjson.loads(written(client, "cpsv-jsonld", "code=nothing"))["@graph"]
    assert not [node for node in none if node["@type"] == "cpsv:PublicService"]


def test_an_unknown_format_is_told(client: TestClient) -> None:
    answer = client.get("/exports/papyrus")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/unknown-format")
    listed = {one["format"] for one in client.get("/exports").json()["items"]}
    assert set(FORMATS) <= listed


def test_a_format_of_published_items_writes_no_base_items(
    catalogue: Database, client: TestClient
) -> None:
    answer = client.get("/exports/csv?kind=base")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/only-published")
    assert client.get("/exports/csv?kind=implementation").text == client.get("/exports/csv").text
    assert client.get("/exports/jsonl?kind=base").status_code == 200


def _titles(graph: Graph, subjects: Iterable[Any]) -> set[str]:
    return {str(graph.value(subject, DCTERMS.title)) for subject in subjects}
