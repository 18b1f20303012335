"""办理地点与电话: invented addresses, and telephones under an area code nobody has."""

from __future__ import annotations

from app.sample.bodies import Agency
from app.sample.places import full_name, lineage
from app.sample.shipped import Document

AREA_CODES = {"990100000000": "0960", "990200000000": "0961"}
"""0960 and 0961 are assigned to no place. The province sits in its first city."""
STREETS = ("政通路", "惠民街", "云川大道", "清风路", "市民路", "滨河路")
SUMMER = "工作日 上午9:00—12:00，下午13:30—17:30（法定节假日除外）"
COUNTY = "工作日 上午8:30—12:00，下午14:00—17:30（法定节假日除外）"


def contact(body: Agency, hall: bool) -> Document:
    """Return where to go and whom to call: the hall's window, or the body's own office."""
    number = body.number % 90 + 1
    street = STREETS[int(body.region[4:6]) % len(STREETS)]
    place = f"{full_name(body.region)}{street}{number}号"
    window = f"A区{body.number % 30 + 1:02d}号窗口" if hall else "1号窗口"
    room = f"政务服务中心二楼{window}" if hall else f"{body.name}办事大厅一楼{window}"
    return {
        "address": _seat(body) + (f"18号{room}" if hall else f"{number}号{room}"),
        "hours": COUNTY if body.region[2:4] == "02" else SUMMER,
        "consult": telephone(body, "555"),
        "complaint": telephone(body, "556"),
        "window": window,
        "consult_address": place + body.name,
        "complaint_address": f"{place}{body.name}机关纪委",
    }


def telephone(body: Agency, exchange: str) -> str:
    """Return a telephone: area code of the city, three digits of the exchange, four of the body."""
    area = next((AREA_CODES[code] for code in lineage(body.region) if code in AREA_CODES), "0960")
    return f"{area}-{exchange}{body.number:04d}"


def _seat(body: Agency) -> str:
    return full_name(body.region) + STREETS[int(body.region[4:6]) % len(STREETS)]
