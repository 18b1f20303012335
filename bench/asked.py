"""所问: every page and every address of the data, as auditors, leaders and portals ask for it."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from sqlalchemy import Connection, text

from app.kernel.paging import encode
from app.kernel.text import fold

WEB = {"Accept": "text/html"}
_SOME = text(
    "SELECT i.id, i.code, a.code AS agency, c.code AS city, p.code AS province, i.base_code"
    " FROM item i JOIN agency a ON a.id = i.agency_id"
    " JOIN region_within w ON w.region_id = i.region_id"
    " JOIN region c ON c.id = w.ancestor_id AND c.level = 3"
    " JOIN region p ON p.id = c.parent_id WHERE i.kind = 1 AND i.id >= :start ORDER BY i.id LIMIT 1"
)
"""One item, its body, and the city and province it lies in."""
_LAST = text("SELECT max(id) AS id FROM item")
_LINE = text("SELECT line FROM agency WHERE line IS NOT NULL GROUP BY line ORDER BY count(*) DESC")
_LAW = text(
    "SELECT law_id FROM citation WHERE law_id IS NOT NULL GROUP BY law_id ORDER BY count(*) DESC"
)
_PAPER = text("SELECT paper_id FROM mention GROUP BY paper_id ORDER BY count(*) DESC")


class Asked(NamedTuple):
    """One address, and whether a browser asks for it."""

    name: str
    path: str
    page: bool = False

    @property
    def headers(self) -> dict[str, str]:
        return WEB if self.page else {}


def everything(connection: Connection) -> list[Asked]:
    """Return what is asked for: pages first, then the data."""
    some = _some(connection)
    return [
        *(Asked(f"{name} (page)", path, page=True) for name, path in _pages(some).items()),
        *(Asked(name, path) for name, path in _data(some).items()),
    ]


def _some(connection: Connection) -> dict[str, Any]:
    last = int(connection.execute(_LAST).scalar_one())
    row = connection.execute(_SOME, {"start": last // 2}).one()
    return {
        **row._mapping,
        "last": last,
        "line": connection.execute(_LINE).scalar(),
        "law": connection.execute(_LAW).scalar() or 1,
        "paper": connection.execute(_PAPER).scalar() or 1,
        "deep": encode([last * 9 // 10, 0, 0]),
        "far": encode([last * 9 // 10]),
        "word": fold("许可"),
    }


def _at(path: str, **asked: Any) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path


def _pages(some: dict[str, Any]) -> dict[str, str]:
    city, province, code = some["city"], some["province"], some["code"]
    return {
        "start": "/",
        "start of a city": _at("/", region=city),
        "guides": "/guides",
        "guides by words": _at("/guides", q=some["word"]),
        "guides of a city": _at("/guides", region=city, online="true"),
        "guide": f"/guides/{code}",
        "lists": "/lists",
        "list": "/lists/at-most-one-visit",
        "list of a city": _at("/lists/one-network", region=city),
        "list, non-members": _at("/lists/one-network", members="false"),
        "audit": "/audit",
        "audit of a city": _at("/audit", region=city),
        "findings": "/audit/findings",
        "findings, deep": _at("/audit/findings", cursor=some["deep"]),
        "findings of a city": _at("/audit/findings", region=city, severity="error"),
        "findings of a rule": _at("/audit/findings", rule="steps-exceed-promise"),
        "findings of a body": _at("/audit/findings", agency=some["agency"]),
        "rules": "/audit/rules",
        "rule": "/audit/rules/steps-exceed-promise",
        "audit of an item": f"/audit/items/{code}",
        "departments": "/audit/agencies",
        "departments of a city": _at("/audit/agencies", region=city, line=some["line"]),
        "runs": "/audit/runs",
        "waivers": "/audit/waivers",
        "rectifications": "/rectifications",
        "indicators": "/indicators",
        "indicators of a city": _at("/indicators", region=city),
        "indicator": "/indicators/at-most-one-visit-rate",
        "indicator by body": _at("/indicators/at-most-one-visit-rate", by="agency"),
        "indicator by type": _at("/indicators/at-most-one-visit-rate", by="type"),
        "indicator of the audit": "/indicators/element-completeness",
        "items of an indicator": _at("/indicators/at-most-one-visit-rate/items", part="shortfall"),
        "laws": "/laws",
        "law": f"/laws/{some['law']}",
        "laws, outdated": "/laws/outdated",
        "laws, unknown": "/laws/unknown",
        "papers without basis": "/laws/unfounded-materials",
        "papers": "/materials",
        "papers by words": _at("/materials", name="执照"),
        "papers, candidates": "/materials/candidates",
        "paper": f"/materials/{some['paper']}/uses",
        "survey": "/survey",
        "matrix": _at("/survey/matrix", region=province),
        "matrix of counties": _at("/survey/matrix", region=city),
        "spread": _at("/survey/spread", region=province),
        "betters": "/survey/betters",
        "behind": "/survey/behind",
        "chain": f"/survey/chain/{some['base_code']}",
    }


def _data(some: dict[str, Any]) -> dict[str, str]:
    city, province, code = some["city"], some["province"], some["code"]
    rate = "/indicators/at-most-one-visit-rate"
    return {
        "summary": "/audit/summary",
        "summary of a city": _at("/audit/summary", region=city),
        "summary of a body": _at("/audit/summary", agency=some["agency"]),
        "summary by region": "/audit/summary/region",
        "summary by agency": "/audit/summary/agency",
        "summary by agency of a city": _at("/audit/summary/agency", region=city),
        "summary by element": "/audit/summary/element",
        "summary by rule": "/audit/summary/rule",
        "findings": "/audit/findings",
        "findings, deep": _at("/audit/findings", cursor=some["deep"]),
        "findings of a city": _at("/audit/findings", region=city),
        "findings of errors": _at("/audit/findings", severity="error"),
        "findings of materials": _at("/audit/findings", element="materials"),
        "findings of a body": _at("/audit/findings", agency=some["agency"]),
        "findings of a rule": _at("/audit/findings", rule="steps-exceed-promise"),
        "findings, waived": _at("/audit/findings", waived="true"),
        "audit of an item": f"/audit/items/{code}",
        "rules": "/audit/rules",
        "heat": "/survey/heat",
        "heat of a city": _at("/survey/heat", region=city),
        "matrix": _at("/survey/matrix", region=province),
        "spread": _at("/survey/spread", region=province),
        "betters": "/survey/betters",
        "behind": "/survey/behind",
        "behind in a city": _at("/survey/behind", region=city),
        "chain": f"/survey/chain/{some['base_code']}",
        "indicators": "/indicators",
        "indicators of a city": _at("/indicators", region=city),
        "indicators of a body": _at("/indicators", agency=some["agency"]),
        "indicator": rate,
        "indicator by region": _at(f"{rate}/breakdown", by="region"),
        "indicator by body": _at(f"{rate}/breakdown", by="agency"),
        "items of an indicator": _at(f"{rate}/items", part="numerator"),
        "items of an indicator in a city": _at(f"{rate}/items", part="shortfall", region=city),
        "scores of regions": _at("/scores/claim-tiers", by="region"),
        "scores of bodies": _at("/scores/claim-tiers", by="agency"),
        "lists": "/lists",
        "list": "/lists/at-most-one-visit",
        "list, deep": _at("/lists/at-most-one-visit", cursor=some["far"]),
        "list, strict": _at("/lists/one-network", strict="true"),
        "list, non-members": _at("/lists/one-network", members="false", region=city),
        "share of a list": "/lists/at-most-one-visit/summary",
        "share of a list in a city": _at("/lists/one-network/summary", region=city),
        "guides": "/guides",
        "guides, deep": _at("/guides", cursor=some["far"]),
        "guides of a city": _at("/guides", region=city),
        "guides of a body": _at("/guides", agency=some["agency"]),
        "guides by words": _at("/guides", q=some["word"]),
        "guides by rare words": _at("/guides", q="不存在的字"),
        "guides, narrowed": _at("/guides", online="true", visits=0, object=2),
        "guide": f"/guides/{code}",
        "items": "/items",
        "items of a base code": _at("/items", base_code=some["base_code"]),
        "item": f"/items/{code}",
        "revisions": f"/items/{code}/revisions",
        "base items": "/base-items",
        "base item": f"/base-items/{some['base_code']}",
        "law": f"/laws/{some['law']}/uses",
        "laws, outdated": "/laws/outdated",
        "laws, unknown": "/laws/unknown",
        "papers without basis": "/laws/unfounded-materials",
        "papers": "/materials",
        "papers, candidates": "/materials/candidates",
        "papers, self-issued": _at("/materials/self-issued", agency=some["agency"]),
        "papers, repeated": _at("/materials/repeated", agency=some["agency"]),
        "paper": f"/materials/{some['paper']}/uses",
        "runs": "/audit/runs",
        "waivers": "/audit/waivers",
        "rectifications": "/rectifications",
        "imports": "/imports/batches",
        "agencies": "/agencies",
        "regions": "/regions",
    }
