"""公共服务: one guide as a CPSV-AP public service, in JSON-LD nodes.

What a guide does not state is left out; nothing is made up to please a shape. Times in working
days have no length in hours or calendar days, so they are told in words and not as a duration.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.exporting.linked.access import access
from app.exporting.linked.addresses import Addresses
from app.exporting.linked.asked import asked
from app.exporting.linked.given import given
from app.exporting.linked.making import Making
from app.exporting.linked.vocabulary import CHINESE, Node, pointing, said


def service_nodes(guide: Mapping[str, Any], addresses: Addresses) -> list[Node]:
    """Return the service of a guide and everything it refers to, each node typed."""
    return list(_nodes(Making(guide, addresses)))


def _nodes(making: Making) -> Iterator[Node]:
    service: Node = {
        "@id": making.address,
        "@type": "cpsv:PublicService",
        "dct:identifier": making.name,
        "dct:title": said(making.guide["name"] or making.name),
        "dct:description": said(_description(making)),
        "dct:language": pointing(CHINESE),
        "cv:hasCompetentAuthority": pointing(_authority(making)),
        **_classified(making),
        **given(making),
        **asked(making),
        **access(making),
    }
    yield {key: value for key, value in service.items() if value not in ([], None)}
    yield from making.made


def _description(making: Making) -> str:
    """A service must be described; its conditions, process and limits say what it is."""
    parts = [
        f"{making.guide['name'] or making.name}。",
        _labelled("办理机构", (making.guide.get("agency") or {}).get("name")),
        _labelled("受理条件", making.text("conditions")),
        _labelled("办理流程", (making.values.get("process") or {}).get("text")),
        _labelled("法定时限", _limit(making, "statutory")),
        _labelled("承诺时限", _limit(making, "promised")),
    ]
    return "\n".join(part for part in parts if part)


def _labelled(label: str, text: str | None) -> str:
    return f"{label}：{text}" if text else ""


def _limit(making: Making, which: str) -> str | None:
    limit = (making.values.get("time_limit") or {}).get(which) or {}
    if limit.get("text"):
        return str(limit["text"])
    if limit.get("number") is None:
        return None
    return f"{limit['number']}{(limit.get('unit') or {}).get('label', '')}"


def _authority(making: Making) -> str:
    """The body, or where none is stated the place, under a name that says so."""
    agency, region = making.guide.get("agency"), making.guide.get("region")
    place = (region or {}).get("code") or "000000000000"
    location = making.addresses.of("regions", place)
    making.add(location, "dct:Location", **{"skos:prefLabel": said(_name_of(region, place))})
    code = agency["code"] if agency else f"region-{place}"
    address = making.addresses.of("agencies", code)
    name = _name_of(agency, code) if agency else f"{_name_of(region, place)}（未写明实施主体）"
    making.add(
        address,
        "cv:PublicOrganisation",
        **{
            "dct:identifier": code,
            "skos:prefLabel": said(name),
            "dct:spatial": pointing(location),
        },
    )
    return address


def _classified(making: Making) -> Node:
    identity = making.guide["identity"]
    audience = making.values.get("audience") or {}
    topics = [
        making.concept(table, one)
        for table, name in (
            ("personal-topic", "personal_topics"),
            ("corporate-topic", "corporate_topics"),
        )
        for one in audience.get(name) or ()
    ]
    return {
        "dct:type": making.concepts("item-type", identity.get("type")),
        "adms:status": making.concepts("status", identity.get("status")),
        "dct:audience": [
            {"@id": making.concept("service-object", one)} for one in audience.get("objects") or ()
        ],
        "cv:thematicArea": pointing(*topics),
    }


def _name_of(named: Mapping[str, Any] | None, otherwise: str) -> str:
    return str((named or {}).get("name") or otherwise)
