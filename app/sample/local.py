"""实施清单: one authority's document of a base item, before anything is varied."""

from __future__ import annotations

from copy import deepcopy

from app.sample.base import YEARS, kinds
from app.sample.bodies import agency, registration
from app.sample.claims import Claim, is_entrusted
from app.sample.contacts import contact
from app.sample.places import PROVINCE, region
from app.sample.shipped import SITE, Document, draw

ELEMENTS = (
    "legal_basis",
    "conditions",
    "audience",
    "time_limit",
    "process",
    "materials",
    "fees",
    "result",
    "handling",
    "questions",
)
BODY_KINDS = {"11": "1", "12": "2", "13": "2", "91": "2"}
PUBLIC_SERVICE = "20"
WITH_REMEDIES = frozenset({"01", "07", "09"})


def implementation(claim: Claim) -> Document:
    """Return the document: identity of its own, elements of the standard, authority and contact."""
    standard = deepcopy(claim.standard)
    document = {
        **_identity(claim),
        "authority": _authority(claim),
        **{name: standard[name] for name in ELEMENTS},
        "contact": contact(claim.body, standard["handling"]["hall"]),
    }
    if claim.split:
        document["materials"] = document["materials"][: claim.split["keep"]]
    return document


def _identity(claim: Claim) -> Document:
    standard, place = claim.standard, claim.region
    suffix = f"（{claim.split['name']}）" if claim.split else ""
    return {
        "code": claim.code,
        **({"handling_code": claim.code + claim.split["number"]} if claim.split else {}),
        "base_code": standard["base_code"],
        **_upper_code(claim),
        "name": standard["name"] + suffix,
        "type": standard["type"],
        "level": place.level,
        "region": place.code,
        "agency": {"code": claim.body.code, "name": claim.body.name},
        "status": standard["status"],
        "version": 1 + draw("local-version", claim.code) % 4,
        "effective_date": max(standard["effective_date"], YEARS[draw("since", claim.code) % 4]),
        **({"town_code": place.code, "town_name": place.name} if place.level == "5" else {}),
        "links": _links(claim),
    }


def _upper_code(claim: Claim) -> Document:
    upper = claim.standard.get("upper_code")
    return {"other_codes": [f"{claim.body.code}{claim.region.level}{upper}"]} if upper else {}


def _links(claim: Claim) -> Document:
    number = claim.code + (claim.split["number"] if claim.split else "")
    links = {"appointment": f"{SITE}/appointments/{number}"}
    if claim.standard["handling"]["online"]:
        links["online"] = f"{SITE}/apply/{number}"
        links["mobile"] = f"{SITE}/m/apply/{number}"
    return links


def _authority(claim: Claim) -> Document:
    item_type = claim.standard["type"]
    stated: Document = {"body_kind": BODY_KINDS[registration(claim.body)]}
    if item_type != PUBLIC_SERVICE:
        stated["power_source"] = "1"
    if is_entrusted(claim):
        upper = agency(kinds()[claim.standard["base_code"]]["line"], PROVINCE)
        stated |= {"power_source": "5", "body_kind": "3", "entrusted_by": upper.name}
    return {**stated, **_remedies(claim)} if item_type in WITH_REMEDIES else stated


def _remedies(claim: Claim) -> Document:
    """复议与诉讼: a town's act is reviewed by its county, anybody else's by its own government."""
    place = claim.region if claim.region.level != "5" else region(claim.region.parent)
    court = {"2": "中级人民法院", "3": "中级人民法院"}.get(place.level, "人民法院")
    seat = "江平市" if place.level == "2" else place.name
    return {
        "reconsideration": f"自知道该行政行为之日起六十日内，向{place.name}人民政府申请行政复议。",
        "litigation": f"自知道或者应当知道作出行政行为之日起六个月内，向{seat}{court}提起行政诉讼。",
    }
