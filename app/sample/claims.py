"""认领: which authority carries out which base item, and whose standard it follows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from app.sample.base import base_items, kinds
from app.sample.bodies import Agency, body_for
from app.sample.places import NATION, PROVINCE, Region, lineage, regions
from app.sample.shipped import Document


class Claim(NamedTuple):
    """认领: the standard followed, where, by whom, and 业务办理项 if the item is split."""

    standard: Document
    region: Region
    body: Agency
    split: Document | None

    @property
    def code(self) -> str:
        """Return the 31 characters of the 实施编码."""
        return f"{self.body.code}{self.region.level}{self.standard['base_code']}"


@cache
def _standards() -> dict[tuple[str, str], Document]:
    return {(item["base_code"], item["issuer"]): item for item in base_items()}


def standard_for(code: str, place: str) -> Document | None:
    """Return the standard of the nearest region above a place that issues the code."""
    found = (_standards().get((code, issuer)) for issuer in lineage(place) if issuer != NATION)
    return next((item for item in found if item), None)


def claims() -> Iterator[Claim]:
    """Yield every claim: each base item by the authorities at its levels, within its issuer."""
    for code, kind in kinds().items():
        for place in regions():
            standard = standard_for(code, place.code)
            if standard and place.level in standard["levels"]:
                body = body_for(kind["line"], kind["type"], place.code)
                for split in kind.get("splits", [None]):
                    yield Claim(standard, place, body, split)


def is_entrusted(claim: Claim) -> bool:
    """Tell whether the level acts on behalf of the province (委托)."""
    kind = kinds()[claim.standard["base_code"]]
    return claim.region.level in kind.get("entrusted", []) and claim.region.code != PROVINCE
