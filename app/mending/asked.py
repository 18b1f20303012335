"""What the routes of this room ask alike: which part of the catalogue, and who is asking."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from app.auditing.asking import agency_of, region_of
from app.auditing.router import AgencyCode, RegionCode
from app.kernel.http import HoldsKey, Reader
from app.mending.heads import Area


def area_asked(
    reader: Reader, secrets: HoldsKey, region: RegionCode = None, agency: AgencyCode = None
) -> Area:
    """Return the part of the catalogue that the query names.

    Raises:
        UnknownPlace: the catalogue does not know the region or the body.
    """
    return Area(region_of(reader, region), agency_of(reader, agency), secrets)


AreaAsked = Annotated[Area, Depends(area_asked)]
AsCsv = Annotated[bool, Query(description="UTF-8 带 BOM，可直接用 Excel 打开 as CSV")]
