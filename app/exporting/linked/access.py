"""何处办: the channels of a service, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator

from app.exporting.linked.making import Making
from app.exporting.linked.vocabulary import Node, pointing, said


def access(making: Making) -> Node:
    """Return where a service is had, and add its nodes."""
    return {
        "cv:hasChannel": pointing(*_channels(making)),
        "cv:contactPoint": pointing(*_contacts(making)),
    }


def _channels(making: Making) -> Iterator[str]:
    contact, links = making.values.get("contact") or {}, making.guide["links"]
    doors = [
        ("online", "网上办理", links.get("online")),
        ("mobile", "移动端办理", links.get("mobile")),
    ]
    doors.append(("window", "窗口办理", contact.get("address")))
    for name, title, where in doors:
        if where:
            address = f"{making.address}#{name}"
            channel = {
                "dct:identifier": f"{making.name}#{name}",
                "dct:type": {"@id": making.concept("access", {"code": name, "label": title})},
                "dct:description": said(f"{title}：{where}"),
            }
            making.add(address, "cv:Channel", **channel)
            yield address


def _contacts(making: Making) -> Iterator[str]:
    contact = making.values.get("contact") or {}
    for name, title in (("consult", "咨询"), ("complaint", "投诉")):
        if contact.get(name):
            address = f"{making.address}#{name}"
            point: Node = {"cv:telephone": contact[name], "rdfs:label": said(title)}
            if contact.get("hours"):
                hours = f"{making.address}#hours"
                making.add(
                    hours, "time:TemporalEntity", **{"dct:description": said(contact["hours"])}
                )
                point["cv:openingHours"] = {"@id": hours}
            making.add(address, "cv:ContactPoint", **point)
            yield address
